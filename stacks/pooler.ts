import type { PoolerNumbers } from "../components/data/connections.ts";
import { pgbouncerVersion, renderPgbouncer } from "../images/pgbouncer/render.ts";

/** PgBouncer's own port, by custom. */
export const poolerPort = 6432;
/** In the container's memory, for nothing else can be written; it holds a password. */
const folder = "/tmp/pgbouncer";

interface Parts<Secret> {
    /** Who looks up passwords, and where the database is. */
    login: Secret;
    database: { dbName: string; port: number };
    numbers: PoolerNumbers;
}

/** What a pooler's task is told. What changes while tasks live, they read from the secret at their start. */
export function pooler<Secret>({ login: from, database, numbers }: Parts<Secret>) {
    const { openFiles, ...limits } = numbers;
    const ini = renderPgbouncer({
        version: pgbouncerVersion,
        database: { name: database.dbName, port: database.port },
        listen: { address: "*", port: poolerPort },
        folder,
        caFile: "/etc/ssl/rds.pem",
        numbers: limits,
    });
    return {
        port: poolerPort,
        openFiles,
        // Seconds: the longest that Fargate gives; the start script ends 10 before it.
        stopSeconds: 120,
        healthCommand: ["CMD-SHELL", `nc -z 127.0.0.1 ${poolerPort}`],
        environment: { PGBOUNCER_INI: ini, PGBOUNCER_FOLDER: folder },
        secrets: {
            DATABASE_HOST: { from, key: "host" },
            LOOKUP_USER: { from, key: "username" },
            LOOKUP_PASSWORD: { from, key: "password" },
        },
        rights: [],
    };
}
