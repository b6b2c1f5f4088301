import type { ClientBase } from "pg";
import { behindFence, isFenced, liftOthers } from "./fence.ts";
import { grantIam } from "./iam.ts";
import { keepLedger, type Kept } from "./ledger.ts";
import { locked } from "./locked.ts";
import { adopt, showAll } from "./objects.ts";
import { lookup } from "./lookup.ts";
import {
    GROUPS,
    groupNames,
    IAM,
    IAM_USERS,
    KEEPER,
    LEDGER_KEEPER,
    membersOf,
    sessionLimitOf,
} from "./purposes.ts";
import { tried } from "./tried.ts";

/** What came of it, for the log. */
export interface Repaired extends Kept {
    /** Tables, sequences, functions and types that were the master's and are the migrator's now. */
    adopted: string[];
    /** Whether the checker may call amcheck's functions. */
    amcheck: "granted" | "not installed" | "not ours to grant";
    /** Whether the users without a password can sign in by IAM; elsewhere than on RDS they can't sign in at all. */
    iam: "granted" | "not on this server";
}

const users = groupNames.flatMap(membersOf);
const all = [KEEPER, LEDGER_KEEPER, ...groupNames, ...users];
const names = (list: readonly string[]) => list.join(", ");

/**
 * Makes the roles of `purposes.ts`, and makes them right again: it may run at every deployment, and beside itself. It
 * signs in as the master, who is no superuser: it owns the database, may make roles, and sees no password hash.
 *
 * With `instance` it heeds the fence of that name: it refuses, or, where it may work behind it, opens nothing.
 */
export async function repair(db: ClientBase, instance?: string, mayBeFenced = false): Promise<Repaired> {
    const repaired = await locked(db, async () => {
        const isShut = instance !== undefined && (await isFenced(db, instance));
        if (isShut && !mayBeFenced) throw new Error(behindFence(instance));
        await makeRoles(db, isShut);
        await closeDatabases(db);
        const adopted = await adopt(db);
        await grantWhatComes(db);
        await showAll(db);
        await db.query(lookup);
        if (isShut) await db.query(ALL_FENCED, [instance, users]);
        else if (instance !== undefined) await liftOthers(db, instance);
        const kept = await keepLedger(db);
        return { adopted, ...kept, amcheck: await grantAmcheck(db), iam: await grantIam(db) };
    });
    // What was there before the roles, on the first day, may be more than one transaction can lock.
    for (let more = repaired.adopted; more.length > 0; repaired.adopted.push(...more)) {
        more = await locked(db, async () => {
            const some = await adopt(db);
            await showAll(db);
            return some;
        });
    }
    return repaired;
}

/** Users that are new behind a fence get their sign-in when it is lifted. */
const ALL_FENCED =
    "UPDATE pooler.fence SET roles = ARRAY(SELECT DISTINCT unnest(roles || $2::name[])) WHERE instance = $1";

async function makeRoles(db: ClientBase, isShut: boolean): Promise<void> {
    const { rows } = await db.query<{ name: string; isMighty: boolean }>(
        `SELECT rolname AS name, rolsuper OR rolreplication OR rolbypassrls AS "isMighty"
         FROM pg_catalog.pg_roles WHERE rolname = ANY ($1)`,
        [all],
    );
    const mighty = rows.filter(({ isMighty }) => isMighty).map(({ name }) => name);
    if (mighty.length > 0) {
        throw new Error(
            `${names(mighty)} may do what only a superuser can take away; use ALTER ROLE ... NOSUPERUSER NOREPLICATION NOBYPASSRLS.`,
        );
    }
    for (const role of all.filter((one) => !rows.some(({ name }) => name === one))) {
        await db.query(`CREATE ROLE ${role} ${users.includes(role) && !isShut ? "LOGIN" : "NOLOGIN"}`);
    }
    await leaveOtherGroups(db);
    // As a member the master may make things that belong to them; they own it, the master does not.
    await db.query(`GRANT ${KEEPER}, ${LEDGER_KEEPER}, migrator TO CURRENT_USER`);
    for (const group of groupNames) {
        await db.query(`ALTER ROLE ${group} NOLOGIN NOCREATEDB NOCREATEROLE`);
        await db.query(`GRANT ${group} TO ${names(membersOf(group))}`);
        for (const user of membersOf(group)) {
            const secret = IAM_USERS.includes(user) ? "PASSWORD NULL" : "";
            const limits = `INHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT ${sessionLimitOf(user)}`;
            await db.query(`ALTER ROLE ${user} ${isShut ? "NOLOGIN" : "LOGIN"} ${limits} ${secret}`);
            await db.query(`ALTER ROLE ${user} RESET ALL`);
            for (const [setting, value] of Object.entries(GROUPS[group].settings))
                await db.query(`ALTER ROLE ${user} SET ${setting} = '${value}'`);
        }
    }
}

/** A user of the application that someone made a migrator is one no longer. */
async function leaveOtherGroups(db: ClientBase): Promise<void> {
    const others = await otherGroups(db);
    if (others.length === 0) return;
    for (const { group, member } of others) await db.query(`REVOKE ${group} FROM ${member}`);
    // From PostgreSQL 16 on a grant is its giver's alone, and to take back another's is a warning.
    const [left] = await otherGroups(db);
    if (left === undefined) return;
    const { group, member, giver } = left;
    throw new Error(
        `${member} is a member of ${group}, which ${giver} made it and can take back alone; as ${giver} use REVOKE ${group} FROM ${member}.`,
    );
}

async function otherGroups(db: ClientBase) {
    const { rows } = await db.query<{ group: string; member: string; giver: string }>(
        `SELECT quote_ident(g.rolname) AS group, m.rolname AS member, pg_get_userbyid(a.grantor) AS giver
         FROM pg_catalog.pg_auth_members a
         JOIN pg_catalog.pg_roles g ON g.oid = a.roleid JOIN pg_catalog.pg_roles m ON m.oid = a.member
         WHERE m.rolname = ANY ($1)`,
        [all],
    );
    return rows.filter(({ group, member }) => {
        const isOwn = groupNames.some((one) => one === group && membersOf(one).includes(member));
        return !isOwn && !(group === IAM && IAM_USERS.includes(member));
    });
}

/** The databases that the master owns: on RDS not all of them are its own. */
async function closeDatabases(db: ClientBase): Promise<void> {
    const { rows } = await db.query<{ name: string; isThis: boolean }>(
        `SELECT quote_ident(datname) AS name, datname = current_database() AS "isThis" FROM pg_catalog.pg_database
         WHERE pg_catalog.pg_has_role(datdba, 'USAGE') AND datallowconn`,
    );
    for (const { name } of rows) await db.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC, ${names(all)}`);
    const here = rows.find(({ isThis }) => isThis)?.name;
    if (here === undefined)
        throw new Error("The master does not own the database; use the one that RDS made.");
    await db.query(`GRANT CONNECT ON DATABASE ${here} TO ${names(groupNames)}`);
    await db.query(`GRANT CREATE, TEMPORARY ON DATABASE ${here} TO migrator`);
}

/** Rights on what the migrator will make. */
async function grantWhatComes(db: ClientBase): Promise<void> {
    const byDefault = "ALTER DEFAULT PRIVILEGES FOR ROLE migrator";
    for (const group of groupNames) {
        const { rows, sequences } = GROUPS[group];
        if (rows === "") continue;
        await db.query(`${byDefault} GRANT USAGE ON SCHEMAS TO ${group}`);
        await db.query(`${byDefault} GRANT ${rows} ON TABLES TO ${group}`);
        await db.query(`${byDefault} GRANT ${sequences} ON SEQUENCES TO ${group}`);
    }
    // A function can run with its owner's rights, and PUBLIC may call each one that nobody closes.
    await db.query(`${byDefault} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`);
    await db.query(`${byDefault} GRANT EXECUTE ON FUNCTIONS TO application`);
}

/** The check of a copy reads its indexes with it, and only the master can install it. */
async function grantAmcheck(db: ClientBase): Promise<Repaired["amcheck"]> {
    await tried(db, () => db.query("CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA airworthy"));
    const { rows } = await db.query<{ name: string; schema: string; isOurs: boolean }>(
        `SELECT p.oid::regprocedure AS name, quote_ident(n.nspname) AS schema,
                pg_catalog.has_function_privilege(p.oid, 'EXECUTE WITH GRANT OPTION') AS "isOurs"
         FROM pg_catalog.pg_extension e
         JOIN pg_catalog.pg_depend d ON d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 'pg_proc'::regclass
         JOIN pg_catalog.pg_proc p ON p.oid = d.objid JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
         WHERE e.extname = 'amcheck'`,
    );
    if (rows.length === 0) return "not installed";
    if (rows.some(({ isOurs }) => !isOurs)) return "not ours to grant";
    for (const { name } of rows) await db.query(`GRANT EXECUTE ON FUNCTION ${name} TO checker`);
    return "granted";
}
