import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface TaskArgs {
    /** Name of all revisions in the account; no other environment of the account may have it. */
    family: string;
    accountId: pulumi.Input<string>;
    region: string;
    /** `repository@sha256:…`. In a private registry of AWS it is pulled with rights to this repository only. */
    image: string;
    cpuArchitecture: "X86_64" | "ARM64";
    /** CPU units; 1024 are one vCPU. */
    cpu: number;
    /** MiB, in a pair with `cpu` that Fargate offers. */
    memory: number;
    /** Port on which the container listens. */
    port: number;
    /** Settings that anyone may read. */
    environment: Record<string, pulumi.Input<string>>;
    /** Variables whose values are secrets. */
    secrets: Record<string, SecretKey>;
    /** What the container itself may do in AWS, action by action. */
    rights: aws.iam.PolicyStatement[];
    /** Log group, of this account and region, of what the container prints. */
    logGroupName: pulumi.Input<string>;
}

/** One key of a secret that is JSON. */
interface SecretKey {
    /** The secret's ARN, what puts its value there (the task waits for it), and the rights to read it. */
    from: { arn: pulumi.Input<string>; value: pulumi.Resource; toRead: aws.iam.PolicyStatement[] };
    key: string;
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
            { parent: this, dependsOn: [...grants, ...values] },
        );
        this.definitionArn = definition.arn;
        this.registerOutputs({ definitionArn: this.definitionArn });
    }
}

function container(name: string, args: TaskArgs) {
    return {
        name,
        image: args.image,
        essential: true,
        user: "10001:10001",
        readonlyRootFilesystem: true,
        linuxParameters: {
            // An init process hands signals on and reaps children, so that a stop is a graceful one.
            initProcessEnabled: true,
            capabilities: { drop: ["ALL"] },
            // MiB
            tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev"] }],
        },
        // Seconds between the request to stop and the end; the load balancer has stopped sending by then.
        stopTimeout: 60,
        portMappings: [{ containerPort: args.port, protocol: "tcp" }],
        environment: Object.entries(args.environment).map(([name, value]) => ({ name, value })),
        // `ARN:key::` is one key of the current version, from Fargate's platform 1.4.0 on (ECS Developer Guide, "Pass
        // Secrets Manager secrets through Amazon ECS environment variables").
        secrets: Object.entries(args.secrets).map(([name, { from, key }]) => ({
            name,
            valueFrom: pulumi.interpolate`${from.arn}:${key}::`,
        })),
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": args.logGroupName,
                "awslogs-region": args.region,
                "awslogs-stream-prefix": name,
                // A slow log service must not stop the application; the oldest lines go first.
                mode: "non-blocking",
            },
        },
    };
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
    const [, account, registryRegion, repository] =
        /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^@]+)@/.exec(args.image) ?? [];
    if (repository === undefined) return statements;
    const layers = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    return [
        ...statements,
        // It has no resource: AWS knows this action for "*" only.
        allow(["ecr:GetAuthorizationToken"], "*"),
        allow(layers, `arn:aws:ecr:${registryRegion}:${account}:repository/${repository}`),
    ];
}
