import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(aws.elasticache.ReplicationGroup, {
    id: "cache-tls",
    criterion: "SEC-04",
    severity: "high",
    says: "Every cache refuses connections without TLS.",
    fix: 'Set transitEncryptionEnabled to true and transitEncryptionMode to "required".',
    check: ({ transitEncryptionEnabled, transitEncryptionMode = "required" }) => {
        if (!isOn(transitEncryptionEnabled)) return "It speaks plain text: transitEncryptionEnabled is off.";
        return transitEncryptionMode === "required"
            ? undefined
            : `It takes plain text too: transitEncryptionMode is ${transitEncryptionMode}.`;
    },
    breaks: {
        "plain text": set("transitEncryptionEnabled", false),
        "left out": leaveOut("transitEncryptionEnabled"),
        "plain text too": set("transitEncryptionMode", "preferred"),
    },
});
