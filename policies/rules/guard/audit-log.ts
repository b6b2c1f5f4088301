import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";
import { isOff, isOn, listOf } from "../../values.ts";

export default stackRule(aws.cloudtrail.Trail, {
    id: "audit-log",
    criterion: "SEC-11",
    severity: "critical",
    says: "Who did what is logged in every region, and a change or a gap is found out.",
    fix: "Set isMultiRegionTrail, includeGlobalServiceEvents and enableLogFileValidation to true, kmsKeyId to a key of this stack, and leave selectors out.",
    check: (trail, stack) => {
        const { props } = trail;
        if (isOff(props.enableLogging)) return "It is stopped.";
        if (!isOn(props.enableLogFileValidation)) return "Nobody would find out that it was changed.";
        if (!isOn(props.isMultiRegionTrail)) return "Other regions are not in it.";
        if (isOff(props.includeGlobalServiceEvents)) return "Calls of IAM and STS are not in it.";
        const selected = [...listOf(props.eventSelectors), ...listOf(props.advancedEventSelectors)];
        if (selected.length > 0) return "Selectors choose what is in it, and may leave out what matters.";
        return hasOwnKey(trail, "kmsKeyId", stack) ? undefined : "Its key is none of this stack's.";
    },
    breaks: {
        "left out": leaveOut("enableLogFileValidation"),
        stopped: set("enableLogging", false),
        "one region": set("isMultiRegionTrail", false),
        "without IAM": set("includeGlobalServiceEvents", false),
        "what was changed alone": set("eventSelectors", [{ readWriteType: "WriteOnly" }]),
        "Amazon's key": leaveOut("kmsKeyId"),
    },
});
