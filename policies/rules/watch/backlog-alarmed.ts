import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { isOff, numberOf } from "../../values.ts";
import { ageAlarms, inAgeAlarms, queuesOf } from "../../workers.ts";

/** Seconds. */
const hour = 3600;

export default stackRule(aws.ecs.Service, {
    id: "backlog-alarmed",
    criterion: "OBS-11",
    severity: "high",
    says: "A person hears of it within the hour when nobody works on jobs: they fail no request, so no user would say.",
    fix: "Add an aws.cloudwatch.MetricAlarm on ApproximateAgeOfOldestMessage of the queue, with alarmActions that tell somebody.",
    check: (service, stack) => {
        const isSoon = ({ props }: ReturnType<typeof ageAlarms>["telling"][number]) =>
            props.comparisonOperator?.startsWith("GreaterThan") &&
            numberOf(props.threshold) <= hour &&
            !isOff(props.actionsEnabled ?? true);
        const silent = queuesOf(service, stack).find(
            (queue) => !ageAlarms(queue, stack).telling.some(isSoon),
        );
        return silent && `Messages may wait in ${silent.name}, and nobody hears of it.`;
    },
    breaks: {
        "left out": inAgeAlarms("telling", "remove"),
        "told to nobody": inAgeAlarms("telling", leaveOut("alarmActions")),
        "switched off": inAgeAlarms("telling", set("actionsEnabled", false)),
        "after a day": inAgeAlarms("telling", set("threshold", 24 * hour)),
    },
});
