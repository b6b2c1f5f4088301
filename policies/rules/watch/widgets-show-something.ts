import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { whyBlank } from "../../widgets.ts";

const { Dashboard } = aws.cloudwatch;
/** Another page beside it, with one graph: of the page itself a plan does not know the text. */
const beside = (...metrics: unknown[][]): Edit =>
    add(Dashboard, () => {
        const widgets = [{ type: "metric", properties: { title: "Jobs", metrics } }];
        return { dashboardName: "beside", dashboardBody: JSON.stringify({ widgets }) };
    });

export default stackRule(Dashboard, {
    id: "widgets-show-something",
    criterion: "OBS-09",
    severity: "medium",
    says: "Something emits every metric that a dashboard of the stack shows: a graph of any other is empty, and looks calm.",
    fix: "Show metrics of policies/metrics.ts by their dimensions there, with the names of resources of this stack.",
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
    },
});
