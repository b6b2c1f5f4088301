import type { ClientBase } from "pg";
import { LEDGER } from "../manifest/ledger.ts";
import { watchMigrations } from "../manifest/witness.ts";
import { LEDGER_KEEPER } from "./purposes.ts";
import { tried } from "./tried.ts";

export interface Kept {
    /** Whether the ledger is told of migrations, or why not: then a copy is proven only if there was none meanwhile. */
    migrations: string;
}

/** What the witness may do with each table of the ledger, and no more. */
const WITNESS = {
    heartbeat: "SELECT, INSERT, UPDATE",
    manifest: "SELECT, INSERT, UPDATE, DELETE",
    entry: "SELECT, INSERT, DELETE",
    gone: "SELECT, DELETE",
    ddl: "SELECT, DELETE",
};
const TABLES = Object.keys(WITNESS).map((table) => `airworthy.${table}`);

const schema = `
    CREATE SCHEMA IF NOT EXISTS airworthy AUTHORIZATION ${LEDGER_KEEPER};
    DO $$ BEGIN
        IF (SELECT nspowner <> '${LEDGER_KEEPER}'::regrole FROM pg_catalog.pg_namespace WHERE nspname = 'airworthy') THEN
            RAISE 'Schema airworthy is not of ${LEDGER_KEEPER}; rename it, or give it to ${LEDGER_KEEPER}.';
        END IF;
    END $$;`;

/** The migrator's triggers call what is the ledger's; nobody else has to. */
const rights = `
    REVOKE ALL ON SCHEMA airworthy FROM PUBLIC;
    REVOKE ALL ON ${TABLES.join(", ")} FROM PUBLIC, witness, checker;
    REVOKE ALL ON FUNCTION airworthy.witness_rows(), airworthy.witness_ddl(),
        airworthy.watch(regclass, int2[], boolean, boolean, boolean) FROM PUBLIC;
    GRANT USAGE ON SCHEMA airworthy TO migrator, witness, checker;
    GRANT SELECT ON ${TABLES.join(", ")} TO checker;
    ${Object.entries(WITNESS)
        .map(([table, may]) => `GRANT ${may} ON airworthy.${table} TO witness;`)
        .join("\n    ")}
    GRANT EXECUTE ON FUNCTION airworthy.witness_rows(),
        airworthy.watch(regclass, int2[], boolean, boolean, boolean) TO migrator;`;

/**
 * Only an owner can have a table watched, and the witness must own none: this lets it add the ledger's own triggers to
 * the migrator's tables, and nothing else.
 */
const watch = `
    GRANT CREATE ON SCHEMA airworthy TO migrator;
    SET LOCAL ROLE migrator;
    CREATE OR REPLACE FUNCTION airworthy.watch_for_migrator(relation regclass, keys int2[], is_root boolean,
        is_partition boolean, is_generated boolean) RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = ''
        AS 'SELECT airworthy.watch(relation, keys, is_root, is_partition, is_generated)';
    REVOKE ALL ON FUNCTION airworthy.watch_for_migrator(regclass, int2[], boolean, boolean, boolean)
        FROM PUBLIC, application;
    GRANT EXECUTE ON FUNCTION airworthy.watch_for_migrator(regclass, int2[], boolean, boolean, boolean) TO witness;
    SET LOCAL ROLE ${LEDGER_KEEPER};
    REVOKE CREATE ON SCHEMA airworthy FROM migrator;`;

/**
 * Keeps the ledger of `functions/manifest` in the database: its owner is a role that nobody signs in as, and the witness
 * has what it needs. RDS lets the master make event triggers (its User Guide, "Event triggers for RDS for PostgreSQL"),
 * and wants them dropped before an upgrade in place to another major version; PostgreSQL itself asks for a superuser.
 */
export async function keepLedger(db: ClientBase): Promise<Kept> {
    await db.query(schema);
    await db.query(`SET LOCAL ROLE ${LEDGER_KEEPER}; ${LEDGER} ${rights} ${watch} RESET ROLE`);
    const why = await tried(db, () => watchMigrations(db));
    return { migrations: why === undefined ? "recorded" : `not recorded: ${why}` };
}
