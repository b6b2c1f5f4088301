import * as aws from "@pulumi/aws";
import { inJson, inNamed, inNaming } from "./edits.ts";
import { ifKnown, readableNode, tokenOf, type Node } from "./graph.ts";
import { allowedBy, allowsTooMuch, type Statement } from "./iam.ts";
import { keysOf, referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

const { Role, RolePolicy } = aws.iam;
const isTask = ({ type }: Node<any>) => type === tokenOf(aws.ecs.TaskDefinition);
const roleOf = (workload: Node<any>) => (isTask(workload) ? "taskRoleArn" : "role");

/** What a task or a function may do by the policies of its role, as far as they are known. */
export function allowedTo(workload: Node<any>, stack: Stack): Statement[] {
    const roles = ifKnown(() => stack.named(workload, roleOf(workload), Role)) ?? [];
    const policies = roles.flatMap((role) => stack.surelyNaming(role, "role", RolePolicy));
    const allowed = policies.flatMap(({ props }) => ifKnown(() => allowedBy(props.policy)) ?? []);
    return allowed.filter((one) => !allowsTooMuch(one));
}

/** Allows a task or a function something more. */
export function allowing(Action: string, Resource: string): Edit {
    const allow = inJson("policy", ({ Statement }) => Statement.push({ Effect: "Allow", Action, Resource }));
    const inIts: Edit = inNaming(RolePolicy, "role", allow);
    return (workload, nodes) => inNamed(roleOf(workload), Role, inIts)(workload, nodes);
}

/**
 * Whether a name is in what a task or a function is given as its environment; nothing where nobody knows. What of it is
 * unknown comes from other resources, and so tells of those.
 */
export function isTold(workload: Node<any>, name: string): boolean | undefined {
    const told = referenceOf(workload, isTask(workload) ? "containerDefinitions" : "environment");
    const { texts, unknowns, links } = told;
    const escaped = name.replace(/[^\w-]/g, "\\$&");
    const isIn = texts.some((text) => new RegExp(`(?<![\\w.-])${escaped}(?![\\w.-])`).test(text));
    if (isIn || links.some((link) => keysOf(readableNode(link)).includes(`called ${name}`))) return true;
    return texts.length > 0 || unknowns === 0 ? false : undefined;
}

/** What holds data or does work: a bucket, a table, a queue, a function, a task. The rest of their ARNs is what is in them. */
const named =
    /^arn:[^:]*:(?:s3:::|dynamodb:[^:]*:[^:]*:table\/|sqs:[^:]*:[^:]*:|lambda:[^:]*:[^:]*:function:|ecs:[^:]*:[^:]*:task-definition\/)([^:/]+)/;

/** Their names, in the statements of a policy. */
export function thingsIn(statements: Statement[]): string[] {
    const arns = statements.flatMap(({ Resource }) => listOf(Resource));
    return arns.flatMap((arn) => named.exec(arn)?.[1] ?? []);
}

/**
 * What may be allowed on everything, by its name: for these AWS knows no single resource (Service Authorization
 * Reference, "Resource types": -), or knows none before it is made, as with the network interfaces by which Lambda
 * gets into a VPC (Lambda Developer Guide, "Required IAM permissions"). So it is with most that lists or describes.
 */
const ofNoResource = [
    /^[a-z0-9-]+:(describe|list)/,
    /^(ssmmessages|xray):/,
    /^ec2:((create|delete)networkinterface|(un)?assignprivateipaddresses)$/,
    /^cloudwatch:(getmetricdata|putmetricdata)$/,
    /^(backup:putrestorevalidationresult|ecr:getauthorizationtoken|sts:getcalleridentity)$/,
];

/** Actions that are allowed on everything, and could be on one thing. */
export function allowedOnAll(statements: Statement[]): string[] {
    const isAll = ({ Resource = "*" }: Statement) => listOf(Resource).includes("*");
    // A condition may say on which things.
    const wide = statements.filter((one) => isAll(one) && one.Condition === undefined);
    const actions = wide.flatMap(({ Action }) => listOf(Action));
    return actions.filter((action) => !ofNoResource.some((known) => known.test(action.toLowerCase())));
}
