import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readerOf, renderPgbouncer, type PgbouncerIni } from "../../images/pgbouncer/render.ts";
import { imageBundle } from "./image-bundle.ts";
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

/** Made once for all poolers of a process. */
let agent: string | undefined;

export interface PoolerOptions {
    /** Who may call `pooler.lookup`. */
    lookup: { user: string; password: string };
    numbers?: Partial<PgbouncerIni["numbers"]>;
    /** The name by which it knows the database's machine. @default "localhost", which is in the certificate */
    host?: string;
    drainSeconds?: number;
    /** By which it knows the database's replicas. @default none, so that it reads where it writes */
    readerHosts?: string[];
    /** Certificates that those of the servers must lead to. @default the database's own */
    caFile?: string;
    /** True to go on before it serves. */
    isLate?: boolean;
    database?: string;
    /** Where it listens. @default a free port; the same again is a pooler that was started anew */
    port?: number;
    /** The agent beside it, as ECS would tell it what there is: the instance that is deployed, the table, AWS. */
    agent?: { task: string; instance: string; table: string; endpoint: string; leaseSeconds: number };
}

/** The image's own start script and settings, on the loopback. */
export interface LocalPooler {
    port: number;
    server: LocalServer;
    /** Ends it as ECS does, if it still runs, and throws away its folder. */
    stop(): Promise<number | null>;
    /** Ends PgBouncer itself, and nothing before it says so; its start script ends by itself after that. */
    kill(): void;
}

const small = {
    ...{ defaultPoolSize: 10, maxDbConnections: 22, maxLookups: 2, maxClientConn: 500 },
    ...{ readerPoolSize: 4, maxReaderConnections: 8 },
};

export async function startPooler(postgres: LocalPostgres, options: PoolerOptions): Promise<LocalPooler> {
    const { lookup, host = "localhost", database = "app" } = options;
    const [folder, port] = [privateFolder(), options.port ?? (await freePort())];
    // The servers' user may not be able to read where the house stands.
    copyFileSync(start, path.join(folder, "start.sh"));
    if (options.agent)
        writeFileSync(path.join(folder, "agent.cjs"), (agent ??= imageBundle("pgbouncer")), { mode: 0o644 });
    const ini = renderPgbouncer({
        version: localVersion(),
        database: { name: database, port: postgres.port },
        listen: { address: "127.0.0.1", port },
        folder,
        caFile: options.caFile ?? postgres.caFile,
        numbers: { ...small, ...options.numbers },
    });
    const server = new LocalServer("/bin/sh", ["start.sh"], folder, {
        PATH: [found, process.env.PATH].join(path.delimiter),
        PGBOUNCER_INI: ini,
        PGBOUNCER_FOLDER: folder,
        DATABASE_HOST: host,
        DATABASE_READER_HOSTS: options.readerHosts?.join(","),
        LOOKUP_USER: lookup.user,
        LOOKUP_PASSWORD: lookup.password,
        DRAIN_SECONDS: String(options.drainSeconds ?? 110),
        ...(options.agent ? agentOf(options.agent, postgres, database) : {}),
    });
    const stop = async () => {
        const code = await server.stop("SIGTERM");
        removeFolder(folder);
        return code;
    };
    const kill = () => {
        const [, pid] = /\[(\d+)\] LOG process up/.exec(server.log) ?? [];
        process.kill(Number(pid), "SIGKILL");
    };
    const pooler = { port, server, stop, kill };
    if (options.isLate) return pooler;
    await server.says(/process up/).catch(async (error: unknown) => {
        await stop();
        throw error;
    });
    return pooler;
}

function agentOf(agent: NonNullable<PoolerOptions["agent"]>, postgres: LocalPostgres, database: string) {
    return {
        AGENT: "agent.cjs",
        SWITCH_TABLE: agent.table,
        TASK_ID: agent.task,
        DATABASE_INSTANCE: agent.instance,
        DATABASE_PORT: String(postgres.port),
        DATABASE_NAME: database,
        DATABASE_READER_NAME: readerOf(database),
        CA_FILE: postgres.caFile,
        ENVIRONMENT: "test",
        LEASE_SECONDS: String(agent.leaseSeconds),
        AWS_REGION: "eu-central-1",
        AWS_ENDPOINT_URL: agent.endpoint,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
    };
}
