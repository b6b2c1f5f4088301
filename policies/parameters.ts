import * as aws from "@pulumi/aws";
import { inNamed } from "./edits.ts";
import type { Node } from "./graph.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

/** What runs Postgres, or another engine, under RDS; rules judge what the classes have in common. */
export const databases = [aws.rds.Instance, aws.rds.Cluster] as (typeof aws.rds.Instance)[];

/** Whether the engine is Postgres, RDS's own or Aurora's; one that is left out, as for a replica, counts. */
export function isPostgres({ engine = "postgres" }: { engine?: string }): boolean {
    return engine.toLowerCase().includes("postgres");
}

/** The value of a parameter in the groups that a database names; none where it keeps Amazon's default. */
export function parameter(db: Node<any>, stack: Stack, name: string): string | undefined {
    const groups: Node<any>[] = [
        ...stack.named(db, "parameterGroupName", aws.rds.ParameterGroup),
        ...stack.named(db, "dbClusterParameterGroupName", aws.rds.ClusterParameterGroup),
    ];
    const parameters: { name: string; value?: unknown }[] = groups.flatMap(({ props }) => [
        ...(props.parameters ?? []),
    ]);
    const value = parameters.find((one) => one.name.toLowerCase() === name)?.value;
    return value === undefined ? undefined : String(value);
}

export function setParameter(name: string, value: string): Edit {
    return inNamed("parameterGroupName", aws.rds.ParameterGroup, (group) => {
        for (const one of group.props.parameters) if (one.name === name) one.value = value;
    });
}

export function leaveOutParameter(name: string): Edit {
    return inNamed("parameterGroupName", aws.rds.ParameterGroup, (group) => {
        group.props.parameters = group.props.parameters.filter((one: { name: string }) => one.name !== name);
    });
}
