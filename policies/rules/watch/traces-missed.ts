import * as aws from "@pulumi/aws";
import { inAlarmsOn } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import { hasUsers, inUsed } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { tasksOf } from "../../tasks.ts";
import { traceCount, whyUnmissed } from "../../traces.ts";

const inAlarms = (edit: Parameters<typeof inAlarmsOn>[1]) => inUsed(inAlarmsOn(traceCount, edit));

export default stackRule(aws.ecs.Service, {
    id: "traces-missed",
    criterion: "OBS-08",
    severity: "low",
    says: "A person hears of it when requests come and their traces do not, before somebody looks for one in an incident.",
    fix: `Add an aws.xray.Group of the application's traces, and an aws.cloudwatch.MetricAlarm on its ${traceCount} beside RequestCount (components/watch/health/trace-alarms.ts).`,
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const faults = tasksOf(service, stack).map((task) => whyUnmissed(task, stack));
        return faults.find((fault) => fault !== undefined);
    },
    breaks: {
        "left out": inAlarms("remove"),
        "told to nobody": inAlarms(leaveOut("alarmActions")),
        "switched off": inAlarms(set("actionsEnabled", false)),
        "of a million requests an hour": inAlarms(set("threshold", 1e6)),
        "after a day": inAlarms(set("evaluationPeriods", 24)),
        "when they come": inAlarms(set("comparisonOperator", "LessThanThreshold")),
    },
});
