import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.backup.Vault, {
    id: "vault-encrypted",
    criterion: "SEC-03",
    severity: "critical",
    says: "Every backup vault is encrypted with a key of this stack.",
    fix: "Set kmsKeyArn to the ARN of an aws.kms.Key of this stack, in the vault's region.",
    check: (vault, stack) =>
        hasOwnKey(vault, "kmsKeyArn", stack) ? undefined : "Its key is none of this stack's.",
    breaks: {
        "left out": leaveOut("kmsKeyArn"),
        "Amazon's key": set("kmsKeyArn", "arn:aws:kms:eu-west-1:123456789012:alias/aws/backup"),
        "a key from nowhere": fromNowhere("kmsKeyArn"),
    },
});
