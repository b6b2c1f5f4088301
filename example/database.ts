import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { failed, log, reasonOf } from "./log.ts";
import { login } from "./settings.ts";
import { queried } from "../images/collector/spans.ts";

/** A connection that broke or was never made, by SQLSTATE or errno, or by the client's words where it has neither. */
const LOST = /^(08|57P0|E(CONN|PIPE|TIMEDOUT|HOST|NOTFOUND|AI_)|Connection terminated(?! d)|Client )/;
/** No connection or no answer in time: to try again at once would make others wait, too. And a cache that is away. */
const AWAY = /^(53|55P03|57014|Connection terminated d|timeout|Query read|The client|Socket|Disconnects)/;
const says = ({ code = "", message }: NodeJS.ErrnoException) => code + message;

/** What may be over when a client asks again. */
export const isPassing = (error: Error) => LOST.test(says(error)) || AWAY.test(says(error));

export type Database = pg.Pool;

/** Behind a PgBouncer that pools by transaction: no session lasts, so no SET, no LISTEN, no named statements. */
export const open = (database: string, max: number): Database =>
    new pg.Pool({
        ...{ ...login(), database, max },
        // Of the 110 s that a pooler that stops gives its clients to leave it between two transactions.
        maxLifetimeSeconds: 90,
        connectionTimeoutMillis: 5_000,
        // The role's statement_timeout ends a slow query; this ends the wait for a server that is gone.
        query_timeout: 30_000,
        // Without a listener, an idle connection that breaks would end the process.
    }).on("error", failed("lost an idle connection"));

/**
 * Runs one statement, which is one transaction. It must be safe to run twice: when a connection breaks, nobody knows
 * whether the statement was committed, and it runs again, for some 3 s in all.
 */
export async function query<Row extends object>(db: Database, statement: string, values: unknown[] = []) {
    for (let attempt = 0; ; attempt++) {
        try {
            return (await queried(statement, () => db.query<Row>(statement, values))).rows;
        } catch (error) {
            if (!LOST.test(says(error as Error)) || attempt === 6) throw error;
            log("warn", "tries again", { attempt, ...reasonOf(error) });
            await wait(50 * 2 ** attempt);
        }
    }
}
