import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default stackRule(aws.elasticache.ReplicationGroup, {
    id: "cache-encrypted",
    criterion: "SEC-03",
    severity: "high",
    says: "Every cache and its snapshots are encrypted with a key of this stack.",
    fix: "Set atRestEncryptionEnabled to true and kmsKeyId to the ARN of an aws.kms.Key of this stack.",
    check: (cache, stack) => {
        if (!isOn(cache.props.atRestEncryptionEnabled))
            return "It is not encrypted: atRestEncryptionEnabled is off.";
        return hasOwnKey(cache, "kmsKeyId", stack)
            ? undefined
            : "Its key is none of this stack's: Amazon's own, or one that others decide about.";
    },
    breaks: {
        "in the clear": set("atRestEncryptionEnabled", false),
        "left out": leaveOut("kmsKeyId"),
        "Amazon's key": set("kmsKeyId", "alias/aws/elasticache"),
        "a key from nowhere": fromNowhere("kmsKeyId"),
    },
});
