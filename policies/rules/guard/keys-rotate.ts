import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn, numberOf } from "../../values.ts";

export default resourceRule(aws.kms.Key, {
    id: "keys-rotate",
    criterion: "SEC-02",
    severity: "high",
    says: "Every key changes by itself, once a year at the least.",
    fix: "Set enableKeyRotation to true, and leave rotationPeriodInDays out, or at 365 or less.",
    // KMS rotates symmetric keys only (Developer Guide, "Rotate AWS KMS keys").
    check: ({ enableKeyRotation, rotationPeriodInDays, customerMasterKeySpec = "SYMMETRIC_DEFAULT" }) => {
        if (customerMasterKeySpec !== "SYMMETRIC_DEFAULT") return undefined;
        if (!isOn(enableKeyRotation)) return "It stays the same for ever.";
        const days = rotationPeriodInDays ?? 365;
        return numberOf(days) <= 365 ? undefined : `It stays the same for ${days} days.`;
    },
    breaks: {
        never: set("enableKeyRotation", false),
        "left out": leaveOut("enableKeyRotation"),
        "in seven years": set("rotationPeriodInDays", 2560),
    },
});
