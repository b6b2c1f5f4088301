import * as aws from "@pulumi/aws";
import { whyUnheard } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { steady } from "../../rows.ts";
import { stackRule } from "../../rule.ts";
import { ageAlarms, inAgeAlarms, queuesOf } from "../../workers.ts";

const waiting = (seconds: number) => ({
    ApproximateAgeOfOldestMessage: steady(seconds),
    ApproximateNumberOfMessagesVisible: steady(1),
});
const says = "a job has waited for an hour";
const late: Fault = { says, withinMinutes: 60, rows: waiting(3601), fine: waiting(120) };

export default stackRule(aws.ecs.Service, {
    id: "backlog-alarmed",
    criterion: "OBS-11",
    severity: "high",
    says: "A person hears of it within the hour when nobody works on jobs: they fail no request, so no user would say.",
    fix: "Add an aws.cloudwatch.MetricAlarm on ApproximateAgeOfOldestMessage of the queue, with alarmActions that tell somebody.",
    check: (service, stack) => {
        const silent = queuesOf(service, stack).flatMap((queue) => {
            const { telling } = ageAlarms(queue, stack);
            if (telling.length === 0) return `Messages may wait in ${queue.name}, and nobody hears of it.`;
            return whyUnheard(telling, late) ?? [];
        });
        return silent[0];
    },
    breaks: {
        "left out": inAgeAlarms("telling", "remove"),
        "told to nobody": inAgeAlarms("telling", leaveOut("alarmActions")),
        "switched off": inAgeAlarms("telling", set("actionsEnabled", false)),
        "after a day": inAgeAlarms("telling", set("threshold", 24 * 3600)),
        "for a day": inAgeAlarms("telling", set("evaluationPeriods", 1440)),
    },
});
