import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../../parts/image.ts";

export interface ConsoleTaskArgs {
    accountId: pulumi.Input<string>;
    region: string;
    /** The environment: what the family starts with. */
    prefix: string;
    mode: "read" | "write";
    /** Of images/console. */
    image: BuiltImage;
    /** Log group, of this account and region, of who did what. */
    logGroupName: pulumi.Input<string>;
    /** What the role of a task needs that people may enter. */
    toBeEntered: aws.iam.PolicyStatement[];
    dbName: string;
}

/** Made by functions/roles: they sign in by IAM alone. */
const users = { read: "reporter_iam", write: "migrator_iam" };
/**
 * Where the agent of ECS Exec writes. AWS says that it takes no read-only root file system; with these writable it does
 * (aws/containers-roadmap#1359, toris.io/2021/06/using-ecs-exec-with-readonlyrootfilesystem-enabled-containers).
 */
const agentFolders = ["/managed-agents", "/var/lib/amazon", "/var/log/amazon"];
const nameOf = (folder: string) => folder.slice(1).replaceAll("/", "-");

/** A task definition that nothing runs: a person starts one task of it, and it ends by itself. */
export function consoleTask(parent: pulumi.Resource, name: string, args: ConsoleTaskArgs) {
    const one = `${name}-${args.mode}`;
    const trust = policyOf([trustEcsTasks(args)]);
    const role = (purpose: string, statements: aws.iam.PolicyStatement[]) => {
        const made = new aws.iam.Role(`${one}-${purpose}`, { assumeRolePolicy: trust }, { parent });
        const policy = { role: made.id, policy: policyOf(statements) };
        return { made, rights: new aws.iam.RolePolicy(`${one}-${purpose}`, policy, { parent }) };
    };
    const streams = here(args, "logs", pulumi.interpolate`log-group:${args.logGroupName}:*`);
    const toLog = ["logs:CreateLogStream", "logs:PutLogEvents"];
    const start = role("start", [
        { Effect: "Allow", Action: toLog, Resource: streams },
        ...args.image.toPull,
    ]);
    // Of any instance, for a generation's id is known after its deployment only: the way leads to these databases alone.
    const user = here(args, "rds-db", `dbuser:*/${users[args.mode]}`);
    const run = role("run", [
        { Effect: "Allow", Action: "rds-db:connect", Resource: user },
        ...args.toBeEntered,
    ]);
    return new aws.ecs.TaskDefinition(
        one,
        {
            family: `${args.prefix}-console-${args.mode}`,
            requiresCompatibilities: ["FARGATE"],
            networkMode: "awsvpc",
            runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.image.cpuArchitecture },
            ...{ cpu: "256", memory: "512" },
            ...{ executionRoleArn: start.made.arn, taskRoleArn: run.made.arn },
            volumes: agentFolders.map((folder) => ({ name: nameOf(folder) })),
            // Whoever has an older deployment's outputs at hand still gets a console.
            skipDestroy: true,
            containerDefinitions: pulumi.jsonStringify([container(args)]),
        },
        { parent, dependsOn: [start.rights, run.rights, args.image.pushed] },
    ).arn;
}

function container({ mode, ...args }: ConsoleTaskArgs) {
    const environment = {
        ENVIRONMENT: args.prefix,
        MODE: mode,
        DATABASE_NAME: args.dbName,
        DATABASE_USER: users[mode],
    };
    return {
        // Another name for each, so that a person's rights can be to enter one and not the other.
        name: `console-${mode}`,
        image: args.image.uri,
        essential: true,
        user: "65532:65532",
        readonlyRootFilesystem: true,
        linuxParameters: {
            initProcessEnabled: true,
            capabilities: { drop: ["ALL"] },
            // MiB
            tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev"] }],
        },
        mountPoints: agentFolders.map((folder) => ({ sourceVolume: nameOf(folder), containerPath: folder })),
        // Seconds: the session is told to end, and then its recording is sent.
        stopTimeout: 60,
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        logConfiguration: {
            logDriver: "awslogs",
            // Blocking, as it is by default: what can't be written down is not done.
            options: {
                "awslogs-group": args.logGroupName,
                "awslogs-region": args.region,
                "awslogs-stream-prefix": mode,
            },
        },
    };
}

function here({ region, accountId }: ConsoleTaskArgs, service: string, rest: pulumi.Input<string>) {
    return pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${rest}`;
}

function policyOf(Statement: aws.iam.PolicyStatement[]): pulumi.Output<string> {
    return pulumi.jsonStringify({ Version: "2012-10-17", Statement });
}

/** Only tasks of this account may take the roles, whoever asks ECS to. */
function trustEcsTasks({ accountId }: ConsoleTaskArgs): aws.iam.PolicyStatement {
    const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
    const Principal = { Service: "ecs-tasks.amazonaws.com" };
    return { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
}
