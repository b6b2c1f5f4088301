import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { keepOnce, keyOfGeneration, type GenerationEvidence } from "./evidence.ts";
import { snapshotTime } from "./job.ts";
import { verdictOn } from "./prove.ts";
import type { AskedGeneration } from "./settings.ts";
import type { World } from "./world.ts";

/**
 * Judges one generation by the manifest inside it, and keeps the verdict for whoever has asked. No alarm and no count of
 * days hears of it: somebody waits for the answer, and it tells of this database, not of the backups.
 */
export async function proveGeneration(world: World, asked: AskedGeneration): Promise<void> {
    const { s3, settings } = world;
    const { environment, database, version, bucket } = settings;
    const { instance, origin } = asked;
    const { copyArn, ...moment } = await generationOf(world, asked);
    const verdict = await verdictOn(world, { copyArn, ...moment });
    const evidence: GenerationEvidence = {
        ...{ format: 1, environment, database, instance, restoredTo: origin },
        ...verdict,
        ...moment,
        rpoSeconds: verdict.measured.rpoSeconds ?? null,
        checkedAt: world.now(),
        checkedBy: version,
    };
    const key = keyOfGeneration(asked);
    const { proven, reasons, notes } = evidence;
    const first = await keepOnce(s3, bucket, key, evidence);
    world.log({ evidence: key, isFirst: first === undefined, proven, reasons, notes });
}

/** Where it is, and which moment its data should be of. */
async function generationOf(world: World, { instance, origin }: AskedGeneration) {
    const asked = { DBInstanceIdentifier: instance };
    const { DBInstances = [] } = await world.rds.send(new DescribeDBInstancesCommand(asked));
    const { DBInstanceArn: copyArn, InstanceCreateTime: madeAt } = DBInstances[0] ?? {};
    if (copyArn === undefined || madeAt === undefined)
        throw new Error(`RDS does not tell since when ${instance} exists; try again later.`);
    if ("time" in origin) return { copyArn, takenAt: origin.time, wholeBy: origin.wholeBy ?? origin.time };
    const takenAt = await snapshotTime(world, origin.snapshot);
    if (takenAt === undefined)
        throw new Error(
            `RDS knows no snapshot ${origin.snapshot}: which moment ${instance} should hold can't be told.`,
        );
    // Nobody has written to it before it was made: what it holds of until then came with the snapshot.
    return { copyArn, takenAt, wholeBy: madeAt > takenAt ? madeAt : takenAt };
}
