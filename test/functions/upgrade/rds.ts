import type pg from "pg";
import { connect, type Login, type Place } from "../../../functions/roles/world.ts";
import type { Generations } from "../../../scripts/lib/local-generations.ts";
import { query } from "../../../scripts/lib/local-roles.ts";

/** What RDS lets its master do, and PostgreSQL a superuser only: slots, and the role that replicates (rds_replication). */
const FOR_RDS =
    /^(CREATE|ALTER|DROP) ROLE (IF EXISTS )?airworthy_replicator|rds_replication|^SELECT pg_catalog\.(pg_create_logical|pg_drop)_replication_slot|^SELECT pg_catalog\.pg_terminate_backend/;

/** What PostgreSQL lets do whom it gave pg_create_subscription, from 16 on, and before that a superuser only. */
const SUBSCRIPTIONS = /^(CREATE|ALTER|DROP) SUBSCRIPTION/;

/** Connects as the functions do. These statements of the master's and no other run as the superuser. */
export function connectAsOnRds(generations: Generations, ca: string) {
    return async (place: Place, login: Login): Promise<pg.Client> => {
        const db = await connect(place, login, ca);
        if (login.user !== place.master) return db;
        const { folder, port } = generations.serverAt(place.port);
        const superuser = { host: folder, port, user: "postgres", database: place.database };
        const { rows } = await db.query("SELECT current_setting('server_version_num')::int >= 160000 AS may");
        if (rows[0].may) await query(superuser, [`GRANT pg_create_subscription TO ${place.master}`]);
        const forOthers = (text: string) => FOR_RDS.test(text) || (!rows[0].may && SUBSCRIPTIONS.test(text));
        const own = db.query.bind(db) as (...asked: unknown[]) => unknown;
        const asked = async (text: unknown, values?: unknown[]) => {
            if (typeof text !== "string" || !forOthers(text)) return own(text, values);
            // Numbers and names of the function's own.
            const whole = (values ?? []).reduce<string>(
                (all, value, at) => all.replace(`$${at + 1}`, `'${String(value)}'`),
                text,
            );
            const answer = await query(superuser, [whole]);
            // RDS grants it to a role; PostgreSQL asks for the role's own attribute.
            if (text.includes("rds_replication"))
                await query(superuser, ["ALTER ROLE airworthy_replicator REPLICATION"]);
            return answer;
        };
        db.query = asked as unknown as typeof db.query;
        return db;
    };
}
