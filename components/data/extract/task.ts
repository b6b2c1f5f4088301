import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../../parts/image.ts";
import { keyUse } from "../../parts/key-use.ts";

export interface ExtractTaskArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** The environment: what the name of the task's family starts with. */
    prefix: string;
    /** What is in the database, and the instances of its generations. */
    database: { place: { dbName: string }; identifiers: Record<string, string> };
    image: BuiltImage;
    /** Log group, of this account and region, of what it prints. */
    logGroupName: pulumi.Input<string>;
    /** Bucket of its reports. */
    bucket: pulumi.Input<string>;
}

const containerName = "extract";
/** Made by functions/roles, and IAM alone lets them in: the one reads the copy, in the other's name rows are put back. */
const users = { DATABASE_READER: "checker_iam", DATABASE_WRITER: "migrator_iam" };
/** Where reports lie, as functions/extract names it. */
const folder = "extracts/*";

/** The task that compares a table with its copy, or puts back what was confirmed, and ends. */
export function extractTask(parent: pulumi.Resource, name: string, args: ExtractTaskArgs) {
    const role = (purpose: string, Statement: aws.iam.PolicyStatement[]) => {
        const one = `${name}-${purpose}`;
        const assumeRolePolicy = policyOf([trustTasks(args)]);
        const made = new aws.iam.Role(one, { assumeRolePolicy }, { parent });
        const policy = policyOf(Statement);
        return { made, rights: new aws.iam.RolePolicy(one, { role: made.id, policy }, { parent }) };
    };
    const [start, run] = [role("start", toStart(args)), role("run", toRun(args))];
    const definition = new aws.ecs.TaskDefinition(
        name,
        {
            family: `${args.prefix}-extract`,
            requiresCompatibilities: ["FARGATE"],
            networkMode: "awsvpc",
            runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.image.cpuArchitecture },
            // Rows pass through it as a stream; the databases do the work.
            ...{ cpu: "512", memory: "1024" },
            ...{ executionRoleArn: start.made.arn, taskRoleArn: run.made.arn },
            containerDefinitions: pulumi.jsonStringify([container(args)]),
        },
        { parent, dependsOn: [start.rights, run.rights, args.image.pushed] },
    );
    return { definition: definition.arn, container: pulumi.output(containerName) };
}

function container(args: ExtractTaskArgs) {
    const environment = {
        ...{ EVIDENCE_BUCKET: args.bucket, DATABASE_NAME: args.database.place.dbName, ...users },
        EXTRACT_VERSION: args.image.uri,
    };
    return {
        name: containerName,
        image: args.image.uri,
        entryPoint: ["node", "/app/extract.cjs"],
        essential: true,
        user: "65532:65532",
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
        // Seconds: what it has begun is one transaction, and is undone by its end.
        stopTimeout: 30,
        environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": args.logGroupName,
                "awslogs-region": args.region,
                "awslogs-stream-prefix": containerName,
            },
        },
    };
}

/** What it may do in AWS. An instance's resource id is known after the deployment only, so the users are named. */
function toRun(args: ExtractTaskArgs): aws.iam.PolicyStatement[] {
    const bucketArn = pulumi.interpolate`arn:aws:s3:::${args.bucket}`;
    const instances = Object.values(args.database.identifiers).map((one) => here(args, "rds", `db:${one}`));
    const may = Object.values(users).map((user) => here(args, "rds-db", `dbuser:*/${user}`));
    return [
        { Effect: "Allow", Action: "rds:DescribeDBInstances", Resource: instances },
        { Effect: "Allow", Action: "rds-db:connect", Resource: may },
        { Effect: "Allow", Action: "s3:PutObject", Resource: pulumi.interpolate`${bucketArn}/${folder}` },
        keyUse(args, { service: "s3", actions: ["kms:GenerateDataKey", "kms:Decrypt"], thing: bucketArn }),
    ];
}

/** What ECS does before it runs: write its logs, pull its image. */
function toStart(args: ExtractTaskArgs): aws.iam.PolicyStatement[] {
    const Resource = here(args, "logs", pulumi.interpolate`log-group:${args.logGroupName}:*`);
    const log = ["logs:CreateLogStream", "logs:PutLogEvents"];
    return [{ Effect: "Allow", Action: log, Resource }, ...args.image.toPull];
}

/** Only tasks of this account, whoever asks ECS to start them (IAM User Guide, "The confused deputy problem"). */
function trustTasks({ accountId }: ExtractTaskArgs): aws.iam.PolicyStatement {
    const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
    const Principal = { Service: "ecs-tasks.amazonaws.com" };
    return { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
}

/** An ARN of this account and region, written out: rules read it at preview. */
function here({ region, accountId }: ExtractTaskArgs, service: string, rest: pulumi.Input<string>) {
    return pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${rest}`;
}

function policyOf(Statement: aws.iam.PolicyStatement[]): pulumi.Output<string> {
    return pulumi.jsonStringify({ Version: "2012-10-17", Statement });
}
