import pg from "pg";
import { verifierOf } from "../../functions/roles/scram.ts";
import type { LocalPostgres } from "./local-postgres.ts";

/** Who signs in where, in a database that is set up as on RDS: nobody here may read pg_authid. */
const master = { user: "app_owner", password: "master" };
export const lookup = { user: "pooler", password: "lookup" };

/**
 * The least that a pooler needs: users with verifiers, and the function that shows it the verifier of one who has not
 * expired. Made by a user who is no superuser, as RDS's master is.
 */
const schema = `
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    CREATE SCHEMA pooler;
    CREATE TABLE pooler.credentials (
        username text PRIMARY KEY, password text NOT NULL, valid_until timestamptz NOT NULL DEFAULT 'infinity');
    CREATE FUNCTION pooler.lookup(p_user text) RETURNS TABLE (username text, password text)
        LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
        'SELECT username, password FROM pooler.credentials WHERE username = p_user AND valid_until > now()';
    REVOKE ALL ON FUNCTION pooler.lookup(text) FROM PUBLIC;
    CREATE ROLE ${lookup.user} LOGIN;
    GRANT USAGE ON SCHEMA pooler TO ${lookup.user};
    GRANT EXECUTE ON FUNCTION pooler.lookup(text) TO ${lookup.user};
    CREATE ROLE app_rights;`;

/** The database `app`, its master and what a pooler needs. */
export async function makeRoles(postgres: LocalPostgres): Promise<void> {
    const verifier = verifierOf(master);
    const made = [`CREATE ROLE ${master.user} LOGIN CREATEROLE PASSWORD '${verifier}'`];
    await asSuperuser(postgres, [...made, `CREATE DATABASE app OWNER ${master.user}`], "postgres");
    await asSuperuser(postgres, [`ALTER SCHEMA public OWNER TO ${master.user}`]);
    await asMaster(postgres, [schema, `ALTER ROLE ${lookup.user} PASSWORD '${verifierOf(lookup)}'`]);
}

/** Gives a user of the application a password, and makes the user where there is none. */
export async function setPassword(
    postgres: LocalPostgres,
    user: string,
    password: string,
    validUntil = "infinity",
): Promise<void> {
    const verifier = verifierOf({ user, password });
    await asMaster(postgres, [
        `DO $$ BEGIN CREATE ROLE ${user} LOGIN IN ROLE app_rights; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
        `BEGIN;
        ALTER ROLE ${user} PASSWORD '${verifier}' VALID UNTIL '${validUntil}';
        INSERT INTO pooler.credentials VALUES ('${user}', '${verifier}', '${validUntil}') ON CONFLICT (username)
            DO UPDATE SET password = EXCLUDED.password, valid_until = EXCLUDED.valid_until;
        COMMIT;`,
    ]);
}

export function asMaster(postgres: LocalPostgres, statements: string[]): Promise<pg.QueryResult> {
    return query({ port: postgres.port, database: "app", ...master, ...overTls }, statements);
}

/** On the server's own socket, where its superuser needs no password. */
export function asSuperuser(
    postgres: LocalPostgres,
    statements: string[],
    database = "app",
): Promise<pg.QueryResult> {
    return query({ host: postgres.folder, port: postgres.port, user: "postgres", database }, statements);
}

/** Encrypted, and nobody's certificate is asked for: what a client of the pooler does. */
export const overTls = { host: "127.0.0.1", ssl: { rejectUnauthorized: false } };

/** Runs statements on a connection of their own; the answer is the last one's. */
export async function query(where: pg.ClientConfig, statements: string[]): Promise<pg.QueryResult> {
    const client = new pg.Client(where);
    // A connection that breaks says so to whoever waits for its answer.
    client.on("error", () => undefined);
    await client.connect();
    try {
        let result: pg.QueryResult | undefined;
        for (const statement of statements) result = await client.query(statement);
        if (!result) throw new Error("There was nothing to run.");
        return result;
    } finally {
        await client.end();
    }
}
