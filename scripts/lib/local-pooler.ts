import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import path from "node:path";
import { renderPgbouncer, type PgbouncerIni } from "../../images/pgbouncer/render.ts";
import { freePort, LocalServer, privateFolder, removeFolder } from "./local-server.ts";
import type { LocalPostgres } from "./local-postgres.ts";

const start = path.resolve(import.meta.dirname, "../../images/pgbouncer/start.sh");
// Debian has it where only root's PATH goes.
const searched = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin"];
const found = searched.find((folder) => existsSync(path.join(folder, "pgbouncer"))) ?? "/usr/sbin";

/** The PgBouncer of this machine: the first on PATH. */
export function localVersion(): string {
    const said = execFileSync(path.join(found, "pgbouncer"), ["--version"], { encoding: "utf8" });
    const [, version] = /^PgBouncer (\d+\.\d+\.\d+)/.exec(said) ?? [];
    if (version === undefined) throw new Error(`This is no version of PgBouncer: ${said}`);
    return version;
}

export interface PoolerOptions {
    /** Who may call `pooler.lookup`. */
    lookup: { user: string; password: string };
    numbers?: Partial<PgbouncerIni["numbers"]>;
    /** The name by which it knows the database's machine. @default "localhost", which is in the certificate */
    host?: string;
    drainSeconds?: number;
    database?: string;
}

/** The image's own start script and settings, on the loopback. */
export interface LocalPooler {
    port: number;
    server: LocalServer;
    /** Ends it as ECS does, if it still runs, and throws away its folder. */
    stop(): Promise<number | null>;
}

const small = { defaultPoolSize: 10, maxDbConnections: 22, maxLookups: 2, maxClientConn: 500 };

export async function startPooler(postgres: LocalPostgres, options: PoolerOptions): Promise<LocalPooler> {
    const { lookup, host = "localhost", database = "app" } = options;
    const [folder, port] = [privateFolder(), await freePort()];
    // The servers' user may not be able to read where the house stands.
    copyFileSync(start, path.join(folder, "start.sh"));
    const ini = renderPgbouncer({
        version: localVersion(),
        database: { name: database, port: postgres.port },
        listen: { address: "127.0.0.1", port },
        folder,
        caFile: postgres.caFile,
        numbers: { ...small, ...options.numbers },
    });
    const server = new LocalServer("/bin/sh", ["start.sh"], folder, {
        PATH: [found, process.env.PATH].join(path.delimiter),
        PGBOUNCER_INI: ini,
        PGBOUNCER_FOLDER: folder,
        DATABASE_HOST: host,
        LOOKUP_USER: lookup.user,
        LOOKUP_PASSWORD: lookup.password,
        DRAIN_SECONDS: String(options.drainSeconds ?? 110),
    });
    const stop = async () => {
        const code = await server.stop("SIGTERM");
        removeFolder(folder);
        return code;
    };
    await server.says(/process up/).catch(async (error: unknown) => {
        await stop();
        throw error;
    });
    return { port, server, stop };
}
