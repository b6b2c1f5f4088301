import * as aws from "@pulumi/aws";
import { leaveOut } from "../../edits.ts";
import { burningOn, inMadeOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

const [failed, waited] = ["HTTPCode_Target_5XX_Count", "TargetResponseTime"] as const;
/** Seconds: what tells soon looks at no more than the one, what tells of a slow loss at no less than the other. */
const [soon, long] = [300, 4 * 3600];

function shorter({ props }: { props: { metricQueries?: { metric?: { period: number } }[] } }) {
    for (const { metric } of props.metricQueries ?? [])
        if (metric && metric.period >= long) metric.period = 3600;
}

export default stackRule(aws.lb.LoadBalancer, {
    id: "objectives-burn",
    criterion: "OBS-12",
    severity: "medium",
    says: "A person hears of it when users get less than they were promised: soon when it is much, within hours when it is little.",
    fix: "Join alarms on the share of requests that fail, and of those that take long, over a short and a long window each, by AND in aws.cloudwatch.CompositeAlarms that tell somebody (components/watch/alarms/objectives.ts).",
    check: (_balancer, stack) => {
        const unheard = [failed, waited].filter((metric) => {
            const joined = burningOn(metric, stack).filter((seconds) => seconds.length > 1);
            const isFast = joined.some((seconds) => Math.min(...seconds) <= soon);
            return !isFast || !joined.some((seconds) => Math.max(...seconds) >= long);
        });
        return unheard.length > 0 ? `Nobody hears how ${unheard.join(" and ")} use up a month.` : undefined;
    },
    breaks: {
        "left out": inMadeOf(waited, "all", "remove"),
        "told to nobody": inMadeOf(waited, "all", leaveOut("alarmActions")),
        "any of them": inMadeOf(
            waited,
            "all",
            ({ props }) => void (props.alarmRule = String(props.alarmRule).replaceAll(" AND ", " OR ")),
        ),
        "an hour at the most": (_balancer, nodes) => nodes.forEach(shorter),
    },
});
