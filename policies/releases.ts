import * as aws from "@pulumi/aws";
import { whyUnheard } from "./alarmed.ts";
import { inFound } from "./edits.ts";
import type { Fault } from "./faults.ts";
import { ifKnown, type Node, type PropsOf, type ResourceClass } from "./graph.ts";
import { keysOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf, numberOf } from "./values.ts";

const { MetricAlarm } = aws.cloudwatch;
type Alarm = PropsOf<aws.cloudwatch.MetricAlarmArgs>;
type Way = NonNullable<PropsOf<aws.ecs.ServiceArgs>["deploymentConfiguration"]>;

/** Whether users reach it through a load balancer. */
export function hasUsers({ loadBalancers }: { loadBalancers?: unknown[] }): boolean {
    return listOf(loadBalancers).length > 0;
}

/** An edit of the services that users reach. */
export function inUsed(edit: Edit): Edit {
    return (service, nodes) => void (hasUsers(service.props) && edit(service, nodes));
}

/**
 * How many of the users meet a new version first, in percent, and for how many minutes: what ECS does by itself is in the
 * API references of CanaryConfiguration and LinearConfiguration. Nothing where all meet it at once.
 */
export function firstStep({ strategy, canaryConfiguration: canary, linearConfiguration: linear }: Way) {
    const steps = {
        CANARY: [canary?.canaryPercent ?? 5, canary?.canaryBakeTimeInMinutes ?? 10],
        LINEAR: [linear?.stepPercent ?? 10, linear?.stepBakeTimeInMinutes ?? 6],
    };
    const [percent, minutes] = (steps[strategy as keyof typeof steps] ?? []).map(numberOf);
    return percent === undefined || minutes === undefined ? undefined : { percent, minutes };
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

/** What one alarm has to look at of a group of targets: metrics, each with a statistic. */
export interface Looked {
    says: string;
    metrics: [name: string, stat: RegExp][];
}

const times = "TargetResponseTime";
/** A task that takes a request and never answers makes no error of its own: what has no time was not answered. */
export const ERRORS: Looked = {
    says: `errors and its requests without an answer (HTTPCode_Target_5XX_Count; RequestCount, and the SampleCount of ${times})`,
    metrics: [
        ["HTTPCode_Target_5XX_Count", /^Sum$/],
        ["RequestCount", /^Sum$/],
        [times, /^SampleCount$/],
    ],
};
export const LATENCY: Looked = { says: `slowest answers (${times}, p95)`, metrics: [[times, /^p9[5-9]/]] };

/** The alarms that look at all of this of a group of targets. */
function alarmsOn(group: Node<any>, stack: Stack, looked: Looked): Node<Alarm>[] {
    const names = new Set(keysOf(group));
    return stack.surelyNaming(group, "metricQueries", MetricAlarm).filter(({ props }) =>
        looked.metrics.every(([name, stat]) =>
            listOf(props.metricQueries).some(({ metric }) => {
                if (metric?.metricName !== name || !stat.test(metric.stat)) return false;
                const of = ifKnown(() => metric.dimensions?.TargetGroup ?? "");
                // Not known yet: then what the alarm is linked to decides.
                return of === undefined || names.has(`called ${of}`);
            }),
        ),
    );
}

/** What else tells of a version that harms all, by what an alarm looks at. */
const harms = {
    DatabaseConnections: "the database's connections",
    TriggeredRules: "tasks that end by themselves",
};

/**
 * Which alarm a service does not heed: on the errors or the slowness of a group of targets that it moves between, or on
 * what else a version does. That there is none is what `errors-alarmed`, `latency-alarmed` and others say.
 */
export function unwatched(service: Node<any>, stack: Stack): string | undefined {
    const heeded = stack.named(service, "alarms", MetricAlarm);
    const named = new Set(heeded.map(({ urn }) => urn));
    const { DatabaseConnections: _, ...ofWorkers } = harms;
    for (const [metric, says] of Object.entries(hasUsers(service.props) ? harms : ofWorkers)) {
        const isOnIt = ({ props }: Node<Alarm>) => props.metricName === metric;
        if (stack.all(MetricAlarm).some(isOnIt) && !heeded.some(isOnIt))
            return `None of its alarms looks at ${says}.`;
    }
    for (const group of movedBy(service, [aws.lb.TargetGroup], stack)) {
        const blind = [ERRORS, LATENCY].find((looked) => {
            const alarms = alarmsOn(group, stack, looked);
            return alarms.length > 0 && !alarms.some(({ urn }) => named.has(urn));
        });
        if (blind)
            return `None of its alarms looks at ${group.name}, which serves every other release, for its ${blind.says}.`;
    }
    return undefined;
}

/** Takes alarms from those that a service goes back for; they still ring. */
export function heedless(of: RegExp): Edit {
    return inUsed(({ props: { alarms } }) => {
        alarms.alarmNames = alarms.alarmNames.filter((name: unknown) => !of.test(String(name)));
    });
}

/** Why nobody hears of a fault that this group of targets alone has, by what alarms look at of it; nothing where one does. */
export function unheard(group: Node<any>, stack: Stack, looked: Looked, fault: Fault): string | undefined {
    const alarms = alarmsOn(group, stack, looked);
    return (
        whyUnheard(alarms, fault) ?? (alarms.length > 0 ? undefined : `No alarm looks at its ${looked.says}.`)
    );
}

/** Edits the alarms that look at this of a group of targets. */
export function inAlarmsOn(looked: Looked, edit: Edit): Edit {
    return inFound((group, stack) => alarmsOn(group, stack, looked), edit);
}
