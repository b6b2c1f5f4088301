import * as aws from "@pulumi/aws";
import { long, waited, whyUnburned } from "../../burning.ts";
import { leaveOut, set } from "../../edits.ts";
import type { Node } from "../../graph.ts";
import { inComposites, inMadeOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

function shorter({ props }: { props: { metricQueries?: { metric?: { period: number } }[] } }) {
    for (const { metric } of props.metricQueries ?? [])
        if (metric && metric.period >= long) metric.period = 3600;
}

function tenfold({ name, props }: Node): void {
    if (/^available-(fast|slow)-/.test(name)) props.threshold *= 10;
}

export default stackRule(aws.lb.LoadBalancer, {
    id: "objectives-burn",
    criterion: "OBS-12",
    severity: "medium",
    says: "A person hears of it when users get less than they were promised: soon when it is much, within hours when it is little.",
    fix: "Join alarms on the share of requests that fail, of those that take over 100 ms, and of those that take over 200 ms, over a short and a long window each, by AND in aws.cloudwatch.CompositeAlarms that tell somebody (components/watch/alarms/objectives.ts).",
    check: (_balancer, stack) => whyUnburned(stack),
    breaks: {
        "left out": inMadeOf(waited, "all", "remove"),
        "told to nobody": inMadeOf(waited, "all", leaveOut("alarmActions")),
        "any of them": inMadeOf(
            waited,
            "all",
            ({ props }) => void (props.alarmRule = String(props.alarmRule).replaceAll(" AND ", " OR ")),
        ),
        "without the first byte": inComposites(/^first-byte-fast$/, "remove"),
        "of what is slow for minutes only": inComposites(/^quick-slow$/, "remove"),
        "one that never rings": inComposites(/^first-byte-slow$/, set("alarmRule", "FALSE")),
        suppressed: inComposites(/^quick-fast$/, set("actionsSuppressor", { alarm: "maintenance" })),
        "of ten times as much": (_balancer, nodes) => nodes.forEach(tenfold),
        "an hour at the most": (_balancer, nodes) => nodes.forEach(shorter),
    },
});
