import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { signInOnRds } from "../roles/on-rds.ts";
import type { Login, Place } from "../roles/world.ts";

const run = promisify(execFile);

/** PostgreSQL's own programs, of the newer of the two versions: an older pg_dump refuses a newer server. */
export interface Programs {
    folder: string;
    /** Who may sign for the servers: PEM. */
    caFile: string;
}

/**
 * What a dump has and a generation gets otherwise: the roles' function makes the house's own, the manifest's function its
 * triggers, which fire for replicated rows, too; and who may not own an extension may not comment on it.
 */
const LEFT_OUT = [
    / EVENT TRIGGER - airworthy_/,
    / TRIGGER \S+ \S+ airworthy_(truncated|deleted|rekeyed) /,
    / COMMENT - EXTENSION /,
    / ACL - SCHEMA (airworthy|pooler) /,
];

/** Copies the schema without any row: all of it, or nothing. */
export async function copySchema(
    { folder, caFile }: Programs,
    login: { from: Login; to: Login },
    at: { from: Place; to: Place },
): Promise<void> {
    const scratch = await mkdtemp(path.join(tmpdir(), "airworthy-upgrade-"));
    const [dump, list] = [path.join(scratch, "dump"), path.join(scratch, "list")];
    const ca = await readFile(caFile, "utf8");
    const as = async (end: "from" | "to") => {
        const { host, port, database } = at[end];
        // With what the server asks for.
        const { db, login: opens } = await signInOnRds(at[end], login[end], ca);
        await db.end();
        const env = {
            ...{ PGHOST: host, PGPORT: String(port), PGDATABASE: database, PGAPPNAME: "airworthy-upgrade" },
            ...{ PGUSER: opens.user, PGPASSWORD: opens.password },
            ...{ PGSSLMODE: "verify-full", PGSSLROOTCERT: caFile, PATH: process.env.PATH, HOME: scratch },
        };
        return { env, maxBuffer: 64 * 2 ** 20 };
    };
    const program = (name: string) => path.join(folder, name);
    try {
        const schemas = ["--exclude-schema=airworthy", "--exclude-schema=pooler"];
        // Seconds to wait for a migration: users must not wait behind it.
        const dumped = ["--schema-only", "--format=custom", "--lock-wait-timeout=5s", ...schemas];
        const others = ["--no-publications", "--no-subscriptions"];
        const [from, to] = [await as("from"), await as("to")];
        await run(program("pg_dump"), [...dumped, ...others, `--file=${dump}`], from);
        const { stdout } = await run(program("pg_restore"), ["--list", dump], to);
        const wanted = stdout.split("\n").filter((line) => !LEFT_OUT.some((one) => one.test(line)));
        await writeFile(list, wanted.join("\n"));
        const restored = ["--single-transaction", "--exit-on-error", `--use-list=${list}`];
        await run(program("pg_restore"), [...restored, `--dbname=${at.to.database}`, dump], to);
    } catch (error) {
        const { stderr, message } = error as { stderr?: string; message: string };
        throw new Error(`The schema was not copied: ${stderr?.trim() || message}`);
    } finally {
        await rm(scratch, { recursive: true, force: true });
    }
}
