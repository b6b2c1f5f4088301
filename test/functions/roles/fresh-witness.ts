import assert from "node:assert/strict";
import type pg from "pg";
import { writeHeartbeat } from "../../../functions/manifest/heartbeat.ts";
import { identityOf } from "../../../functions/manifest/identity.ts";
import { writeManifest, type ManifestOptions } from "../../../functions/manifest/manifest.ts";
import { watchDeletes } from "../../../functions/manifest/witness.ts";
import { check } from "../../../functions/restore-check/check.ts";
import { freshRoles } from "./fresh-roles.ts";

const PASSWORD = "only-where-there-is-no-iam";
/** What lets the witness add its triggers to the migrator's tables. */
export const THROUGH = "airworthy.watch_for_migrator";

/** Fresh roles, and those who prove the backups at work. */
export function freshWitness() {
    const roles = freshRoles();
    const { as, asRds } = roles;

    /** Elsewhere than on RDS nobody can sign in as them: the superuser gives them a password for a test. */
    const signedIn = async <T>(user: string, work: (db: pg.Client) => Promise<T>): Promise<T> => {
        await asRds(`ALTER ROLE ${user} PASSWORD '${PASSWORD}'`);
        return as({ user, password: PASSWORD }, work);
    };
    const witness = <T>(work: (db: pg.Client) => Promise<T>) => signedIn("witness_iam", work);
    const checker = <T>(work: (db: pg.Client) => Promise<T>) => signedIn("checker_iam", work);
    const refused = (work: typeof witness, sql: string, why = /permission denied|must be owner/) =>
        assert.rejects(
            work((db) => db.query(sql)),
            why,
            sql,
        );
    const write = (options: ManifestOptions = {}) =>
        witness(async (db) => {
            await watchDeletes(db, THROUGH);
            const written = await writeManifest(db, options);
            return { ...written, at: await writeHeartbeat(db) };
        });
    const verdict = (restoreTime: Date) =>
        checker(async (db) => {
            const { name, systemIdentifier } = await identityOf(db);
            assert.ok(systemIdentifier, "it reads the system identifier");
            return check(db, { database: { name, systemIdentifier }, restoreTime });
        });
    return { ...roles, witness, checker, refused, write, verdict, password: PASSWORD };
}
