import * as aws from "@pulumi/aws";
import { inNaming } from "../../edits.ts";
import { expiring, type Selection } from "../../images.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const { Repository, LifecyclePolicy } = aws.ecr;
/** Those that a rollback may go to, and some that were pushed and never ran. */
const fewest = 10;

const inSelection = (edit: (selection: Selection) => void): Edit =>
    inNaming(LifecyclePolicy, "repository", ({ props }) => edit(props.policy.rules[0].selection));

export default stackRule(Repository, {
    id: "images-expire",
    criterion: "CST-05",
    severity: "low",
    says: "Old images go, by their number: by age, what has run for long would be gone while it runs.",
    fix: "Add an aws.ecr.LifecyclePolicy that expires by imageCountMoreThan, for any tagStatus.",
    check: (repository, stack) => {
        const found = stack.naming(repository, "repository", LifecyclePolicy);
        const tagged = found.flatMap(({ props }) => expiring(props.policy));
        const all = tagged.filter(({ tagStatus }) => tagStatus !== "untagged");
        if (all.length === 0) return "What has a tag stays for ever.";
        if (all.some(({ countType }) => countType !== "imageCountMoreThan")) return "It deletes by age.";
        const fewer = all.find(({ countNumber }) => !(numberOf(countNumber) >= fewest));
        return fewer && `It keeps ${String(fewer.countNumber)} images; use ${fewest} or more.`;
    },
    breaks: {
        "left out": inNaming(LifecyclePolicy, "repository", "remove"),
        "by age": inSelection((one) => (one.countType = "sinceImagePushed")),
        "too few": inSelection((one) => (one.countNumber = 1)),
        "untagged only": inSelection((one) => (one.tagStatus = "untagged")),
    },
});
