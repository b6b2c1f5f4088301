import { drillCopyOf } from "../../../functions/restore-check/drill.ts";
import { keyOf } from "../../../functions/restore-check/evidence.ts";
import {
    checked,
    checkPlaceOf,
    evidenceAt,
    runningCheck,
    verdictText,
    type CheckPlace,
} from "../check-task.ts";
import type { Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { generationOf, newestFirst, type Point } from "../points/point.ts";
import { measured, restoreJobs } from "../points/restore-jobs.ts";
import { vaultPoints } from "../points/vaults.ts";
import type { World } from "../world.ts";
import { copiesIn, deleteCopy } from "./copy.ts";
import { begunIn, startRestore, untilRestored, type Ended } from "./job.ts";
import { drillPlanText } from "./plan.ts";
import { metadataFor, valueOf, wayOf, type Way } from "./way.ts";

export interface Asked {
    /** ARN of a recovery point. @default the newest of the generation in use, or that of a drill under way */
    point: string | undefined;
    isApply: boolean;
}

/**
 * Restores a recovery point as the weekly drill does, has the copy judged and deletes it. Nothing is noted down: AWS
 * Backup's list of jobs and the copy's name tell a later run, or somebody else's, how far a drill has come.
 */
export async function cloudDrill(
    environment: Environment,
    cloud: Cloud,
    ask: Asked,
    world: World,
): Promise<number> {
    const { name, stack } = environment;
    const place = checkPlaceOf(environment);
    const vault = mapOutputOf(environment, "backupVaults")[cloud.region];
    if (vault === undefined) throw new Refusal(`The output backupVaults has no vault in ${cloud.region}.`);
    const way = await wayOf(cloud, place.planName);
    const [jobs, copies] = [await restoreJobs(cloud), await copiesIn(name, cloud)];
    // One that is being deleted has had its verdict.
    const alive = copies.filter(({ DBInstanceStatus }) => DBInstanceStatus !== "deleting");
    const ids = alive.map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier);
    const begun = begunIn(name, jobs, ids, way.roleArn);
    const active = outputOf(environment, "databaseInstance");
    const generation = generationOf(name, active) ?? active;
    const points = await vaultPoints(name, { region: cloud.region, vault }, cloud, jobs);
    const point = chosen(points, begun[0]?.point, generation, ask.point);
    const copy = drillCopyOf(name, point.to);
    const underWay = begun.find((one) => one.point === point.to);
    const busy = begun.map((one) => drillCopyOf(name, one.point));
    const left = copies.filter(({ DBInstanceIdentifier = "" }) => !busy.includes(DBInstanceIdentifier));
    const leftIds = left.map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier);
    const instanceClass = valueOf(way.overrides, "dbInstanceClass") ?? "as large as it was";
    const about = { environment: name, active: generation, point, copy, instanceClass, bucket: place.bucket };
    const standing = {
        left: leftIds.filter((id) => ids.includes(id)),
        isBegun: underWay !== undefined,
        measured: measured(jobs),
    };
    world.out(drillPlanText({ ...about, ...standing }, new Date()));
    if (!ask.isApply) {
        const which = ask.point === undefined ? "" : ` --point ${ask.point}`;
        world.err(`Nothing was changed. Next: npm run restore-drill -- --stack ${stack}${which} --apply`);
        return 0;
    }
    for (const one of left) await deleteCopy(environment, cloud, one, way.groups);
    if (leftIds.includes(copy))
        throw new Refusal(
            `An earlier copy, ${copy}, is being deleted; run the same command in some minutes.`,
        );
    const job =
        underWay?.job ??
        (await startRestore(
            cloud,
            { point: point.to, copy, roleArn: way.roleArn },
            await metadataFor(cloud, { vault, point: point.to, copy }, way),
        ));
    world.err(
        `restore-drill: the restore job ${job} makes ${copy}. It goes on if you stop waiting: the same command finds it, and deletes the copy.`,
    );
    const ended = await untilRestored(cloud, job, world);
    try {
        return await verdictOn(environment, cloud, place, { job, ...ended }, world);
    } finally {
        await cleanUp(environment, cloud, place, way, { job, copy }, world);
    }
}

/** A drill under way comes first: two at once prove no more than one, and a copy that nobody deletes costs money. */
function chosen(
    points: Point[],
    begun: string | undefined,
    generation: string,
    wanted: string | undefined,
): Point {
    if (wanted !== undefined && begun !== undefined && wanted !== begun)
        throw new Refusal(
            `A drill of ${begun} is under way, or was left behind; run the same command without --point: it goes on with that, and deletes its copy.`,
        );
    // What can be restored to any second is no snapshot, and the weekly drill takes none of it.
    const ready = newestFirst(points).filter(({ isReady, to }) => isReady && to.includes(":snapshot:"));
    const named = wanted ?? begun;
    const found = ready.find((one) =>
        named === undefined ? one.generation === generation : one.to === named,
    );
    if (found !== undefined) return found;
    if (wanted !== undefined)
        throw new Misuse(
            `--point is ${wanted}; use a recovery point of this region that \`npm run backups\` lists.`,
        );
    if (begun !== undefined)
        throw new Refusal(`The recovery point ${begun} of the drill under way is not listed.`);
    throw new Refusal(
        `Generation ${generation} has no recovery point in this region yet; take one: npm run backup`,
    );
}

async function verdictOn(
    { name, stack }: Environment,
    cloud: Cloud,
    place: CheckPlace,
    { job, completedAt, fault }: Ended & { job: string },
    world: World,
): Promise<number> {
    if (completedAt === undefined) {
        world.err(`restore-drill: the recovery point could not be restored. ${fault}`);
        world.err("restore-drill: NOT PROVEN: docs/runbooks/restore-proof.md says where to look.");
        return 1;
    }
    const key = keyOf({ job, completedAt });
    const told = { RESTORE_JOB_ID: job };
    const check = { told, subject: "RESTORE_JOB_ID", keyOf: () => key } as const;
    const worn = { securityGroupIds: [place.securityGroupId] };
    const kept = await evidenceAt(cloud, place.bucket, key);
    const says = "restore-drill: the check";
    const { evidence, end } =
        kept === undefined
            ? await checked(cloud, place, { ...check, ...worn }, says, world)
            : { evidence: kept, end: "" };
    if (evidence === undefined) {
        world.err(
            `restore-drill: NOT PROVEN: the check left no verdict (${end}); its log: /${name}/restore-proof.`,
        );
        return 1;
    }
    world.out(verdictText(evidence, `s3://${place.bucket}/${key}`));
    world.err(
        evidence.proven
            ? `restore-drill: done. Next, to see what there is: npm run backups -- --stack ${stack}`
            : "restore-drill: docs/runbooks/restore-proof.md says what each reason means. Keep the other snapshots until you know.",
    );
    return evidence.proven ? 0 : 1;
}

/** Somebody else who waits for the same drill deletes it as well, and the second deletion is none. */
async function cleanUp(
    environment: Environment,
    cloud: Cloud,
    place: CheckPlace,
    { roleArn, groups }: Way,
    { job, copy }: { job: string; copy: string },
    world: World,
): Promise<void> {
    const copies = await copiesIn(environment.name, cloud);
    const instance = copies.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === copy);
    if (instance === undefined) return;
    const others = begunIn(environment.name, await restoreJobs(cloud), [copy], roleArn).filter(
        (one) => one.job !== job && drillCopyOf(environment.name, one.point) === copy,
    );
    const check = await runningCheck(cloud, place, "RESTORE_JOB_ID", job);
    if (others.length > 0 || check !== undefined) {
        return world.err(
            `restore-drill: ${copy} stays for now: somebody else's drill, or a check that still runs, is at it. Run the same command later: it sees to it that the copy goes.`,
        );
    }
    await deleteCopy(environment, cloud, instance, groups);
    world.err(`restore-drill: the copy ${copy} is being deleted.`);
}
