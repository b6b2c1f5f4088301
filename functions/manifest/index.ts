/**
 * What makes the backups carry their own manifest: it signs in by IAM as `witness_iam`, which owns nothing.
 *
 *     {"action":"heartbeat"}                        every minute: the time, into the database
 *     {"action":"manifest","invariants":{…}}        every hour: what must still be true in any later copy
 */
import type { Client } from "pg";
import { readEvent, type ManifestEvent } from "./event.ts";
import { writeHeartbeat } from "./heartbeat.ts";
import { writeManifest, type Written } from "./manifest.ts";
import { placeFrom, signIn } from "./sign-in.ts";
import { watchDeletes } from "./witness.ts";

/** The part of Lambda's context that is read here. */
interface Context {
    getRemainingTimeInMillis(): number;
}

/** Any number that nothing else in the database takes a lock on: the bytes of "manif". */
const LOCK = 0x6d616e6966;
/** Seconds for the tables, at most: a manifest that takes longer reads more than it has to beside the application. */
const MOST_SECONDS = 120;
/**
 * Seconds that a run needs beside its tables and invariants. Measured with 2,000 small tables on two busy cores: 4.3 s to
 * have them watched the first time, 4.7 s for their list, the schema and the end (and 56 s for the tables). Each of those
 * statements may take 30 s, and then fails.
 */
const RESERVE_SECONDS = 60;

/** What AWS Lambda calls. */
export async function handler(event: unknown, context: Context): Promise<void> {
    const asked = readEvent(event);
    const place = placeFrom(process.env);
    const begun = performance.now();
    const db = await signIn(place);
    const log = (entry: object) => {
        const seconds = Number(((performance.now() - begun) / 1000).toFixed(1));
        console.log(JSON.stringify({ ...entry, seconds }));
    };
    try {
        if (asked.action === "heartbeat") log({ heartbeat: await writeHeartbeat(db) });
        else await manifest(db, asked, context, log);
    } finally {
        await db.end().catch(() => undefined);
    }
}

async function manifest(
    db: Client,
    { invariants }: ManifestEvent,
    context: Context,
    log: (entry: object) => void,
): Promise<void> {
    const { rows } = await db.query("SELECT pg_catalog.pg_try_advisory_lock($1) AS free", [LOCK]);
    // Lambda may deliver an event twice, and a run may outlast its hour.
    if (!rows[0].free) return log({ manifest: null, why: "another run is writing one" });
    const { unwatched } = await watchDeletes(db, "airworthy.watch_for_migrator");
    const asking = Object.values(invariants).reduce((sum, { seconds = 10 }) => sum + seconds, 0);
    const left = context.getRemainingTimeInMillis() / 1000 - asking - RESERVE_SECONDS;
    if (left < 1) {
        throw new Error(
            `${Math.floor(left + asking + RESERVE_SECONDS)} s are left, and the invariants may take ${asking} s; use a longer timeout of the function, or fewer invariants.`,
        );
    }
    const written = await writeManifest(db, { budgetSeconds: Math.min(MOST_SECONDS, left), invariants });
    const { id, tables, missed } = written;
    const broken = written.invariants.filter(({ holds }) => !holds);
    log({ manifest: id, tables, missed, unwatched, invariants: written.invariants.length, broken });
    const faults = faultsOf(written);
    // Thrown, so that it counts as an error: the manifest is there all the same.
    if (faults.length > 0) throw new Error(`Manifest ${id} is written, but ${faults.join("; ")}.`);
}

/** What keeps a later copy from being proven, or is wrong in the database today. */
function faultsOf({ missed, unwatched, invariants }: Written): string[] {
    return [
        ...missed
            .filter(({ isKnownFromBefore }) => !isKnownFromBefore)
            .map(({ table, why }) => `nothing is known of ${table}: ${why}`),
        ...unwatched.map((table) => `deletes from ${table} are not recorded`),
        ...invariants.filter(({ holds }) => !holds).map(({ name, why }) => `"${name}" ${why}`),
    ];
}
