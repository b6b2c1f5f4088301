import * as aws from "@pulumi/aws";
import { inEvery, inJson, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { areHeard, inHearing } from "../../told.ts";
import { isOff } from "../../values.ts";

const { Detector, DetectorFeature } = aws.guardduty;
const source = "aws.guardduty";
const inPattern = (edit: Parameters<typeof inJson>[1]) => inHearing(source, inJson("eventPattern", edit));
/** "High" is 7 and 8, and "critical" more (GuardDuty User Guide, "Severity levels of GuardDuty findings"). */
const severe = [7, 8.9, 10].map((severity) => ({
    ...{ source, "detail-type": "GuardDuty Finding", detail: { severity } },
}));

export default stackRule(aws.cloudtrail.Trail, {
    id: "threats-detected",
    criterion: "SEC-12",
    severity: "high",
    says: "Where the account's audit log is, threats are looked for, too, and a person hears of those that are found.",
    fix: "Add an aws.guardduty.Detector, leave each DetectorFeature ENABLED, and add an EventRule for findings of severity 7 and less, with a topic of this stack as its EventTarget.",
    check: (_trail, stack) => {
        if (!stack.all(Detector).some(({ props }) => !isOff(props.enable)))
            return "Nobody looks for threats.";
        const off = stack.all(DetectorFeature).filter(({ props }) => props.status !== "ENABLED");
        if (off.length > 0) return `Nobody looks at ${off.map(({ props }) => props.name).join(", ")}.`;
        return areHeard(stack, severe) ? undefined : "Nobody hears of what is found.";
    },
    breaks: {
        "left out": inEvery(Detector, "remove"),
        "turned off": inEvery(Detector, set("enable", false)),
        "heard by nobody": inHearing(source, "remove"),
        "told to nobody": inHearing(source, inNaming(aws.cloudwatch.EventTarget, "rule", "remove")),
        "the worst alone": inPattern(({ detail }) => (detail.severity = [{ numeric: [">=", 9] }])),
        "of one kind alone": inPattern(
            ({ detail }) => (detail.type = ["Policy:S3/BucketPublicAccessGranted"]),
        ),
        "a part turned off": inEvery(DetectorFeature, set("status", "DISABLED")),
    },
});
