import * as aws from "@pulumi/aws";
import { inJson, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { inHearing, whyUntold } from "../../told.ts";

const acts = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];
const source = "aws.cloudtrail";
const { EventTarget } = aws.cloudwatch;

export default stackRule(aws.cloudtrail.Trail, {
    id: "audit-tampering-told",
    criterion: "SEC-11",
    severity: "high",
    says: "A person hears of it when somebody stops the audit log, or changes what is in it.",
    fix: `Add an aws.cloudwatch.EventRule for ${acts.join(", ")} of ${source}, and an EventTarget that is a topic of this stack.`,
    check: (_trail, stack) => whyUntold(stack, source, acts),
    breaks: {
        "left out": inHearing(source, "remove"),
        "turned off": inHearing(source, set("state", "DISABLED")),
        "to nobody": inHearing(source, inNaming(EventTarget, "rule", "remove")),
        "to somebody else": inHearing(
            source,
            inNaming(EventTarget, "rule", set("arn", "arn:aws:sns:eu-central-1:210987654321:theirs")),
        ),
        "of what is deleted alone": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.eventName = ["DeleteTrail"])),
        ),
        "by one user alone": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.userIdentity = { userName: ["intruder"] })),
        ),
        "when somebody signs in": inHearing(
            source,
            inJson("eventPattern", (it) => (it["detail-type"] = ["AWS Console Sign In via CloudTrail"])),
        ),
    },
});
