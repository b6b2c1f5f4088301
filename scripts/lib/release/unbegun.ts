import type { Cloud } from "../cloud.ts";
import type { Environment } from "../environment.ts";
import { imageInFile, type Place } from "./place.ts";
import { readRecord, type ReleaseRecord } from "./record.ts";
import type { Standing } from "./standing.ts";

/**
 * The release that was ordered last, where ECS has begun none of it: its command was killed in between. What serves is then
 * what is to be gone back to, and no version before that. A rollback's own order is none of these: it goes on. Both times
 * are AWS's.
 */
export async function unbegun(
    cloud: Cloud,
    place: Place,
    environment: Environment,
    { newest, serving }: Standing,
): Promise<ReleaseRecord | undefined> {
    const { record, at } = await readRecord(cloud, place);
    if (record === undefined || at === undefined || record.why === "rollback") return undefined;
    const isInForce = record.over === imageInFile(environment) && record.image !== serving?.image;
    return isInForce && newest.createdAt !== undefined && at > newest.createdAt ? record : undefined;
}
