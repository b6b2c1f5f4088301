import { blockersOf } from "./blockers.ts";
import { TABLES } from "./kept.ts";
import { signedIn, type UpgradeWorld } from "./world.ts";

export interface Looked {
    version: string;
    /** Bytes of the application's database. */
    bytes: number;
    tables: number;
    /** What replication would leave out or stumble over, as far as one end shows it. */
    blockers: string[];
}

/** What there is to bring, and what is in the way, before there is anything to bring it to. Nothing is changed. */
export async function look(world: UpgradeWorld): Promise<Looked> {
    return signedIn(world, async ({ db }) => {
        const { rows } = await db.query<Omit<Looked, "blockers">>(
            `SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS bytes,
                (SELECT count(*)::int FROM (${TABLES}) AS t) AS tables`,
        );
        return { ...rows[0]!, blockers: await blockersOf(db) };
    });
}
