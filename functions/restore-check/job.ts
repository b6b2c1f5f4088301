import {
    DescribeRecoveryPointCommand,
    DescribeRestoreJobCommand,
    type DescribeRecoveryPointCommandOutput,
    type DescribeRestoreJobCommandOutput,
} from "@aws-sdk/client-backup";
import { DBSnapshotNotFoundFault, DescribeDBSnapshotsCommand } from "@aws-sdk/client-rds";
import { instanceIn, isDrillCopy } from "./drill.ts";
import type { World } from "./world.ts";

/** A restore that is over, as AWS Backup and RDS tell of it. */
export interface Restore {
    job: string;
    /** The copy. */
    copyArn: string;
    /** The database that was backed up. */
    sourceArn: string;
    recoveryPointArn: string;
    askedAt: Date;
    completedAt: Date;
    /** The moment of the data lies between these two: RDS tells when it took the snapshot, AWS Backup when it had it. */
    takenAt: Date;
    wholeBy: Date;
    validationStatus?: string;
}

/** Asks AWS what was restored. Throws for what this task must not judge, and for what can't be judged yet. */
export async function restoreOf(world: World, RestoreJobId: string): Promise<Restore> {
    const { plan, environment } = world.settings;
    const job = await world.backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
    const owner = job.CreatedBy?.RestoreTestingPlanArn;
    // The ARN has an id after the name, which has no hyphens.
    const isOfPlan = owner?.split(":").at(-1)?.split("-")[0] === plan;
    // One that a person started begins as the plan's do, and its copy's name says so.
    if (!isOfPlan && (owner || !isDrillCopy(environment, instanceIn(job.CreatedResourceArn))))
        throw new Error(
            `The restore ${RestoreJobId} is ${owner ? `of ${owner}` : "a person's"}; use one of the plan ${plan}, or of \`npm run restore-drill\`.`,
        );
    if (job.Status !== "COMPLETED")
        throw new Error(`The restore ${RestoreJobId} is ${job.Status}; use one that is COMPLETED.`);
    const BackupVaultName = job.BackupVaultArn?.split(":").at(-1);
    const asked = { BackupVaultName, RecoveryPointArn: job.RecoveryPointArn };
    const point = await world.backup.send(new DescribeRecoveryPointCommand(asked));
    return restoreFrom(job, point, await snapshotTime(world, job.RecoveryPointArn));
}

/**
 * A database's snapshot is a recovery point under an ARN of RDS, and RDS's times are nearer to the moment of the data than
 * AWS Backup's own: those begin with its job, which may wait for an hour to start. Of RDS's two one is said to be the
 * order's and, elsewhere on the same page, the end's (API reference of DBSnapshot): the earlier is the safer.
 */
export async function snapshotTime({ rds }: World, arn = ""): Promise<Date | undefined> {
    const [, DBSnapshotIdentifier] = /^arn:[\w-]+:rds:[\w-]+:\d+:snapshot:(.+)$/.exec(arn) ?? [];
    if (DBSnapshotIdentifier === undefined) return undefined;
    // Left out, RDS looks for manual ones alone (API reference of DescribeDBSnapshots).
    const [, prefix] = /^(awsbackup|rds):/.exec(DBSnapshotIdentifier) ?? [];
    try {
        const type = prefix && { SnapshotType: prefix === "rds" ? "automated" : prefix };
        const asked = { DBSnapshotIdentifier, ...type };
        const { DBSnapshots = [] } = await rds.send(new DescribeDBSnapshotsCommand(asked));
        const { SnapshotCreateTime: taken, OriginalSnapshotCreateTime: first } = DBSnapshots[0] ?? {};
        return taken && first ? earliestOf(taken, first) : (taken ?? first);
    } catch (error) {
        if (error instanceof DBSnapshotNotFoundFault) return undefined;
        throw error;
    }
}

export function restoreFrom(
    job: Partial<DescribeRestoreJobCommandOutput>,
    point: Partial<DescribeRecoveryPointCommandOutput>,
    snapshotTime?: Date,
): Restore {
    const missing: string[] = [];
    const needed = <Value>(name: string, value: Value | undefined): Value => {
        if (value === undefined) missing.push(name);
        return value as Value;
    };
    const taken = needed(
        "CreationDate of the recovery point",
        snapshotTime ?? point.InitiationDate ?? point.CreationDate,
    );
    const asked = needed("CreationDate", job.CreationDate);
    const restore: Restore = {
        job: needed("RestoreJobId", job.RestoreJobId),
        copyArn: needed("CreatedResourceArn", job.CreatedResourceArn),
        sourceArn: needed("ResourceArn", point.ResourceArn ?? job.SourceResourceArn),
        recoveryPointArn: needed("RecoveryPointArn", job.RecoveryPointArn),
        askedAt: asked,
        completedAt: needed("CompletionDate", job.CompletionDate),
        takenAt: taken,
        // No copy holds what was written after the order to make it. The clocks of three services need not agree.
        wholeBy: latestOf(taken, earliestOf(point.CompletionDate ?? asked, asked)),
        validationStatus: job.ValidationStatus,
    };
    if (missing.length > 0)
        throw new Error(`AWS Backup does not tell ${missing.join(", ")}; try again later.`);
    return restore;
}

function earliestOf(a: Date, b: Date): Date {
    return a < b ? a : b;
}

function latestOf(a: Date, b: Date): Date {
    return a > b ? a : b;
}
