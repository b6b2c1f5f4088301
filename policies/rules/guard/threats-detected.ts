import * as aws from "@pulumi/aws";
import { inEvery, inJson, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { inHearing, isTold } from "../../told.ts";
import { isOff, numberOf } from "../../values.ts";

const { Detector } = aws.guardduty;
const source = "aws.guardduty";
/** "High" starts at 7 (GuardDuty User Guide, "Severity levels of GuardDuty findings"). */
const HIGH = 7;

/** Whether a pattern's bound lets everything from high up through. */
function isWide({ severity }: { severity?: { numeric?: string[] }[] }): boolean {
    const [{ numeric: [operator = "", bound] = [] } = {}] = severity ?? [{ numeric: [">=", "0"] }];
    return /^>=?$/.test(operator) && numberOf(bound) <= HIGH;
}

export default stackRule(aws.cloudtrail.Trail, {
    id: "threats-detected",
    criterion: "SEC-12",
    severity: "high",
    says: "Where the account's audit log is, threats are looked for, too, and a person hears of those that are found.",
    fix: "Add an aws.guardduty.Detector, and an EventRule for findings of severity 7 and less, with a topic of this stack as its EventTarget.",
    check: (_trail, stack) => {
        if (!stack.all(Detector).some(({ props }) => !isOff(props.enable)))
            return "Nobody looks for threats.";
        return isTold(stack, source, isWide) ? undefined : "Nobody hears of what is found.";
    },
    breaks: {
        "left out": inEvery(Detector, "remove"),
        "turned off": inEvery(Detector, set("enable", false)),
        "heard by nobody": inHearing(source, "remove"),
        "told to nobody": inHearing(source, inNaming(aws.cloudwatch.EventTarget, "rule", "remove")),
        "the worst alone": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.severity = [{ numeric: [">=", 9] }])),
        ),
    },
});
