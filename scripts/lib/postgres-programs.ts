import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { newest } from "./local-server.ts";
import { DEBIAN_POSTGRES, POSTGRES } from "./server-parts.ts";

const OURS = path.resolve(import.meta.dirname, "../..", POSTGRES.bin);

/**
 * "newest" is the major version that production has, where `npm run servers` could bring it; "complete" is one that has
 * its clients beside it, of the same version, for pg_dump and pg_basebackup take no newer server than themselves.
 */
export type Kind = "newest" | "complete";

/** The folder of a server's programs; undefined without any. */
export function postgresFolder(kind: Kind): string | undefined {
    const folders = kind === "newest" && isReachable(OURS) ? [...DEBIAN_POSTGRES, OURS] : DEBIAN_POSTGRES;
    return folders.findLast((folder) => existsSync(path.join(folder, "initdb")));
}

/** One of the server's own programs, by its name. */
export function postgresProgram(name: string, kind: Kind = "complete"): string {
    const folder = postgresFolder(kind);
    return newest(name, folder === undefined ? [] : [folder]);
}

/** PostgreSQL refuses root: for root's clone in a folder of its own, another user runs it, who has to get there. */
function isReachable(folder: string): boolean {
    if (!existsSync(folder)) return false;
    if (process.getuid?.() !== 0) return true;
    const above = folder
        .split(path.sep)
        .map((_, depth, names) => names.slice(0, depth + 1).join(path.sep) || "/");
    return above.every((one) => (statSync(one).mode & 0o001) !== 0);
}
