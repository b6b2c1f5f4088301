import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { keyOfGeneration, keysOfGeneration } from "../../../functions/restore-check/evidence.ts";
import { checked, checkPlaceOf, evidenceAt, verdictText } from "../check-task.ts";
import { asked, type Cloud } from "../cloud.ts";
import { environmentOf, outputOf, type Environment } from "../environment.ts";
import { Stopped } from "../stack-update.ts";
import { utc } from "../table.ts";
import type { World } from "../world.ts";
import type { Origin } from "./settings.ts";

/** One that followed: it has all of the second that is known of it, and may have what came until it was promoted. */
interface Promoted {
    time: string;
    wholeBy: string;
}

/**
 * Has a generation judged as the weekly drill's copies are: against the manifest inside it, at the moment that was asked
 * for. Another run's task is waited for, so that two people get one verdict.
 */
export async function judge(
    environment: Environment,
    cloud: Cloud,
    { instance, origin }: { instance: string; origin: Origin | Promoted },
    world: World,
): Promise<boolean> {
    // The deployment of this very restore may have been the first that tells.
    const isTold = environment.outputs.restoreCheck !== undefined;
    const place = checkPlaceOf(isTold ? environment : await environmentOf(environment.stack, world));
    const moment: Record<string, string> =
        "snapshot" in origin ? { RESTORED_FROM: origin.snapshot } : { RESTORED_TO: origin.time };
    if ("wholeBy" in origin) moment.WHOLE_BY = origin.wholeBy;
    const { key, evidence, end } = await checked(
        cloud,
        place,
        {
            // To the minute: two people who start at once name the same check, and have one.
            told: { INSTANCE: instance, CHECK_ID: utc(new Date()).slice(0, 16).replace(":", "-"), ...moment },
            subject: "INSTANCE",
            securityGroupIds: [place.securityGroupId, place.operatorSecurityGroupId],
            keyOf: ({ INSTANCE = "", CHECK_ID = "" }) =>
                keyOfGeneration({ instance: INSTANCE, checkId: CHECK_ID }),
        },
        `restore: the check of ${instance}`,
        world,
    );
    if (evidence === undefined)
        throw new Stopped(
            `${instance} is there, and NOT PROVEN: its check left no verdict (${end}). Its log: /${environment.name}/restore-proof. Run the same command in a minute: it checks again.`,
        );
    world.out(verdictText(evidence, `s3://${place.bucket}/${key}`));
    return evidence.proven;
}

/** Whether the last check of a generation proved it: a run that was stopped before that has left one that nobody judged. */
export async function isJudgedGood(
    environment: Environment,
    cloud: Cloud,
    instance: string,
): Promise<boolean> {
    const Bucket = outputOf(environment, "evidenceBucket");
    const Prefix = keysOfGeneration(instance);
    const keys: string[] = [];
    const list = async () => {
        for await (const { Contents } of paginateListObjectsV2({ client: cloud.s3() }, { Bucket, Prefix }))
            keys.push(...(Contents ?? []).map(({ Key = "" }) => Key));
    };
    await asked("s3:ListBucket", list());
    const [last] = keys
        .filter((key) => /^\d{4}-[\dT-]+\.json$/.test(key.slice(Prefix.length)))
        .sort()
        .reverse();
    return last !== undefined && (await evidenceAt(cloud, Bucket, last))?.proven === true;
}
