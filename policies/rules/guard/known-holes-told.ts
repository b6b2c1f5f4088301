import * as aws from "@pulumi/aws";
import { inJson, inNaming } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { areHeard, inHearing } from "../../told.ts";

const source = "aws.inspector2";
const found = {
    source,
    "detail-type": "Inspector2 Finding",
    detail: { severity: "CRITICAL", status: "ACTIVE" },
};

export default stackRule(aws.inspector2.Enabler, {
    id: "known-holes-told",
    criterion: "SEC-12",
    severity: "medium",
    says: "Where Inspector looks for known holes, a person hears of the critical ones.",
    fix: "Add an aws.cloudwatch.EventRule for its CRITICAL and ACTIVE findings, and an EventTarget that is a topic of this stack.",
    check: (_enabler, stack) => (areHeard(stack, [found]) ? undefined : "Nobody hears of what it finds."),
    breaks: {
        "left out": inHearing(source, "remove"),
        "told to nobody": inHearing(source, inNaming(aws.cloudwatch.EventTarget, "rule", "remove")),
        "what is closed": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.status = ["CLOSED"])),
        ),
    },
});
