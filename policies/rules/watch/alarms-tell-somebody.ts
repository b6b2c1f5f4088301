import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import type { ResourceClass } from "../../graph.ts";
import { isLeftOut } from "../../references.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { MetricAlarm, CompositeAlarm } = aws.cloudwatch;
const elsewhere = set("alarmActions", ["arn:aws:sns:us-east-1:123456789012:nobodys"]);
/** Of those that tell a topic: what starts and stops tasks names a policy. */
const telling =
    (edit: Edit): Edit =>
    (alarm, nodes) => {
        const to = alarm.propertyDependencies.alarmActions ?? [];
        if (to.some(({ type }) => type.endsWith(":TopicPolicy"))) edit(alarm, nodes);
    };

export default stackRule([MetricAlarm, CompositeAlarm] as (typeof MetricAlarm)[], {
    id: "alarms-tell-somebody",
    criterion: "OBS-11",
    severity: "high",
    says: "What an alarm tells is a topic of this stack, of which topics-heard says that somebody listens.",
    fix: "Name in alarmActions the arn of an aws.sns.Topic of this stack, or of its aws.sns.TopicPolicy.",
    check: (alarm, stack) => {
        const actions = alarm.props.alarmActions;
        if (actions === undefined || isLeftOut(alarm, "alarmActions") || actions.length === 0)
            return undefined;
        const types: ResourceClass[] = [aws.sns.Topic, aws.sns.TopicPolicy, aws.appautoscaling.Policy];
        const isThere = types.some((type) => stack.named(alarm, "alarmActions", type).length > 0);
        return isThere ? undefined : "It tells what this stack does not make: nobody knows who listens.";
    },
    breaks: { "left out": telling(elsewhere), "no topic": telling(set("alarmActions", ["nobody"])) },
});
