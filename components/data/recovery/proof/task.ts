import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { container } from "../../../parts/container.ts";
import { fargateTask } from "../../../parts/fargate-task.ts";
import { ofImage, type BuiltImage } from "../../../parts/image.ts";
import { here, toMeasure, type Account } from "../../../parts/rights.ts";

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
    return fargateTask(parent, name, {
        ...args,
        ...ofImage(args.image),
        // The database does the work: the check itself waits for its answers.
        ...{ cpu: 256, memory: 512 },
        container: checking(args),
        toRun: toRun(args),
    });
}

function checking({ image, ...args }: CheckTaskArgs) {
    return container({
        ...args,
        name: containerName,
        image: image.uri,
        user: "65532:65532",
        environment: {
            RESTORE_TESTING_PLAN: args.planName,
            EVIDENCE_BUCKET: args.evidence.bucket,
            ENVIRONMENT: args.environment,
            DATABASE_NAME: args.dbName,
            DATABASE_USER: user,
            CHECK_VERSION: image.uri,
        },
        // What was measured is kept, what is half done is begun anew by the next one.
        stopSeconds: 30,
        logMode: "blocking",
    });
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
