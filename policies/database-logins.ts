import * as aws from "@pulumi/aws";
import { inJson, inNamed, inNaming } from "./edits.ts";
import type { Node } from "./graph.ts";
import { allowedBy } from "./iam.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";
import { listOf } from "./values.ts";

const { Role, RolePolicy } = aws.iam;
const connects = (action: string) => /^rds-db:(\*|connect)$/i.test(action);

/** The users of a database, or patterns of them, as whom a task's role may sign in by IAM. */
export function loginsOf(task: Node<any>, stack: Stack): string[] {
    const wears = (role: Node<any>) =>
        stack.surelyNaming(role, "taskRoleArn", aws.ecs.TaskDefinition).some(({ urn }) => urn === task.urn);
    const roles = stack.all(Role).filter(wears);
    const policies = roles.flatMap((role) => stack.surelyNaming(role, "role", RolePolicy));
    const may = policies.flatMap(({ props }) => allowedBy(props.policy));
    const signsIn = may.filter(({ Action }) => listOf(Action).some(connects));
    // arn:aws:rds-db:<region>:<account>:dbuser:<resource id>/<user> (RDS User Guide, "IAM database authentication").
    return signsIn.flatMap(({ Resource = "*" }) => listOf(Resource).map((arn) => arn.split("/").at(-1)!));
}

/** Lets a task sign in as this user, too. */
export function signingInAs(user: string): Edit {
    const Resource = `arn:aws:rds-db:us-east-1:123456789012:dbuser:*/${user}`;
    const allow = inJson("policy", ({ Statement }) => {
        Statement.push({ Effect: "Allow", Action: "rds-db:connect", Resource });
    });
    return inNamed("taskRoleArn", Role, inNaming(RolePolicy, "role", allow));
}

/** Lets it sign in as a database's master. */
export const signingInAsMaster: Edit = (task, nodes) => {
    const db = nodes.find(({ type, props }) => type === "aws:rds/instance:Instance" && props.password);
    if (db) signingInAs(String(db.props.username))(task, nodes);
};
