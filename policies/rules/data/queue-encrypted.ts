import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.sqs.Queue, {
    id: "queue-encrypted",
    criterion: "SEC-03",
    severity: "high",
    says: "Every queue is encrypted with a key of this stack.",
    fix: "Set kmsMasterKeyId to the ARN of an aws.kms.Key of this stack.",
    check: (queue, stack) =>
        hasOwnKey(queue, "kmsMasterKeyId", stack) ? undefined : "Its key is none of this stack's.",
    breaks: {
        "left out": leaveOut("kmsMasterKeyId"),
        "Amazon's key": set("kmsMasterKeyId", "alias/aws/sqs"),
        "a key from nowhere": fromNowhere("kmsMasterKeyId"),
    },
});
