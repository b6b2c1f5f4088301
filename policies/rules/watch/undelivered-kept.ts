import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { carriers, letInNobody, sharing, whyLost } from "../../undelivered.ts";

const others = { arn: "arn:aws:sqs:us-east-1:123456789012:others" };

export default stackRule(carriers, {
    id: "undelivered-kept",
    criterion: "OBS-11",
    severity: "high",
    says: "What EventBridge can't hand over, and what SNS can't, waits in a queue that somebody hears of.",
    fix: "Name in deadLetterConfig, or in redrivePolicy, an aws.sqs.Queue of this stack whose aws.sqs.QueuePolicy lets the service sqs:SendMessage (components/parts/undelivered.ts).",
    check: whyLost,
    breaks: {
        "left out": sharing(leaveOut("deadLetterConfig")),
        "a queue of others": sharing(set("deadLetterConfig", others)),
        "nobody let in": letInNobody,
    },
});
