import * as aws from "@pulumi/aws";
import { inNaming } from "./edits.ts";
import type { Node, PropsOf, ResourceClass } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { isOff, listOf, numberOf } from "./values.ts";

const { MetricAlarm } = aws.cloudwatch;
type Alarm = PropsOf<aws.cloudwatch.MetricAlarmArgs>;

/** Whether users reach it through a load balancer. */
export function hasUsers({ loadBalancers }: { loadBalancers?: unknown[] }): boolean {
    return listOf(loadBalancers).length > 0;
}

/** An edit of the services that users reach. */
export function inUsed(edit: Edit): Edit {
    return (service, nodes) => void (hasUsers(service.props) && edit(service, nodes));
}

/** Whether ECS asks a function at this stage of a deployment. */
export function isAskedAt(
    stage: string,
    { deploymentConfiguration: way }: PropsOf<aws.ecs.ServiceArgs>,
): boolean {
    return listOf(way?.lifecycleHooks).some(({ lifecycleStages }) => listOf(lifecycleStages).includes(stage));
}

/** Takes a stage of a deployment from the functions that are asked at another one, too; in services that users reach. */
export function unaskedAt(stage: string, of = stage): Edit {
    return inUsed(({ props }) => {
        const hooks = props.deploymentConfiguration.lifecycleHooks as { lifecycleStages: string[] }[];
        for (const hook of hooks.filter(({ lifecycleStages }) => lifecycleStages.includes(of)))
            hook.lifecycleStages = hook.lifecycleStages.filter((one) => one !== stage);
    });
}

/** The services that move between groups of targets, of which this is one; or between the ways to them. */
export function movingTo(target: Node<any>, stack: Stack): Node<any>[] {
    return stack.surelyNaming(target, "loadBalancers", aws.ecs.Service);
}

/** What of these types the service moves between. */
export function movedBy(service: Node<any>, types: ResourceClass[], stack: Stack): Node<any>[] {
    const all = types.flatMap((type) => stack.all(type) as Node<any>[]);
    return all.filter((one) => movingTo(one, stack).some(({ urn }) => urn === service.urn));
}

/** The alarms in whose expressions this group of targets is named. */
export function alarmsOn(group: Node<any>, stack: Stack): Node<Alarm>[] {
    return stack.surelyNaming(group, "metricQueries", MetricAlarm);
}

const isOn = ({ metricQueries }: Pick<Alarm, "metricQueries">, metric: string) =>
    listOf(metricQueries).some((query) => query.metric?.metricName === metric);

/** Why nobody hears that the metric of this group of targets alone is above its bound; nothing where one does. */
export function unheard(group: Node<any>, stack: Stack, metric: string, bound: number): string | undefined {
    const alarms = alarmsOn(group, stack).filter(({ props }) => isOn(props, metric));
    if (alarms.length === 0) return `No alarm looks at its ${metric}.`;
    const isGood = alarms.some(({ props }) => {
        const { threshold, comparisonOperator = "", alarmActions = [], actionsEnabled = true } = props;
        const isAbove = comparisonOperator.startsWith("GreaterThan") && numberOf(threshold) <= bound;
        return isAbove && alarmActions.length > 0 && !isOff(actionsEnabled);
    });
    return isGood ? undefined : `Its alarm on ${metric} waits for more than ${bound}, or tells nobody.`;
}

/** Edits the alarms on this metric of a group of targets. */
export function inAlarmsOn(metric: string, edit: Edit): Edit {
    return inNaming(MetricAlarm, "metricQueries", (alarm, nodes) => {
        if (isOn(alarm.props as Alarm, metric)) edit(alarm, nodes);
    });
}
