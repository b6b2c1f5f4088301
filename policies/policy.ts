import {
    validateResourceOfType,
    type Policy,
    type ResourceValidation,
    type ResourceValidationPolicy,
    type StackValidation,
    type StackValidationPolicy,
} from "@pulumi/policy";
import { criteria } from "./criteria.ts";
import { judge, type Rule, type Verdict } from "./rule.ts";
import { tokenOf, type Node } from "./graph.ts";

/** The rule as Pulumi's policy engine takes it. What a rule can't decide stops a deployment as a fault does. */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
    const about = aboutOf(rule);
    if (rule.level === "resource") return { ...about, validateResource: validationOf(rule) };
    return { ...about, validateStack: stackValidationOf(rule) };
}

function stackValidationOf(rule: Rule): StackValidation {
    const validate: StackValidation = (args, report) => {
        const verdicts = judge(rule, args.resources);
        if (verdicts.length === 0) args.notApplicable(`This stack has no ${typesOf(rule)}`);
        for (const verdict of faultsIn(verdicts)) report(verdict.message, verdict.urn);
    };
    // The SDK unpacks all resources anew for each of these, unless it sees by this mark that there are none to judge
    // (`validateStackResourcesOfType` makes it, too, and hands on the resources of that type alone).
    const [only, ...others] = rule.match;
    return only && others.length === 0 ? Object.assign(validate, { __pulumiType: tokenOf(only) }) : validate;
}

function aboutOf(rule: Rule): Policy {
    const criterion = criteria.find(({ id }) => id === rule.criterion)!;
    return {
        name: rule.id,
        displayName: rule.id.replaceAll("-", " "),
        description: rule.says,
        enforcementLevel: "mandatory",
        severity: rule.severity,
        framework: {
            name: "Airworthy",
            version: "1",
            reference: criterion.id,
            specification: criterion.text,
        },
        tags: [criterion.id],
        remediationSteps: rule.fix,
    };
}

function validationOf(rule: Rule): ResourceValidation {
    const validate: ResourceValidation = (args, report) => {
        const node: Node = { ...args, propertyDependencies: {}, parent: undefined };
        for (const verdict of faultsIn(judge(rule, [node]))) report(verdict.message);
    };
    const [first, ...others] = rule.match;
    // With one type the SDK skips the others' resources before it unpacks them.
    if (others.length === 0)
        return validateResourceOfType(first!, (_props, args, report) => validate(args, report));
    const tokens = new Set(rule.match.map(tokenOf));
    return (args, report) => {
        if (!tokens.has(args.type)) args.notApplicable(`Only for ${typesOf(rule)}`);
        return validate(args, report);
    };
}

function typesOf(rule: Rule): string {
    return rule.match.map(tokenOf).join(", ");
}

function faultsIn(verdicts: Verdict[]): Verdict[] {
    return verdicts.filter(({ outcome }) => outcome !== "pass");
}
