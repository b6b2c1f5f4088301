import * as aws from "@pulumi/aws";
import { firstUnheard, inAlarmsOn } from "../../alarmed.ts";
import { nodeFaults } from "../../cache-nodes.ts";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const [memory, evictions] = ["DatabaseMemoryUsagePercentage", "Evictions"] as const;

export default stackRule(aws.elasticache.ReplicationGroup, {
    id: "cache-room-alarmed",
    criterion: "OBS-02",
    severity: "medium",
    says: "A person hears of it within the hour when a node of the cache is busy or full, or forgets what is in use.",
    fix: `Add an aws.cloudwatch.MetricAlarm on each of ${memory}, ${evictions} and EngineCPUUtilization (CPUUtilization above 45 % of nodes with two cores), of each node's CacheClusterId (<replicationGroupId>-001 and on), with alarmActions.`,
    check: (cache, stack) => {
        const unheard = nodeFaults(cache).flatMap(({ name, faults }) => {
            return firstUnheard(stack, ["CacheClusterId", new RegExp(`^${name}$`)], faults) ?? [];
        });
        return unheard[0];
    },
    breaks: {
        "left out": inAlarmsOn(memory, "remove"),
        "told to nobody": inAlarmsOn(memory, leaveOut("alarmActions")),
        "switched off": inAlarmsOn(evictions, set("actionsEnabled", false)),
        "when it idles": inAlarmsOn(memory, set("comparisonOperator", "LessThanThreshold")),
        "above all that it has": inAlarmsOn(memory, set("threshold", 100)),
        "of the best node": inAlarmsOn(memory, ({ props }) => {
            const judged = props.metricQueries.at(-1);
            judged.expression = judged.expression.replace("MAX", "MIN");
        }),
        "of all cores together": inAlarmsOn("CPUUtilization", ({ props }) => {
            if (props.metricQueries?.length) props.threshold = 90;
        }),
    },
});
