import * as aws from "@pulumi/aws";
import { alarmsOn, whyUnheard } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { steady } from "../../rows.ts";
import { takesDeadLetters } from "../../queues.ts";
import { inLetterAlarms, metric, nobodyTakes } from "../../letters.ts";
import { stackRule } from "../../rule.ts";

const letter: Fault = {
    says: "there is one letter in it",
    ...{ withinMinutes: 60, rows: { [metric]: steady(1) } },
};

export default stackRule(aws.sqs.Queue, {
    id: "dead-letters-alarmed",
    criterion: "SCA-04",
    severity: "high",
    says: "A person hears within the hour of the first job that failed for good, and of the first event that reached nobody.",
    fix: `Add an aws.cloudwatch.MetricAlarm on ${metric} above 0 of its QueueName, with alarmActions (components/data/events.ts).`,
    check: (queue, stack) => {
        if (!takesDeadLetters(queue, stack) || nobodyTakes(queue, stack)) return undefined;
        const alarms = alarmsOn(stack, [metric], ["QueueName", new RegExp(`^${queue.props.name}$`)]);
        if (alarms.length === 0) return "Nobody hears of what is left there.";
        return whyUnheard(alarms, letter);
    },
    breaks: {
        "left out": inLetterAlarms("remove"),
        "told to nobody": inLetterAlarms(leaveOut("alarmActions")),
        "switched off": inLetterAlarms(set("actionsEnabled", false)),
        "above a hundred": inLetterAlarms(set("threshold", 100)),
        "after a day": inLetterAlarms(set("evaluationPeriods", 1440)),
        "when it is empty": inLetterAlarms(set("comparisonOperator", "LessThanThreshold")),
    },
});
