import * as aws from "@pulumi/aws";
import { stackRule, type Edit } from "../../rule.ts";
import { besideIt, whyBlank } from "../../widgets.ts";

const { Dashboard } = aws.cloudwatch;
const beside = (...metrics: unknown[][]): Edit => besideIt("metric", { metrics });
const traces = ["AWS/X-Ray", "ApproximateTraceCount", "GroupName", "Default"];

export default stackRule(Dashboard, {
    id: "widgets-show-something",
    criterion: "OBS-09",
    severity: "medium",
    says: "Something emits every metric that a dashboard of the stack shows: a graph of any other is empty, and looks calm.",
    fix: "Show metrics of policies/metrics.ts by their dimensions there, with the names of resources of this stack, in their region; and logs, alarms and functions of this stack alone.",
    check: (_page, stack) =>
        stack
            .all(Dashboard)
            .map((one) => whyBlank(one, stack))
            .find((fault) => fault !== undefined),
    breaks: {
        "left out": beside(),
        "of nobody": beside(["AWS/SQS", "MessagesWaiting", "QueueName", "jobs"]),
        "another's": beside(["AWS/SQS", "NumberOfMessagesSent", "QueueName", "somebody-elses"]),
        "a dimension too many": beside(["AWS/RUM", "WebVitalsCumulativeLayoutShift", "Page", "/"]),
        "whatever there is": beside([{ expression: "SEARCH('{AWS/SQS,QueueName}', 'Sum')" }]),
        "one of two": beside(
            ["AWS/CloudFront", "Requests", "DistributionId", "E0", "Region", "us-east-1"],
            [".", "BytesDownloaded", ".", ".", ".", "."],
        ),
        "in another region": besideIt("metric", { metrics: [traces], region: "ap-northeast-3" }),
        "in another account": beside([...traces, { accountId: "210987654321" }]),
        hidden: beside([...traces, { visible: false }]),
        "by no statistic": beside([...traces, { stat: "Typical" }]),
        "reckoned from nothing": beside(traces, [{ expression: "missing * 2" }]),
        "no log": besideIt("log", { query: "SOURCE 'nowhere' | fields @message" }),
        "no alarm": besideIt("alarm", { alarms: ["arn:aws:cloudwatch:eu-west-1:210987654321:alarm:no"] }),
        "whatever is tagged": besideIt("explorer", {}),
        "as nobody draws it": besideIt("custom", { endpoint: "arn:aws:lambda:eu-west-1:1:function:no" }),
    },
});
