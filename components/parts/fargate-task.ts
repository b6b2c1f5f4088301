import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, policyOf, toLog, type Account } from "./rights.ts";
import { checkRoom, type Sidecar } from "./room-beside.ts";

export interface FargateTaskArgs extends Account {
    /** Name of all revisions in the account; no other environment of the account may have it. */
    family: string;
    cpuArchitecture: "X86_64" | "ARM64";
    /** CPU units; 1024 are one vCPU. */
    cpu: number;
    /** MiB, in a pair with `cpu` that Fargate offers. */
    memory: number;
    /** Its container, in the words of ECS. */
    container: { name: string };
    /** Others beside it, whose end ends nothing; they take half of the memory at the most. @default none */
    sidecars?: Sidecar[];
    /** Names of folders of the task's own disk that the container mounts. */
    volumes?: string[];
    logGroupName: pulumi.Input<string>;
    /** What ECS does before the container runs, besides writing its logs: pull its image, open its secrets. */
    toStart: aws.iam.PolicyStatement[];
    /** What the container itself may do in AWS, action by action. */
    toRun: aws.iam.PolicyStatement[];
    /** What has to be there before it can run, besides its rights. */
    waits: pulumi.Resource[];
}

/** The definition of a task with two roles of its own: ECS starts it with one, and it runs with the other. */
export function fargateTask(parent: pulumi.Resource, name: string, args: FargateTaskArgs) {
    checkRoom(name, args.memory, args.sidecars ?? []);
    const assumeRolePolicy = policyOf([trustTasks(args)]);
    const role = (purpose: string, statements: aws.iam.PolicyStatement[]) => {
        const one = `${name}-${purpose}`;
        const made = new aws.iam.Role(one, { assumeRolePolicy }, { parent });
        const grant = () =>
            new aws.iam.RolePolicy(one, { role: made.id, policy: policyOf(statements) }, { parent });
        return { made, rights: statements.length > 0 ? [grant()] : [] };
    };
    const start = role("start", [toLog(args, args.logGroupName), ...args.toStart]);
    const run = role("run", args.toRun);
    const definition = new aws.ecs.TaskDefinition(
        name,
        {
            family: args.family,
            requiresCompatibilities: ["FARGATE"],
            networkMode: "awsvpc",
            runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.cpuArchitecture },
            ...{ cpu: String(args.cpu), memory: String(args.memory) },
            ...{ executionRoleArn: start.made.arn, taskRoleArn: run.made.arn },
            volumes: args.volumes?.map((volume) => ({ name: volume })),
            // An old revision that can still run is what a rollback goes to, and what older outputs name.
            skipDestroy: true,
            // What the task is for comes first.
            containerDefinitions: pulumi.jsonStringify([args.container, ...(args.sidecars ?? [])]),
        },
        { parent, dependsOn: [...start.rights, ...run.rights, ...args.waits] },
    );
    return { definitionArn: definition.arn, roleNames: [start.made.name, run.made.name] };
}

/** Only tasks of this account and region may take the roles, whoever asks ECS to. */
function trustTasks(account: Account): aws.iam.PolicyStatement {
    return {
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
            StringEquals: { "aws:SourceAccount": account.accountId },
            ArnLike: { "aws:SourceArn": here(account, "ecs", "*") },
        },
    };
}
