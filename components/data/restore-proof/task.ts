import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../../parts/image.ts";
import { here, policyOf, toLog, toMeasure, trustedBy, type Account } from "./rights.ts";

export interface CheckTaskArgs extends Account {
    /** Name of all revisions in the account. */
    family: string;
    /** Of images/restore-check. */
    image: BuiltImage;
    logGroupName: pulumi.Input<string>;
    /** The plan whose restores it judges. */
    planName: pulumi.Input<string>;
    /** Bucket of the evidence, and the right to keep it. */
    evidence: { bucket: pulumi.Input<string>; toKeep: aws.iam.PolicyStatement[] };
    /** The database that a copy must hold. */
    dbName: string;
    /** What the names of the environment's databases start with, and the dimension of the metrics. */
    environment: string;
    /** The instances of the generations, which it may be asked to judge, too. */
    instances: string[];
}

/** The event names the container when it says which restore to judge. */
export const containerName = "restore-check";
/** Made by functions/roles: it reads, and signs in by IAM alone. */
const user = "checker_iam";

/** The task that judges one copy and ends. */
export function checkTask(parent: pulumi.Resource, name: string, args: CheckTaskArgs) {
    const trust = trustedBy("ecs-tasks.amazonaws.com", args);
    const role = (purpose: string, statements: aws.iam.PolicyStatement[]) => {
        const one = `${name}-${purpose}`;
        const made = new aws.iam.Role(one, { assumeRolePolicy: trust }, { parent });
        const policy = policyOf(statements);
        return { made, rights: new aws.iam.RolePolicy(one, { role: made.id, policy }, { parent }) };
    };
    const [start, run] = [role("start", toStart(args)), role("run", toRun(args))];
    const definition = new aws.ecs.TaskDefinition(
        name,
        {
            family: args.family,
            requiresCompatibilities: ["FARGATE"],
            networkMode: "awsvpc",
            runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: args.image.cpuArchitecture },
            // The database does the work: the check itself waits for its answers.
            ...{ cpu: "256", memory: "512" },
            ...{ executionRoleArn: start.made.arn, taskRoleArn: run.made.arn },
            // Whoever runs a check again by hand may need the revision of last week.
            skipDestroy: true,
            containerDefinitions: pulumi.jsonStringify([container(args)]),
        },
        { parent, dependsOn: [start.rights, run.rights, args.image.pushed] },
    );
    return { definitionArn: definition.arn, roleNames: [start.made.name, run.made.name] };
}

function container(args: CheckTaskArgs) {
    const environment = {
        RESTORE_TESTING_PLAN: args.planName,
        EVIDENCE_BUCKET: args.evidence.bucket,
        ENVIRONMENT: args.environment,
        DATABASE_NAME: args.dbName,
        DATABASE_USER: user,
        CHECK_VERSION: args.image.uri,
    };
    return {
        name: containerName,
        image: args.image.uri,
        essential: true,
        user: "65532:65532",
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
        // Seconds: what was measured is kept, what is half done is begun anew by the next one.
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

/** As functions/restore-check/drill.ts names the copies of drills that people start. */
const drillCopies = "drill-????????????";

/** What it may do in AWS. A copy's resource id is new each time, so the user is named and the instance can't be. */
function toRun(args: CheckTaskArgs): aws.iam.PolicyStatement[] {
    const allow = (Action: string | string[], ...Resource: pulumi.Input<string>[]) =>
        ({ Effect: "Allow", Action, Resource }) as const;
    const instances = [...args.instances, `${args.environment}-${drillCopies}`, "awsbackup-restore-test-*"];
    return [
        // Restore jobs have no ARN: AWS knows these actions for "*" only.
        allow(["backup:DescribeRestoreJob", "backup:PutRestoreValidationResult"], "*"),
        allow("backup:DescribeRecoveryPoint", here(args, "rds", "snapshot:awsbackup:*")),
        // When one was taken: people name theirs as they like.
        allow("rds:DescribeDBSnapshots", here(args, "rds", "snapshot:*")),
        allow("rds:DescribeDBInstances", ...instances.map((one) => here(args, "rds", `db:${one}`))),
        allow("rds-db:connect", here(args, "rds-db", `dbuser:*/${user}`)),
        toMeasure,
        ...args.evidence.toKeep,
    ];
}

/** What ECS does before it runs: write its logs, pull its image. */
function toStart(args: CheckTaskArgs): aws.iam.PolicyStatement[] {
    return [toLog(args, args.logGroupName), ...args.image.toPull];
}
