import { isObject } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import { createChild, outputOf, referenceTo } from "./child.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";
import { derive, settled, unlinked } from "./links.ts";

const PASSED_ON = [
    "encryptionConfigurations",
    "forceDelete",
    "imageScanningConfiguration",
    "imageTagMutability",
    "imageTagMutabilityExclusionFilters",
    "name",
    "region",
    "tags",
];

/** What a repository without rules gets. */
const DEFAULT_RULES = [
    { description: "remove untagged images", tagStatus: "untagged", maximumNumberOfImages: 1 },
];

/** ECR's own form of one rule. */
function documentRule(args: Arguments, rule: Value, index: number): Properties {
    const path = `lifecyclePolicy.rules[${index}]`;
    const { description, tagStatus, tagPrefixList, maximumNumberOfImages, maximumAgeLimit } = isObject(rule)
        ? rule
        : {};
    const tagged = tagStatus !== "any" && tagStatus !== "untagged";
    if (tagged && (!Array.isArray(tagPrefixList) || tagPrefixList.length === 0)) {
        throw args.error(
            `${path}.tagPrefixList is empty; give the prefixes of the tags that the rule is for.`,
        );
    }
    if (maximumNumberOfImages === undefined && maximumAgeLimit === undefined) {
        throw args.error(`${path} has no limit; set maximumNumberOfImages or maximumAgeLimit (days).`);
    }
    const tags: Properties = tagged
        ? { tagStatus: "tagged", tagPrefixList: tagPrefixList ?? [] }
        : { tagStatus };
    const count: Properties =
        maximumNumberOfImages !== undefined
            ? { countType: "imageCountMoreThan", countNumber: maximumNumberOfImages }
            : { countType: "sinceImagePushed", countNumber: maximumAgeLimit ?? 0, countUnit: "days" };
    return settled({
        rulePriority: index + 1,
        description,
        selection: { ...tags, ...count },
        action: { type: "expire" },
    });
}

/** The rule for any image comes last: ECR wants it to have the highest number. */
function document(args: Arguments, rules: Value): Properties {
    const list = Array.isArray(rules) ? rules : [];
    const isAny = (rule: Value): boolean => isObject(rule) && rule.tagStatus === "any";
    if (list.filter(isAny).length > 1) {
        throw args.error('lifecyclePolicy.rules has several rules with tagStatus "any"; keep one.');
    }
    const ordered = [...list.filter((rule) => !isAny(rule)), ...list.filter(isAny)];
    return { rules: ordered.map((rule, index) => documentRule(args, rule, index)) };
}

/** awsx:ecr:Repository: a repository, and a lifecycle policy unless it is skipped. */
export async function expandRepository(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    const args = new Arguments("awsx:ecr:Repository", name, inputs, [...PASSED_ON, "lifecyclePolicy"]);
    const policy = args.spelledOut(inputs.lifecyclePolicy, "lifecyclePolicy");
    const lowerName = name.toLowerCase();
    const passedOn = Object.fromEntries(PASSED_ON.map((key) => [key, inputs[key]]));
    const repository = await createChild(context, "aws:ecr/repository:Repository", lowerName, passedOn);
    const made: Properties = { repository: referenceTo(repository) };
    if (!args.knownAt<boolean>(policy.skip, "lifecyclePolicy.skip")) {
        const type = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
        const lifecyclePolicy = await createChild(context, type, lowerName, {
            repository: outputOf(repository, "name"),
            policy: derive(policy.rules ?? DEFAULT_RULES, (rules) => document(args, rules)),
            region: inputs.region,
        });
        made.lifecyclePolicy = referenceTo(lifecyclePolicy);
    }
    const { values, links } = unlinked({ ...made, url: outputOf(repository, "repositoryUrl") });
    return { state: values, stateDependencies: links, outputs: made };
}
