import { DescribeDBInstancesCommand, type RDSClient } from "@aws-sdk/client-rds";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { FRESH_DAYS } from "../restore-check/drill.ts";
import { evidenceFrom, FOLDER, type Evidence } from "../restore-check/evidence.ts";

export interface Age {
    /** Days, with their part. */
    days: number;
    /** What they are counted from. */
    since: Date;
    /** The evidence, or undefined for a database that has none yet. */
    key?: string;
}

/** What is asked, and of whom. */
export interface Asked {
    s3: S3Client;
    rds: RDSClient;
    bucket: string;
    /** The database in use; a proof of another one's backups is none of its own. */
    instance: string;
    now: Date;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * How long ago the backups of a database were last shown to be good. Of one that never was, the days count from its own
 * first: a new database has a week until its first drill, and is as late as any other after that.
 */
export async function ageOf(asked: Asked): Promise<Age> {
    const found = await newestProof(asked);
    const since = found?.evidence.restore.completedAt ?? (await birthOf(asked));
    return { days: (asked.now.getTime() - since.getTime()) / DAY_MILLISECONDS, since, key: found?.key };
}

/** The last restore of a fresh backup of this database that was judged to be good. */
export async function newestProof({
    s3,
    bucket: Bucket,
    instance,
}: Pick<Asked, "s3" | "bucket" | "instance">): Promise<{ key: string; evidence: Evidence } | undefined> {
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: FOLDER }))
        keys.push(...Contents.map(({ Key }) => Key!));
    for (const Key of keys.sort().reverse()) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const evidence = readable(await Body!.transformToString());
        const isOurs = evidence?.restore.sourceArn.endsWith(`:db:${instance}`);
        if (evidence?.proven === true && isOurs && isOfFresh(evidence)) return { key: Key, evidence };
    }
    return undefined;
}

/** The weekly plan takes no older one; a person may. A day more, for its job may have to wait. */
function isOfFresh({ restore: { askedAt, takenAt } }: Evidence): boolean {
    return askedAt.getTime() - takenAt.getTime() <= (FRESH_DAYS + 1) * DAY_MILLISECONDS;
}

/** What can't be read proves nothing. */
function readable(text: string): Evidence | undefined {
    try {
        const evidence = evidenceFrom(text);
        const { completedAt, sourceArn } = evidence.restore;
        const isWhole = !Number.isNaN(completedAt.getTime()) && typeof sourceArn === "string";
        return evidence.format === 1 && isWhole ? evidence : undefined;
    } catch {
        return undefined;
    }
}

async function birthOf({ rds, instance }: Asked): Promise<Date> {
    const { DBInstances } = await rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance }),
    );
    const since = DBInstances?.[0]?.InstanceCreateTime;
    if (since === undefined)
        throw new Error(`RDS does not tell since when ${instance} exists; try again later.`);
    return since;
}
