import * as aws from "@pulumi/aws";
import { inNamed } from "./edits.ts";
import type { Node, Stack } from "./graph.ts";
import type { Edit } from "./rule.ts";

/** The value of a parameter in the group that a database names; none where it keeps Amazon's default. */
export function parameter(
    db: Node<{ parameterGroupName?: string }>,
    stack: Stack,
    name: string,
): string | undefined {
    const [group] = stack.named(db, "parameterGroupName", aws.rds.ParameterGroup) as Node[];
    return group?.props.parameters?.find((one: { name: string }) => one.name === name)?.value;
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
