import * as aws from "@pulumi/aws";
import { inNaming, set } from "../../edits.ts";
import { inStarters, startersOf } from "../../proofs.ts";
import { stackRule } from "../../rule.ts";

const { EventTarget } = aws.cloudwatch;
const starts = /^arn:[\w-]+:(ecs|lambda|states|codebuild):/;
const pattern = (detail: object, type = "Restore Job State Change") =>
    set("eventPattern", JSON.stringify({ source: ["aws.backup"], "detail-type": [type], detail }));

export default stackRule(aws.backup.RestoreTestingPlan, {
    id: "restores-checked",
    criterion: "DAT-02",
    severity: "high",
    says: "What a restore test brings back is checked: a copy that came up may still hold nothing.",
    fix:
        'Add an aws.cloudwatch.EventRule for "Restore Job State Change", COMPLETED, of this plan, and a target that ' +
        "checks the copy and reports to AWS Backup.",
    check: (plan, stack) => {
        const rules = startersOf(plan, stack);
        if (rules.length === 0) return "Nothing hears that a copy is there.";
        const targets = rules.flatMap((rule) => stack.naming(rule, "rule", EventTarget));
        const isCode = ({ props }: (typeof targets)[number]) => props.ecsTarget || starts.test(props.arn);
        return targets.some(isCode) ? undefined : "Nothing checks the copy.";
    },
    breaks: {
        "left out": inStarters("remove"),
        "turned off": inStarters(set("state", "DISABLED")),
        "another plan's": inStarters(pattern({ restoreTestingPlanArn: ["arn:aws:backup:x:1:y:z"] })),
        "those that failed": inStarters(pattern({ status: ["FAILED"] })),
        "backups, not restores": inStarters(pattern({}, "Backup Job State Change")),
        "a target of another rule": inStarters(inNaming(EventTarget, "rule", set("rule", "others"))),
    },
});
