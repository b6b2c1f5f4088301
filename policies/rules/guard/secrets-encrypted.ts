import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.secretsmanager.Secret, {
    id: "secrets-encrypted",
    criterion: "SEC-03",
    severity: "high",
    says: "Every secret is encrypted with a key of this stack.",
    fix: "Set kmsKeyId to the ARN of an aws.kms.Key of this stack.",
    check: (secret, stack) =>
        hasOwnKey(secret, "kmsKeyId", stack) ? undefined : "Its key is none of this stack's.",
    breaks: {
        "left out": leaveOut("kmsKeyId"),
        "Amazon's key": set("kmsKeyId", "alias/aws/secretsmanager"),
        "a key from nowhere": fromNowhere("kmsKeyId"),
    },
});
