import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.cloudwatch.LogGroup, {
    id: "logs-encrypted",
    criterion: "SEC-03",
    severity: "medium",
    says: "Every log is encrypted with a key of this stack.",
    fix: "Set kmsKeyId to the ARN of an aws.kms.Key of this stack.",
    check: (group, stack) =>
        hasOwnKey(group, "kmsKeyId", stack) ? undefined : "Its key is none of this stack's.",
    breaks: {
        "left out": leaveOut("kmsKeyId"),
        "another account's key": set("kmsKeyId", "arn:aws:kms:us-east-1:210987654321:key/0b1c"),
        "a key from nowhere": fromNowhere("kmsKeyId"),
    },
});
