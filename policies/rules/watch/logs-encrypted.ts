import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.cloudwatch.LogGroup, {
    id: "logs-encrypted",
    criterion: "SEC-03",
    severity: "medium",
    says: "Every log is encrypted with a key of this stack.",
    fix: "Set kmsKeyId to the ARN of an aws.kms.Key of this stack.",
    check: (group, stack) =>
        stack.named(group, "kmsKeyId", aws.kms.Key).length > 0
            ? undefined
            : "Its key is none of this stack's.",
    breaks: { "left out": leaveOut("kmsKeyId"), "a key from nowhere": fromNowhere("kmsKeyId") },
});
