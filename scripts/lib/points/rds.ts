import {
    DescribeDBSnapshotsCommand,
    paginateDescribeDBInstanceAutomatedBackups,
    paginateDescribeDBSnapshots,
    type DBInstanceAutomatedBackup,
    type DBSnapshot,
} from "@aws-sdk/client-rds";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { generationOf, type Point } from "./point.ts";

/** What RDS itself keeps: for each generation, living or deleted, a window of seconds; and the snapshots. */
export async function rdsPoints(environment: string, cloud: Cloud): Promise<Point[]> {
    const client = cloud.rds();
    const points: Point[] = [];
    const backups = paginateDescribeDBInstanceAutomatedBackups({ client }, {});
    await asked(
        "rds:DescribeDBInstanceAutomatedBackups",
        each(backups, ({ DBInstanceAutomatedBackups }) => {
            for (const backup of DBInstanceAutomatedBackups ?? [])
                points.push(...windowOf(environment, backup, cloud));
        }),
    );
    const snapshots = paginateDescribeDBSnapshots({ client }, {});
    await asked(
        "rds:DescribeDBSnapshots",
        each(snapshots, ({ DBSnapshots }) => {
            for (const snapshot of DBSnapshots ?? []) points.push(...pointOf(environment, snapshot, cloud));
        }),
    );
    return points;
}

/** One snapshot by its name, those of RDS and of AWS Backup too; undefined when there is none. */
export async function snapshotAt(
    cloud: Cloud,
    region: string,
    DBSnapshotIdentifier: string,
): Promise<DBSnapshot | undefined> {
    // Left out, RDS looks for manual ones alone (API reference of DescribeDBSnapshots).
    const [, prefix] = /^(awsbackup|rds):/.exec(DBSnapshotIdentifier) ?? [];
    const type = prefix && { SnapshotType: prefix === "rds" ? "automated" : prefix };
    const question = new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier, ...type });
    try {
        const { DBSnapshots } = await asked("rds:DescribeDBSnapshots", cloud.rds(region).send(question));
        return DBSnapshots?.[0];
    } catch (error) {
        if (error instanceof AwsRefusal && /^DBSnapshotNotFound/.test(error.code)) return undefined;
        throw error;
    }
}

function windowOf(environment: string, backup: DBInstanceAutomatedBackup, cloud: Cloud): Point[] {
    const { DBInstanceIdentifier, DbiResourceId, RestoreWindow, Region } = backup;
    const generation = generationOf(environment, DBInstanceIdentifier);
    const { EarliestTime, LatestTime } = RestoreWindow ?? {};
    if (generation === undefined || DbiResourceId === undefined || !EarliestTime || !LatestTime) return [];
    return [
        {
            kind: "any second",
            to: LatestTime.toISOString(),
            time: LatestTime.toISOString(),
            from: EarliestTime.toISOString(),
            generation,
            region: Region ?? cloud.region,
            ...(backup.AllocatedStorage !== undefined && { sizeGb: backup.AllocatedStorage }),
            resourceId: DbiResourceId,
            ...(backup.EngineVersion !== undefined && { version: backup.EngineVersion }),
            ...(backup.KmsKeyId !== undefined && { kmsKeyArn: backup.KmsKeyId }),
            proof: "not tested",
            isReady: backup.Status !== "creating",
        },
    ];
}

function pointOf(environment: string, snapshot: DBSnapshot, cloud: Cloud): Point[] {
    const generation = generationOf(environment, snapshot.DBInstanceIdentifier);
    const to = snapshot.DBSnapshotIdentifier;
    // A copy's own time is that of the copying; what counts is the state of the data.
    const time = snapshot.OriginalSnapshotCreateTime ?? snapshot.SnapshotCreateTime;
    // Those of AWS Backup are listed by their vault.
    if (generation === undefined || to === undefined || time === undefined || /^awsbackup:/.test(to))
        return [];
    return [
        {
            kind: "snapshot",
            to,
            time: time.toISOString(),
            generation,
            region: cloud.region,
            ...(snapshot.AllocatedStorage !== undefined && { sizeGb: snapshot.AllocatedStorage }),
            ...(snapshot.EngineVersion !== undefined && { version: snapshot.EngineVersion }),
            ...(snapshot.KmsKeyId !== undefined && { kmsKeyArn: snapshot.KmsKeyId }),
            proof: "not tested",
            isReady: snapshot.Status === "available",
        },
    ];
}

async function each<Page>(pages: AsyncIterable<Page>, take: (page: Page) => void): Promise<void> {
    for await (const page of pages) take(page);
}
