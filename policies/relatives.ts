import * as aws from "@pulumi/aws";
import { tokenOf, type Node } from "./graph.ts";
import { databases } from "./parameters.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

const { Instance } = aws.rds;
const { TaskDefinition } = aws.ecs;
const isComponent = (node?: Node) => node !== undefined && node.type !== "pulumi:pulumi:Stack";

const ELSEWHERE = /^arn:aws[\w-]*:rds:[\w-]+:\d+:db:/;

/**
 * The database that a read replica copies. None for whatever else names a source: what copies something outside of this
 * stack, or another copy, is judged as a database, for nothing here shows that its data is safe somewhere else.
 */
export function sourceOf(db: Node<any>, stack: Stack): Node<any> | undefined {
    const [source, ...others] = stack.named(db, "replicateSourceDb", Instance) as Node<any>[];
    if (source === undefined || others.length > 0 || source.urn === db.urn) return undefined;
    const { replicateSourceDb: from } = source.props;
    return from === undefined || ELSEWHERE.test(from) ? source : undefined;
}

/**
 * Whether it stands by for a database of another region: it names that by its ARN, and none of this stack. It is judged as
 * the database that it will be once that region is lost, and is one when it was promoted, which nothing here shows.
 */
export function isStandby(db: Node<any>, stack: Stack): boolean {
    const { replicateSourceDb: from } = db.props;
    return from !== undefined && sourceOf(db, stack) === undefined && ELSEWHERE.test(from);
}

/** The database and its generations side by side, in one component: one of them is in use. */
export function kinOf(db: Node<any>, stack: Stack): Node<any>[] {
    return databases
        .flatMap((type) => stack.all(type) as Node<any>[])
        .filter(({ urn, parent }) => urn === db.urn || (isComponent(parent) && parent === db.parent));
}

/** Whether the settings of a task name it. */
export function isTold({ urn }: Node<any>, stack: Stack): boolean {
    const tasks = stack.all(TaskDefinition) as Node<any>[];
    return tasks.some(({ propertyDependencies: { containerDefinitions = [] } }) =>
        containerDefinitions.some((link) => link.urn === urn),
    );
}

/** Whether it copies what is neither of this stack nor of another region. */
export function isStray(db: Node<any>, stack: Stack): boolean {
    return db.props.replicateSourceDb !== undefined && !isStandby(db, stack);
}

/** Whether the settings of a task, or of a function, lead to it. */
export function isInUse(db: Node<any>, stack: Stack): boolean {
    const functions = stack.all(aws.lambda.Function) as Node<any>[];
    const links = functions.flatMap(({ propertyDependencies }) => propertyDependencies.environment ?? []);
    return isTold(db, stack) || links.some(({ urn }) => urn === db.urn);
}

/** Whether somebody hears of it when it falls behind. */
export function isFollowed(replica: Node<any>, stack: Stack): boolean {
    const alarms = stack.surelyNaming(replica, "dimensions", aws.cloudwatch.MetricAlarm);
    return alarms.some(
        ({ props }) => props.metricName === "ReplicaLag" && (props.alarmActions?.length ?? 0) > 0,
    );
}

/** Gives it other properties, and leaves nothing that follows it. */
export function withoutReplicas(other: Record<string, string>): Edit {
    return ({ props }, nodes) => {
        Object.assign(props, other);
        const replicas = nodes.filter((node) => node.props.replicateSourceDb === props.identifier);
        for (const one of replicas) nodes.splice(nodes.indexOf(one), 1);
    };
}

/** Tells a task of a replica. */
export function toTask(replica: Node, nodes: Node[]): void {
    const { propertyDependencies } = nodes.find(({ type }) => type === tokenOf(TaskDefinition))!;
    propertyDependencies.containerDefinitions = [
        ...(propertyDependencies.containerDefinitions ?? []),
        replica,
    ];
}

/** Adds a replica that nothing is told of and nobody watches; `more` does something about it. */
export function withReplica(more: (replica: Node, nodes: Node[]) => void = () => undefined): Edit {
    return (db, nodes) => {
        const { identifier } = db.props;
        const props = { identifier: `${String(identifier)}-more`, replicateSourceDb: identifier };
        const opts = { protect: false, ignoreChanges: [] };
        const replica: Node = {
            ...{ type: tokenOf(Instance), name: "more", urn: `${db.urn}-more`, parent: db.parent },
            ...{ props, opts, propertyDependencies: { replicateSourceDb: [db] } },
        };
        nodes.push(replica);
        more(replica, nodes);
    };
}

const FIRST = "arn:aws:rds:eu-west-1:123456789012:db:first-a";

/** Makes it one that stands by for another region's, and is in use as before; `more` does something about it. */
export function asStandby(more: Edit): Edit {
    return (db, nodes) => {
        db.props.replicateSourceDb = FIRST;
        more(db, nodes);
    };
}

/** Adds one that stands by, and that nobody watches; `more` does something about it. */
export function withStandby(more?: (standby: Node, nodes: Node[]) => void): Edit {
    return withReplica((standby, nodes) => {
        standby.props.replicateSourceDb = FIRST;
        standby.propertyDependencies = {};
        standby.opts.ignoreChanges = ["replicateSourceDb"];
        more?.(standby, nodes);
    });
}
