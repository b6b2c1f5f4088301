import type { ClientBase } from "pg";
import { USERS_OWN } from "../manifest/tables.ts";
import { REPLICATOR } from "../roles/fence.ts";
import { TABLES } from "./kept.ts";

interface Blocker {
    /** Gives a row with `name` for each thing that replication leaves out or stumbles over. */
    asked: string;
    /** After their names: what they are, and what to do. */
    says: string;
}

const IN = `JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;

/** What PostgreSQL's documentation names under "Logical Replication", "Restrictions", and what this house adds. */
const blockers: Blocker[] = [
    {
        asked: `SELECT current_setting('wal_level') AS name WHERE current_setting('wal_level') <> 'logical'`,
        says: "is the wal_level, and replication needs logical: deploy, then reboot the instance, for the parameter rds.logical_replication counts from its start",
    },
    {
        asked: `SELECT t.name FROM (${TABLES}) AS t JOIN pg_catalog.pg_class c ON c.oid = t.oid
            LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisvalid
                AND CASE c.relreplident WHEN 'd' THEN i.indisprimary ELSE i.indisreplident END
            WHERE c.relreplident <> 'f' AND i.indexrelid IS NULL`,
        says: "has nothing that names a row: once published, each UPDATE and DELETE there would fail. Give it a primary key, or REPLICA IDENTITY FULL where it is small",
    },
    {
        asked: `SELECT c.oid::regclass::text AS name FROM pg_catalog.pg_class c ${IN}
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'u' AND n.nspname !~ '^pg_'`,
        says: "is unlogged, and its rows are not replicated: ALTER TABLE … SET LOGGED, or drop it",
    },
    {
        asked: `SELECT count(*) || ' large objects' AS name FROM pg_catalog.pg_largeobject_metadata HAVING count(*) > 0`,
        says: "are not replicated: keep such data in a table, or in the bucket of uploads",
    },
    {
        asked: `SELECT c.oid::regclass::text AS name FROM pg_catalog.pg_class c WHERE c.relkind = 'f'`,
        says: "is a foreign table, whose password nobody may read: drop it, and make it anew afterwards",
    },
    {
        asked: `SELECT format('%I of %s', t.tgname, t.tgrelid::regclass) AS name FROM pg_catalog.pg_trigger t
            JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid ${IN}
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R') AND t.tgname !~ '^airworthy_' AND ${USERS_OWN}`,
        says: "is a trigger that fires for replicated rows, too, and would do its work twice: ALTER TABLE … ENABLE TRIGGER",
    },
    {
        asked: `SELECT t.name FROM (${TABLES}) AS t JOIN pg_catalog.pg_class c ON c.oid = t.oid WHERE c.relforcerowsecurity`,
        says: "hides rows from its owner, who has to bring them: ALTER TABLE … NO FORCE ROW LEVEL SECURITY, for the time of the upgrade",
    },
    {
        asked: `SELECT extname AS name FROM pg_catalog.pg_extension WHERE extname = 'pg_cron'`,
        says: "keeps jobs, which do not come along, and which no fence ends: drop the extension, and make the jobs anew afterwards",
    },
    {
        asked: `SELECT t.name FROM (${TABLES}) AS t JOIN pg_catalog.pg_class c ON c.oid = t.oid
            WHERE NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')`,
        says: "is of an owner whom the master is no member of: ALTER TABLE … OWNER TO migrator",
    },
    {
        asked: `SELECT gid AS name FROM pg_catalog.pg_prepared_xacts`,
        says: "is a prepared transaction: COMMIT PREPARED or ROLLBACK PREPARED",
    },
    {
        asked: `SELECT datname AS name FROM pg_catalog.pg_database
            WHERE NOT datistemplate AND datname NOT IN (current_database(), 'postgres', 'rdsadmin')`,
        says: "is a database besides, and would stay behind: move what it holds, and drop it",
    },
];

/** Roles that the next generation would lack: nobody can read their passwords. */
const ROLES = `SELECT rolname AS name FROM pg_catalog.pg_roles
    WHERE NOT rolsuper AND rolname !~ '^(pg_|rds)' AND rolname NOT IN (current_user, '${REPLICATOR}')`;
const EXTENSIONS = "SELECT extname AS name FROM pg_catalog.pg_extension";
const AVAILABLE = "SELECT name FROM pg_catalog.pg_available_extensions";

/** Everything that stands in the way, in sentences; the generation that follows has its roles already. */
export async function blockersOf(from: ClientBase, to?: ClientBase): Promise<string[]> {
    const namesOf = async (db: ClientBase, asked: string) =>
        (await db.query<{ name: string }>(asked)).rows.map(({ name }) => name);
    const found: string[] = [];
    for (const { asked, says } of blockers) {
        const names = await namesOf(from, `SELECT name FROM (${asked}) AS b ORDER BY 1 LIMIT 20`);
        if (names.length > 0) found.push(`${names.join(", ")} ${says}`);
    }
    if (to === undefined) return found;
    const lacking = async (asked: string, has: string) => {
        const known = new Set(await namesOf(to, has));
        return (await namesOf(from, asked)).filter((name) => !known.has(name));
    };
    const roles = await lacking(ROLES, ROLES);
    if (roles.length > 0)
        found.push(
            `${roles.join(", ")} is a role of nobody here, and can't be copied with its password: DROP ROLE, and make it anew afterwards`,
        );
    const extensions = await lacking(EXTENSIONS, AVAILABLE);
    if (extensions.length > 0)
        found.push(
            `${extensions.join(", ")} is an extension that the next version lacks: drop it, or wait for it`,
        );
    return found;
}
