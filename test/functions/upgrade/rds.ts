import type pg from "pg";
import { connect, type Login, type Place } from "../../../functions/roles/world.ts";
import type { Generations } from "../../../scripts/lib/local-generations.ts";
import { query } from "../../../scripts/lib/local-roles.ts";

/**
 * What RDS lets its master do, and PostgreSQL 15 a superuser only: subscriptions (pg_create_subscription, from 16 on),
 * slots, and the role that replicates (rds_replication). These statements and no other run as the superuser.
 */
const FOR_RDS =
    /^(CREATE|ALTER|DROP) SUBSCRIPTION|^(CREATE|ALTER|DROP) ROLE (IF EXISTS )?airworthy_replicator|rds_replication|^SELECT pg_catalog\.(pg_create_logical|pg_drop)_replication_slot|^SELECT pg_catalog\.pg_terminate_backend/;

/** Connects as the functions do, and gives the master those rights. */
export function connectAsOnRds(generations: Generations, ca: string) {
    return async (place: Place, login: Login): Promise<pg.Client> => {
        const db = await connect(place, login, ca);
        if (login.user !== place.master) return db;
        const own = db.query.bind(db) as (...asked: unknown[]) => unknown;
        const asked = async (text: unknown, values?: unknown[]) => {
            if (typeof text !== "string" || !FOR_RDS.test(text)) return own(text, values);
            const { folder, port } = generations.serverAt(place.port);
            const superuser = { host: folder, port, user: "postgres", database: place.database };
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
