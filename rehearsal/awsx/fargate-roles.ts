import { isObject, plain, signatureOf } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import type { Arguments } from "./arguments.ts";
import { createChild, outputOf } from "./child.ts";
import type { Child } from "./child.ts";
import type { ConstructContext } from "./expansion.ts";
import { shortHash } from "./image.ts";

/** Lets ECS tasks take on the role. */
const TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
        {
            Action: "sts:AssumeRole",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Effect: "Allow",
            Sid: "",
        },
    ],
});
/** What a task needs to pull its image and write its log. */
export const EXECUTION_POLICIES = ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"];

export interface Role {
    arn?: Value;
    role?: Child;
}

function trustOf(args: Arguments, policy: Value | undefined, path: string): string {
    if (policy === undefined) return TRUST;
    if (typeof policy === "string") return policy;
    if (!isObject(policy) || signatureOf(policy) !== undefined) {
        throw args.refusal(path, "the plugin turns it into text at once, so it can't be an output");
    }
    return JSON.stringify(plain(policy));
}

/** One of the two roles of a task: the program's own, a new one with policies, or none. */
export async function createRole(
    args: Arguments,
    key: "taskRole" | "executionRole",
    name: string,
    defaultPolicies: string[],
    context: ConstructContext,
): Promise<Role> {
    const given = args.spelledOut(args.values[key], key);
    if (given.roleArn !== undefined && given.args !== undefined) {
        throw args.error(`use ${key}.roleArn or ${key}.args, not both.`);
    }
    if (args.knownAt<boolean>(given.skip, `${key}.skip`)) return {};
    if (given.roleArn !== undefined) return { arn: given.roleArn };
    const { policyArns, assumeRolePolicy, ...others } = args.spelledOut(given.args, `${key}.args`);
    const draft: Properties = {
        ...others,
        assumeRolePolicy: trustOf(args, assumeRolePolicy, `${key}.args.assumeRolePolicy`),
    };
    const role = await createChild(context, "aws:iam/role:Role", name, draft);
    const policies = args.knownAt<string[]>(policyArns, `${key}.args.policyArns`) ?? defaultPolicies;
    for (const policyArn of policies) {
        const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
        const attachment = { role: outputOf(role, "name"), policyArn };
        await createChild(context, type, `${name}-${shortHash(policyArn)}`, attachment);
    }
    return { arn: outputOf(role, "arn"), role };
}
