import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import * as workers from "../../workers.ts";

const { Policy } = aws.appautoscaling;
/** As long as jobs may wait before somebody is told (components/compute/worker/alarms.ts). */
const lateSeconds = 600;
const fewer = [{ metricIntervalLowerBound: "0", scalingAdjustment: -1 }];

export default stackRule(aws.ecs.Service, {
    id: "workers-scale-on-backlog",
    criterion: "SCA-04",
    severity: "high",
    says: "More workers start when jobs wait for too long.",
    fix: `Set a step scaling policy of the service off by an aws.cloudwatch.MetricAlarm on ApproximateAgeOfOldestMessage of the queue above at most ${lateSeconds} seconds (components/compute/worker.ts).`,
    check: (service, stack) => {
        const queues = workers.queuesOf(service, stack);
        if (queues.length === 0) return undefined;
        const own = workers.scalingOf(service, stack).filter(workers.growing);
        const isOwn = ({ urn }: { urn: string }) => own.some((one) => one.urn === urn);
        const left = queues.find((queue) => {
            const alarms = workers.ageAlarms(queue, stack).scaling;
            const rising = alarms.filter(({ props }) => workers.ringsAbove(lateSeconds, props));
            return !rising.some((alarm) => stack.named(alarm, "alarmActions", Policy).some(isOwn));
        });
        return left && `However old the messages in ${left.name} are, that starts none of its tasks.`;
    },
    breaks: {
        "left out": workers.inAgeAlarms("scaling", "remove"),
        "for young ones": workers.inAgeAlarms("scaling", set("comparisonOperator", "LessThanThreshold")),
        "for those of an hour": workers.inAgeAlarms("scaling", set("threshold", 3600)),
        "switched off": workers.inAgeAlarms("scaling", set("actionsEnabled", false)),
        "fewer of them": workers.inAgeAlarms(
            "scaling",
            workers.inPolicies(set("stepScalingPolicyConfiguration.stepAdjustments", fewer)),
        ),
    },
});
