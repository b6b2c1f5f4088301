import { execFile, execFileSync } from "node:child_process";
import { chownSync, existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { postgresFolder } from "../../scripts/lib/postgres-programs.ts";

const run = promisify(execFile);

/** Where there is no Debian, the server's programs are on PATH. */
const bin = postgresFolder("complete") ?? pathTo("initdb");

/** Whether there is a server to run, and a user to run it as: PostgreSQL refuses root. */
export const hasPostgres = bin !== undefined && (process.getuid?.() !== 0 || idOf("postgres") !== undefined);

/** Runs one of the server's programs, or another, as the server's user. */
export async function asServer(program: string, args: string[], fromBin = true): Promise<unknown> {
    const ids = process.getuid?.() === 0 ? idOf("postgres") : undefined;
    return run(fromBin ? path.join(bin ?? "", program) : program, args, { ...ids, cwd: "/" });
}

/** Gives a file to the server's user. */
export function own(file: string): void {
    const ids = process.getuid?.() === 0 ? idOf("postgres") : undefined;
    if (ids) chownSync(file, ids.uid, ids.gid);
}

function idOf(user: string): { uid: number; gid: number } | undefined {
    try {
        const id = (flag: string) =>
            Number(execFileSync("id", [flag, user], { stdio: ["ignore", "pipe", "ignore"] }));
        return { uid: id("-u"), gid: id("-g") };
    } catch {
        return undefined;
    }
}

function pathTo(program: string): string | undefined {
    const folders = (process.env.PATH ?? "").split(path.delimiter);
    return folders.find((folder) => existsSync(path.join(folder, program)));
}
