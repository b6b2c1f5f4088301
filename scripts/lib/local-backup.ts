import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ClientBase } from "pg";
import { ownedByNobody, runAsNobody } from "./local-server.ts";
import { startPostgres, type LocalPostgres } from "./local-postgres.ts";
import { postgresProgram } from "./postgres-programs.ts";

/** Lines of postgresql.conf with which a server keeps all that it writes in a folder, too. */
export function archivingTo(archive: string): string[] {
    // Under its own name once it is whole: a restore beside it reads no half of one.
    const copy = `cp %p "${archive}/%f.part" && mv "${archive}/%f.part" "${archive}/%f"`;
    return ["archive_mode = on", `archive_command = '${copy}'`];
}

/** Lines of postgresql.conf with which a copy goes forward to a moment, and serves from there: point-in-time recovery. */
function recoveringTo(until: Date, archive: string): string[] {
    return [
        "archive_mode = off",
        `restore_command = 'cp "${archive}/%f" %p'`,
        `recovery_target_time = '${until.toISOString().replace("T", " ").replace("Z", "+00")}'`,
        "recovery_target_action = promote",
    ];
}

/** Copies a server that runs, as RDS does each night; it is asked on its socket. */
export async function takeBackup(socket: { folder: string; port?: number }, base: string): Promise<void> {
    const where = ["-h", socket.folder, "-U", "postgres", ...(socket.port ? ["-p", `${socket.port}`] : [])];
    const how = ["-c", "fast", "-X", "none", "--no-sync"];
    await runAsNobody(postgresProgram("pg_basebackup"), [...where, "-D", base, ...how], "/");
}

/** Waits until all that was written so far can be restored. */
export async function archiveAll(superuser: ClientBase, archive: string): Promise<void> {
    // A restore to a time needs to see something later than that time.
    await superuser.query("SELECT txid_current()");
    const { rows } = await superuser.query("SELECT pg_walfile_name(pg_switch_wal()) AS file");
    while (!existsSync(path.join(archive, rows[0].file))) await wait(20);
}

/** Puts a backup where a server keeps its data, to be rolled forward when that starts. */
export async function layOut(base: string, data: string, archive: string, until: Date): Promise<void> {
    await runAsNobody("cp", ["-a", base, data], "/");
    const lines = recoveringTo(until, archive).join("\n");
    appendFileSync(path.join(data, "postgresql.conf"), `\n${lines}\n`);
    const signal = path.join(data, "recovery.signal");
    writeFileSync(signal, "");
    ownedByNobody(signal);
}

/** What a server can be restored from. */
export interface LocalBackup {
    base: string;
    archive: string;
}

/** A server of its own with the data of another at a moment, and that one's certificates. */
export function restorePostgres(
    { base, archive }: LocalBackup,
    until: Date,
    of: LocalPostgres,
): Promise<LocalPostgres> {
    return startPostgres([], {
        certificates: of.certificates,
        fill: (data) => layOut(base, data, archive, until),
        kind: "complete",
    });
}
