import { check } from "./check.ts";
import { onCopy } from "./copy.ts";
import { keepEvidence, keyOf, readEvidence, type Evidence } from "./evidence.ts";
import { restoreOf, type Restore } from "./job.ts";
import { measure, measureEvidence } from "./measure.ts";
import { report } from "./report.ts";
import { Findings, type Verdict } from "./verdict.ts";
import type { World } from "./world.ts";

/**
 * Judges one restored copy, keeps the evidence, and tells the alarms and AWS Backup: in this order, for AWS Backup deletes
 * the copy when it hears. A run that was killed leaves either no evidence, and the next one judges, or evidence, and the
 * next one tells it again: it ends the same. Throws when somebody was not told.
 */
export async function prove(world: World, restoreJobId: string): Promise<Evidence> {
    const { s3, settings } = world;
    const restore = await restoreOf(world, restoreJobId).catch(async (error: unknown) => {
        // Nobody knows what was restored: no evidence, for a later run may find out. But somebody should look.
        await measure(world.cloudwatch, settings.environment, { RestoreProven: [0, "Count"] }).catch(
            () => undefined,
        );
        throw error;
    });
    const key = keyOf(restore);
    const kept = await readEvidence(s3, settings.bucket, key);
    const evidence = kept ?? (await keepEvidence(s3, settings.bucket, key, await judge(world, restore)));
    world.log({ evidence: key, proven: evidence.proven, reasons: evidence.reasons, notes: evidence.notes });
    const told = await Promise.allSettled([measureEvidence(world, evidence), report(world, evidence, key)]);
    const failed = told.flatMap((one) => (one.status === "rejected" ? [(one.reason as Error).message] : []));
    if (failed.length > 0) throw new Error(`${key} is kept, but not all were told: ${failed.join("; ")}`);
    return evidence;
}

async function judge(world: World, restore: Restore): Promise<Evidence> {
    const { environment, database, version } = world.settings;
    const { validationStatus: _, ...known } = restore;
    const verdict = await verdictOn(world, restore);
    return {
        format: 1,
        environment,
        database,
        ...verdict,
        restore: known,
        rpoSeconds: verdict.measured.rpoSeconds ?? null,
        rtoSeconds: (restore.completedAt.getTime() - restore.askedAt.getTime()) / 1000,
        checkedAt: world.now(),
        checkedBy: version,
    };
}

/** A check that could not run is a verdict, too: nothing is proven. */
export async function verdictOn(
    world: World,
    { copyArn, takenAt, wholeBy }: Pick<Restore, "copyArn" | "takenAt" | "wholeBy">,
): Promise<Verdict> {
    const expected = { database: { name: world.settings.database }, restoreTime: takenAt, latest: wholeBy };
    try {
        return await onCopy(world, copyArn, (db) => check(db, expected));
    } catch (error) {
        const findings = new Findings();
        findings.reason(`the check could not run: ${(error as Error).message}`);
        return findings.verdict();
    }
}
