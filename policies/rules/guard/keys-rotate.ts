import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(aws.kms.Key, {
    id: "keys-rotate",
    criterion: "SEC-02",
    severity: "high",
    says: "Every key changes by itself.",
    fix: "Set enableKeyRotation to true.",
    // KMS rotates symmetric keys only (Developer Guide, "Rotate AWS KMS keys").
    check: ({ enableKeyRotation, customerMasterKeySpec = "SYMMETRIC_DEFAULT" }) =>
        isOn(enableKeyRotation) || customerMasterKeySpec !== "SYMMETRIC_DEFAULT"
            ? undefined
            : "It stays the same for ever.",
    breaks: { never: set("enableKeyRotation", false), "left out": leaveOut("enableKeyRotation") },
});
