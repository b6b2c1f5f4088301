import * as aws from "@pulumi/aws";
import { alarmsOn, inAlarmsOn, tells } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

const watched = ["EngineCPUUtilization", "DatabaseMemoryUsagePercentage", "Evictions"];
const [cpu, memory] = watched as [string, string];

export default stackRule(aws.elasticache.ReplicationGroup, {
    id: "cache-room-alarmed",
    criterion: "OBS-02",
    severity: "medium",
    says: "A person hears of it when the cache is busy or full, or forgets what is in use.",
    fix: `Add an aws.cloudwatch.MetricAlarm on each of ${watched.join(", ")} of its nodes' CacheClusterId (<replicationGroupId>-001 and on), with alarmActions.`,
    check: ({ props }, stack) => {
        const nodes: [string, RegExp] = [
            "CacheClusterId",
            new RegExp(`^${props.replicationGroupId}-\\d{3}$`),
        ];
        const isHeard = (metric: string) =>
            alarmsOn(stack, [metric], nodes).some(
                (one) => tells(one) && one.props.comparisonOperator?.startsWith("GreaterThan"),
            );
        const unheard = watched.filter((metric) => !isHeard(metric));
        return unheard.length > 0 ? `Nobody hears of its ${unheard.join(", ")}.` : undefined;
    },
    breaks: {
        "left out": inAlarmsOn(memory, "remove"),
        "told to nobody": inAlarmsOn(cpu, leaveOut("alarmActions")),
        "switched off": inAlarmsOn("Evictions", set("actionsEnabled", false)),
        "when it idles": inAlarmsOn(cpu, set("comparisonOperator", "LessThanThreshold")),
    },
});
