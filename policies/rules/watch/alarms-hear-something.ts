import * as aws from "@pulumi/aws";
import { inNamed, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { whyDeaf } from "../../silence.ts";

/** An edit of the alarms on one metric, or of those that reckon with it. */
function on(namespace: string, metricName: string, edit: Edit): Edit {
    const isIt = (one?: { namespace?: string; metricName?: string }) =>
        one?.namespace === namespace && one.metricName === metricName;
    return (alarm, nodes) => {
        const queries = (alarm.props.metricQueries ?? []) as { metric?: object }[];
        if (isIt(alarm.props) || queries.some(({ metric }) => isIt(metric))) edit(alarm, nodes);
    };
}
const inRule = (edit: Edit) => inNamed("dimensions", aws.cloudwatch.EventRule, edit);
const onDropped = (edit: Edit) => on("AWS/Scheduler", "InvocationDroppedCount", edit);

export default stackRule(aws.cloudwatch.MetricAlarm, {
    id: "alarms-hear-something",
    criterion: "OBS-02",
    severity: "high",
    says: "Something emits every metric that an alarm looks at: an alarm on any other is silent for ever, and looks well.",
    fix: "Name a metric of policies/metrics.ts by its dimensions there, with the names of resources of this stack.",
    check: (alarm, stack) => whyDeaf(alarm, stack),
    breaks: {
        "left out": onDropped(set("metricName", "DroppedInvocations")),
        "another's": onDropped(set("dimensions", { ScheduleGroup: "somebody-elses" })),
        "another namespace": onDropped(set("namespace", "AWS/SNS")),
        "a dimension too many": onDropped(set("dimensions.Region", "eu-west-1")),
        "one of several": on("ECS/ContainerInsights", "DesiredTaskCount", ({ props }) => {
            const queries = props.metricQueries as { metric?: { metricName: string } }[];
            queries.findLast(({ metric }) => metric)!.metric!.metricName = "WantedTaskCount";
        }),
        "another environment": on("Airworthy", "RestoreProven", set("dimensions", { Environment: "none" })),
        "a rule that is off": on("AWS/Events", "TriggeredRules", inRule(set("state", "DISABLED"))),
        "a rule that is not on": on("AWS/Events", "TriggeredRules", inRule(set("isEnabled", false))),
    },
});
