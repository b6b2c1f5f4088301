import * as aws from "@pulumi/aws";
import { isOn, tells } from "./alarmed.ts";
import { inFound } from "./edits.ts";
import { whyQuiet, type Fault } from "./faults.ts";
import { readableNode, tokenOf, type Node, type ResourceClass } from "./graph.ts";
import { isAskedToRecord } from "./heartbeats.ts";
import { isFrequent } from "./looks.ts";
import { isPostgres, parameter } from "./parameters.ts";
import { isLeftOut } from "./references.ts";
import { sourceOf } from "./relatives.ts";
import { hasUsers } from "./releases.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { toldOf, workingFor } from "./tasks.ts";
import { isOff } from "./values.ts";

const { Service } = aws.ecs;

interface Watched {
    type: ResourceClass;
    /** Of which of them; left out, of each. */
    isIt?(node: Node<any>, stack: Stack): boolean;
    /** An alarm on any one of them does: whether it rings for what is wrong, alarms-can-ring says. */
    metrics: string[];
    /** For what it has to ring, where there is more than one thing to be told of by that metric. */
    fault?: Fault;
    /** Its dimensions don't name the resource. */
    isOfAll?: true;
}

/** A service that others call: what a worker uses is seen by how long its jobs wait. */
function isCalled(service: Node<any>): boolean {
    const { serviceRegistries, serviceConnectConfiguration } = service.props;
    const isThere = (property: string, value: unknown) =>
        !isLeftOut(service, property) && value !== undefined;
    return (
        hasUsers(service.props) ||
        isThere("serviceRegistries", serviceRegistries) ||
        isThere("serviceConnectConfiguration", serviceConnectConfiguration)
    );
}

function isPooler(service: Node<any>, stack: Stack): boolean {
    return workingFor(service, stack).some((one) => toldOf(one, "PGBOUNCER_INI") !== undefined);
}

/** One that looks around the clock: that another is quiet at night means nothing. */
function isLooking({ props }: Node<any>): boolean {
    const { expression } = props.schedule;
    return !isOff(props.startCanary ?? false) && isFrequent(expression) && /^rate\(/.test(expression);
}

/** What others may follow by slots, which keep what they have not read yet. */
function isFollowed(db: Node<any>, stack: Stack): boolean {
    return (
        isPostgres(db.props) &&
        sourceOf(db, stack) === undefined &&
        parameter(db, stack, "rds.logical_replication") === "1"
    );
}

const slots = ["OldestReplicationSlotLag", "ReplicationSlotDiskUsage", "TransactionLogsDiskUsage"];
const pooler = (metric: string): Watched => {
    return { type: Service, isIt: isPooler, metrics: [metric], isOfAll: true };
};

/** What a person has to hear of, beside what a rule of its own looks at. */
export const watched: readonly Watched[] = [
    // Without the cluster's Container Insights nobody counts them: cluster-metrics asks for those.
    { type: Service, metrics: ["RunningTaskCount", "DesiredTaskCount"] },
    { type: Service, isIt: isCalled, metrics: ["CPUUtilization"] },
    { type: Service, isIt: isCalled, metrics: ["MemoryUtilization"] },
    ...["PoolerWaitMicroseconds", "PoolerWaitingClients", "PoolerPoolUsePercent"].map(pooler),
    // Criterion OBS-12 has an objective for it.
    pooler("PoolerQueryMicroseconds"),
    {
        type: aws.lb.LoadBalancer,
        isIt: ({ props }) => (props.loadBalancerType ?? "application") === "application",
        metrics: ["HTTPCode_ELB_5XX_Count"],
    },
    { type: aws.cloudfront.Distribution, metrics: ["5xxErrorRate"] },
    {
        ...{ type: aws.synthetics.Canary, isIt: isLooking, metrics: ["SuccessPercent"] },
        fault: { says: "nobody looks", withinMinutes: 120, rows: {} },
    },
    { type: aws.lambda.Function, isIt: isAskedToRecord, metrics: ["Invocations"] },
    { type: aws.rds.Instance, isIt: isFollowed, metrics: slots },
    { type: aws.backup.RestoreTestingPlan, metrics: ["RestoreProven"], isOfAll: true },
];

/** The alarms that tell of this; nothing where it is about something else. */
function tellingOf(one: Watched, node: Node<any>, stack: Stack): Node<any>[] | undefined {
    const { MetricAlarm } = aws.cloudwatch;
    if (node.type !== tokenOf(one.type) || one.isIt?.(node, stack) === false) return undefined;
    const all = one.isOfAll
        ? (stack.all(MetricAlarm) as Node<any>[])
        : ["dimensions", "metricQueries"].flatMap((from) => stack.surelyNaming(node, from, MetricAlarm));
    return all.filter((alarm) => {
        if (!tells(alarm) || !one.metrics.some((metric) => isOn(alarm, metric))) return false;
        return one.fault === undefined || whyQuiet(alarm, one.fault) === undefined;
    });
}

/** What of it nobody hears of; nothing where somebody hears of all. */
export function whyUnwatched(node: Node<any>, stack: Stack): string | undefined {
    const unheard = watched.find((one) => tellingOf(one, node, stack)?.length === 0);
    return (
        unheard &&
        `Nobody hears of its ${unheard.metrics.join(", or ")}${unheard.fault ? `: ${unheard.fault.says}` : ""}.`
    );
}

/** Edits the alarms that tell of these, or takes them out. */
export function inTelling(of: readonly Watched[], edit: Edit | "remove"): Edit {
    return inFound(
        (node, stack) => of.flatMap((one) => tellingOf(one, readableNode(node), stack) ?? []),
        edit,
    );
}

/** An edit for each of them by itself, under its metric's name. */
export const oneByOne: Record<string, Edit> = Object.fromEntries(
    watched.map((one) => [`without ${one.metrics[0]}`, inTelling([one], "remove")]),
);
