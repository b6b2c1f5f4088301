import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { toPull } from "../parts/image.ts";
import { container, type ContainerArgs } from "./task/container.ts";

export interface TaskArgs extends ContainerArgs {
    /** Name of all revisions in the account; no other environment of the account may have it. */
    family: string;
    accountId: pulumi.Input<string>;
    cpuArchitecture: "X86_64" | "ARM64";
    /** CPU units; 1024 are one vCPU. */
    cpu: number;
    /** MiB, in a pair with `cpu` that Fargate offers. */
    memory: number;
    /** What the container itself may do in AWS, action by action. */
    rights: aws.iam.PolicyStatement[];
}

/**
 * A container on Fargate that is nobody and can change nothing: a user without rights, no capabilities, a file system
 * that it can only read, and `/tmp` in memory. It gets two roles: ECS starts it with one, and it runs with the other.
 */
export class Task extends pulumi.ComponentResource {
    /** The task definition, known once its roles can do their work and its secrets have values. */
    readonly definitionArn: pulumi.Output<string>;
    readonly containerName = "app";

    constructor(name: string, args: TaskArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Task", name, {}, opts);
        const trust = policyOf([trustEcsTasks(args)]);
        const start = new aws.iam.Role(`${name}-start`, { assumeRolePolicy: trust }, { parent: this });
        const run = new aws.iam.Role(`${name}-run`, { assumeRolePolicy: trust }, { parent: this });
        const grant = (purpose: string, { id: role }: aws.iam.Role, policy: pulumi.Input<string>) =>
            new aws.iam.RolePolicy(`${name}-${purpose}`, { role, policy }, { parent: this });
        const grants = [grant("start", start, policyOf(toStart(args)))];
        if (args.rights.length > 0) grants.push(grant("run", run, policyOf(args.rights)));
        const values = Object.values(args.secrets).map(({ from }) => from.value);
        const pushed = typeof args.image === "string" ? [] : [args.image.pushed];
        const definition = new aws.ecs.TaskDefinition(
            name,
            {
                family: args.family,
                requiresCompatibilities: ["FARGATE"],
                networkMode: "awsvpc",
                runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.cpuArchitecture },
                cpu: String(args.cpu),
                memory: String(args.memory),
                executionRoleArn: start.arn,
                taskRoleArn: run.arn,
                // An old revision that can still run is what a rollback goes to.
                skipDestroy: true,
                containerDefinitions: pulumi.jsonStringify([container(this.containerName, args)]),
            },
            { parent: this, dependsOn: [...grants, ...values, ...pushed] },
        );
        this.definitionArn = definition.arn;
        this.registerOutputs({ definitionArn: this.definitionArn });
    }
}

function policyOf(Statement: aws.iam.PolicyStatement[]): pulumi.Output<string> {
    return pulumi.jsonStringify({ Version: "2012-10-17", Statement });
}

/** Only tasks of this account and region may take the roles, whoever asks ECS to. */
function trustEcsTasks({ accountId, region }: TaskArgs): aws.iam.PolicyStatement {
    return {
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:ecs:${region}:${accountId}:*` },
        },
    };
}

/** What ECS does before the container runs: write its logs, open its secrets, pull its image. */
function toStart(args: TaskArgs): aws.iam.PolicyStatement[] {
    const { accountId, region, logGroupName } = args;
    const allow = (Action: string[], Resource: pulumi.Input<string>) =>
        ({ Effect: "Allow", Action, Resource }) as const;
    const streams = pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`;
    const statements = [
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], streams),
        ...[...new Set(Object.values(args.secrets).map(({ from }) => from))].flatMap(({ toRead }) => toRead),
    ];
    if (typeof args.image !== "string") return [...statements, ...args.image.toPull];
    const [, account, registryRegion, repository] =
        /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@]+)@/.exec(args.image) ?? [];
    if (repository === undefined) return statements;
    return [...statements, ...toPull(`arn:aws:ecr:${registryRegion}:${account}:repository/${repository}`)];
}
