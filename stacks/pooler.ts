import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { pgbouncerVersion, readerOf, renderPgbouncer } from "../images/pgbouncer/render.ts";
import { pooledConnections, type Clients } from "./connections.ts";
import type { Tier } from "./tiers.ts";

/** PgBouncer's own port, by custom. */
const port = 6432;
/** In the container's memory, for nothing else can be written; it holds a password. */
const folder = "/tmp/pgbouncer";

interface Environment {
    size: Tier & { pool: Pick<Clients, "maxWorkers" | "connectionsPerWorker"> };
    /** What the names of metrics start with, after `Airworthy/`; and the task's family, before `-pooler`. */
    environment: string;
}

export interface PoolerParts<Secret, Ready, Parameter> {
    /** Who looks up passwords, and what gives it one; where the database is, and its replicas, if it has any. */
    secrets: { pooler: Secret };
    roles: { ready: Ready };
    database: {
        place: { identifier: string; dbName: string; port: number };
        readers: (Parameter & { identifiers: pulumi.Input<string>[] }) | undefined;
    };
    /** Where the agent beside PgBouncer reads which generation to use, and tells how far it is. */
    record: { tableName: pulumi.Input<string>; toReport: aws.iam.PolicyStatement[] };
    logs: { pooler: { name: pulumi.Input<string> } };
}

/**
 * What a pooler's task is told; or an error with the sum, if all clients at their busiest could open more connections
 * than there are. What changes while tasks live, they read from the secret at their start.
 */
export function pooler<Secret extends object, Ready, Parameter>(
    parts: PoolerParts<Secret, Ready, Parameter> & Environment,
) {
    const { size, environment, secrets, roles, database: led, record, logs } = parts;
    const from = { ...secrets.pooler, value: roles.ready };
    const { place: database, readers } = led;
    const readerName = readerOf(database.dbName);
    const { openFiles, ...numbers } = pooledConnections({
        ...size.pool,
        instance: size.database.instance,
        maxTasks: size.service.maxTasks,
        maxPoolers: size.poolers.maxTasks,
    });
    const ini = renderPgbouncer({
        version: pgbouncerVersion,
        database: { name: database.dbName, port: database.port },
        listen: { address: "*", port },
        folder,
        caFile: "/etc/ssl/rds.pem",
        numbers,
    });
    return {
        ...size.poolers,
        family: `${environment}-pooler`,
        logGroupName: logs.pooler.name,
        port,
        /** What clients call the database for reads that may be some seconds old. */
        readerName,
        openFiles,
        cpuArchitecture: "ARM64" as const,
        // Seconds: the longest that Fargate gives; the start script ends 10 before it.
        stopSeconds: 120,
        healthCommand: ["CMD-SHELL", `nc -z 127.0.0.1 ${port}`],
        environment: {
            PGBOUNCER_INI: ini,
            PGBOUNCER_FOLDER: folder,
            // The deployed generation. Another one is another task, so that a deployment starts the poolers anew.
            DATABASE_INSTANCE: database.identifier,
            DATABASE_PORT: String(database.port),
            DATABASE_NAME: database.dbName,
            DATABASE_READER_NAME: readerName,
            // More replicas, or fewer, are another task, too: their hosts are read when it starts.
            ...(readers && {
                DATABASE_READERS: pulumi.all(readers.identifiers).apply((all) => all.join(",")),
            }),
            SWITCH_TABLE: record.tableName,
            ENVIRONMENT: environment,
            // MiB. Node would take what it sees of the machine, and PgBouncer shares the task's memory.
            NODE_OPTIONS: "--max-old-space-size=64",
        },
        secrets: {
            DATABASE_HOST: { from, key: "host" },
            LOOKUP_USER: { from, key: "username" },
            LOOKUP_PASSWORD: { from, key: "password" },
            ...(readers && { DATABASE_READER_HOSTS: { from: readers } }),
        },
        rights: record.toReport,
    };
}
