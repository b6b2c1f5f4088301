import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.sns.Topic, {
    id: "topics-encrypted",
    criterion: "SEC-03",
    severity: "medium",
    says: "Every topic is encrypted with a key of this stack.",
    fix: "Set kmsMasterKeyId to an aws.kms.Key of this stack whose policy lets the publishing service use it.",
    check: (topic, stack) =>
        hasOwnKey(topic, "kmsMasterKeyId", stack) ? undefined : "Its key is none of this stack's.",
    breaks: {
        "left out": leaveOut("kmsMasterKeyId"),
        "Amazon's key": set("kmsMasterKeyId", "alias/aws/sns"),
        "a key from nowhere": fromNowhere("kmsMasterKeyId"),
    },
});
