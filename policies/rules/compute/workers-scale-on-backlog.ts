import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { ageAlarms, growing, inAgeAlarms, inPolicies, queuesOf, scalingOf } from "../../workers.ts";

const { Policy } = aws.appautoscaling;
const fewer = [{ metricIntervalLowerBound: "0", scalingAdjustment: -1 }];

export default stackRule(aws.ecs.Service, {
    id: "workers-scale-on-backlog",
    criterion: "SCA-04",
    severity: "high",
    says: "More workers start when jobs wait for too long.",
    fix: "Set a step scaling policy of the service off by an aws.cloudwatch.MetricAlarm on ApproximateAgeOfOldestMessage of the queue (components/compute/worker.ts).",
    check: (service, stack) => {
        const queues = queuesOf(service, stack);
        if (queues.length === 0) return undefined;
        const own = scalingOf(service, stack).filter(growing);
        const isOwn = ({ urn }: { urn: string }) => own.some((one) => one.urn === urn);
        const left = queues.find((queue) => {
            const alarms = ageAlarms(queue, stack).scaling;
            const rising = alarms.filter(({ props }) => props.comparisonOperator?.startsWith("GreaterThan"));
            return !rising.some((alarm) => stack.named(alarm, "alarmActions", Policy).some(isOwn));
        });
        return left && `However old the messages in ${left.name} are, that starts none of its tasks.`;
    },
    breaks: {
        "left out": inAgeAlarms("scaling", "remove"),
        "for young ones": inAgeAlarms("scaling", set("comparisonOperator", "LessThanThreshold")),
        "fewer of them": inAgeAlarms(
            "scaling",
            inPolicies(set("stepScalingPolicyConfiguration.stepAdjustments", fewer)),
        ),
    },
});
