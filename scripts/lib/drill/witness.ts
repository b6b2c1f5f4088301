import { setTimeout as wait } from "node:timers/promises";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { writeManifest } from "../../../functions/manifest/manifest.ts";
import { watchDeletes } from "../../../functions/manifest/witness.ts";
import type { LocalPostgres } from "../local-postgres.ts";
import { INVARIANTS } from "./shop.ts";
import { onSocket } from "./sign-in.ts";

/** What functions/manifest does each hour: what has to be true of any later copy, into the database itself. */
export function manifestIn(server: LocalPostgres): Promise<{ tables: number }> {
    return onSocket(server, "witness_iam", async (db) => {
        const { unwatched } = await watchDeletes(db, "airworthy.watch_for_migrator");
        const { tables, missed, invariants } = await writeManifest(db, { invariants: INVARIANTS });
        const broken = invariants.filter(({ holds }) => !holds);
        const faults = [...unwatched.map(({ table }) => table), ...missed.map(({ table }) => table)];
        if (faults.length + broken.length > 0)
            throw new Error(
                `The manifest lacks ${[...faults, ...broken.map(({ name }) => name)].join(", ")}.`,
            );
        return { tables };
    });
}

/** Heartbeats at once and from then on; call the answer to end them. */
export async function beating(server: LocalPostgres, everyMs: number): Promise<() => Promise<void>> {
    const over = new AbortController();
    let first = () => {};
    const begun = new Promise<void>((resolve) => (first = resolve));
    const beats = onSocket(server, "witness_iam", async (db) => {
        while (!over.signal.aborted) {
            await writeHeartbeat(db);
            first();
            await wait(everyMs, undefined, { signal: over.signal }).catch(() => undefined);
        }
    });
    await Promise.race([begun, beats]);
    // A server that was stopped lets no heart beat.
    const ended = beats.catch(() => undefined);
    return () => {
        over.abort();
        return ended;
    };
}
