/** The application at its busiest, workers and all. */
export interface Clients {
    /** Instance class without `db.`. Its memory sets how many connections there can be. */
    instance: string;
    /** Tasks that a busy hour may reach. A deployment runs as many again. */
    maxTasks: number;
    /** Connections that one task may open. */
    connectionsPerTask: number;
    /** Workers that a backlog may reach; 0 where there are none. A deployment runs as many again. */
    maxWorkers: number;
    /** Connections that one worker may open. */
    connectionsPerWorker: number;
}

/** The poolers between the application and the database. */
export interface Poolers {
    /** Poolers that a busy hour may reach, at least 2. A deployment runs as many again. */
    maxPoolers: number;
    /** Connections to the database that one pooler may open for one user. */
    poolSize: number;
    /** The same for reads that may be some seconds old, on all replicas together; or on the database itself. */
    readerPoolSize: number;
}

/** The numbers of one pooler, in the words of pgbouncer.ini, and the open files that they take. */
export interface PoolerNumbers {
    defaultPoolSize: number;
    maxDbConnections: number;
    /** Of the second database, which leads to the replicas. */
    readerPoolSize: number;
    maxReaderConnections: number;
    /** Connections at once of the user that looks up passwords. */
    maxLookups: number;
    maxClientConn: number;
    openFiles: number;
}

type Line = [says: string, connections: number];

/** Old and new run side by side until the new ones are healthy. */
const revisions = 2;
/** A rotation moves the application from one user to the other; both have connections until the last has moved. */
const users = 2;
const maxLookups = 2;
/** The share of the limit that may be planned for: the alarm of criterion OBS-05 is at 80 percent. */
const maxUsagePercent = 75;
/** What is no user's connection: the log, the console, name lookups, listening sockets. An allowance, not measured. */
const otherFiles = 64;
/** What Fargate gives a container (ECS API reference, "Ulimit"). */
const maxOpenFiles = 65_535;

/** Held back by the server: the first two are defaults that servers show, the third is an allowance for RDS itself. */
const reserves: Line[] = [
    ["superuser_reserved_connections", 3],
    ["rds.rds_superuser_reserved_connections", 2],
    ["RDS's own sessions, which no document counts", 10],
];
/** What connects beside the application, and past the poolers. Replicas don't count: PostgreSQL 12 took them out. */
const others: Line[] = [
    ["migrations", 2],
    ["reports", 4],
    ["the rotation and repair of roles", 2],
    ["the check of a restore", 2],
    ["heartbeats and manifests", 3],
    ["people, 3 to read and 3 to write", 6],
];

/** GiB of a class of the size "large", by what its family starts with, and how much of that smaller ones have. */
const largeGb: Record<string, number> = { t: 8, m: 8, r: 16 };
const shares: Record<string, number> = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 };

/** As RDS's User Guide lists it under "Hardware specifications for DB instance classes": regular in these families. */
export function memoryGb(instance: string): number {
    const known = /^(?:(t)(?:3|4g)|([mr])[5-8][a-z]{0,3})\.(\d*)([a-z]+)$/.exec(instance) ?? [];
    const [, burstable, steady = "", count, size = ""] = known;
    const share = Object.hasOwn(shares, size) ? (shares[size] ?? 0) * Number(count || "1") : 0;
    const found = (largeGb[burstable ?? steady] ?? 0) * share;
    if (found > 0) return found;
    throw new Error(
        `instance is ${instance}, whose memory is not known here; use t3, t4g, m5 to m8 or r5 to r8, such as m7g.large.`,
    );
}

/**
 * The connections that an instance has at the least. RDS's default is LEAST({DBInstanceClassMemory/9531392},5000), and
 * that memory "is always somewhat lower than the memory figures shown in the instance class tables" (RDS User Guide,
 * "Specifying DB parameters"), by how much is not told. Servers showed 198, 413, 856 and 1660 at 2, 4, 8 and 15.25 GiB
 * (gist.github.com/guizmaii/1cacffef793c2ba9645083c3e18b3d8c): 248 to 527 MiB less. Taken off here: 384 MiB and 5 percent.
 */
export function connectionLimit(instance: string): number {
    const mib = memoryGb(instance) * 1024;
    return Math.min(5000, Math.floor(((mib - 384 - 0.05 * mib) * 2 ** 20) / 9531392));
}

/** What each pooler is told, or an error that shows the sum that does not come out. */
export function pooledConnections({ instance, ...rest }: Clients & Poolers): PoolerNumbers {
    checkWhole(rest);
    const { maxPoolers, poolSize, readerPoolSize } = rest;
    if (maxPoolers < 2) throw new Error(`maxPoolers is ${maxPoolers}; use 2 or more, so that one can fail.`);
    const maxDbConnections = users * poolSize + maxLookups;
    const each = `(${users} users x ${poolSize} + ${maxLookups} lookups)`;
    const all = `${maxPoolers} poolers x ${revisions} revisions x`;
    // On the database itself in any case: where there is no replica, and after a switch, until the new ones are there. A
    // replica is of the same class, and has these and nothing of the rest: what fits there fits on it.
    const maxReaderConnections = users * readerPoolSize;
    const wanted: Line[] = [
        [`${all} ${each}`, maxPoolers * revisions * maxDbConnections],
        [`${all} ${users} users x ${readerPoolSize} to read`, maxPoolers * revisions * maxReaderConnections],
    ];
    fitDatabase(instance, wanted, "maxPoolers, poolSize or readerPoolSize");
    // Each takes all clients: the others may be gone, and names resolve as they like.
    const clients = demand(rest);
    const backends: Line = ["connections to the database", maxDbConnections + maxReaderConnections];
    const files: Line[] = [...clients, backends, ["other open files", otherFiles]];
    const fix = "Lower maxTasks, connectionsPerTask, or the workers or their concurrency.";
    fit("open files of one pooler", files, maxOpenFiles, [["open files on Fargate", maxOpenFiles]], fix);
    const database = { defaultPoolSize: poolSize, maxDbConnections, maxLookups };
    const reader = { readerPoolSize, maxReaderConnections };
    return { ...database, ...reader, maxClientConn: total(clients), openFiles: total(files) };
}

function demand(all: Omit<Clients, "instance">): Line[] {
    const line = (what: string, count: number, each: number): Line => [
        `${count} ${what} x ${revisions} revisions x ${each} connections`,
        count * revisions * each,
    ];
    return [
        line("tasks", all.maxTasks, all.connectionsPerTask),
        line("workers", all.maxWorkers, all.connectionsPerWorker),
    ];
}

function fitDatabase(instance: string, wanted: Line[], lower: string): void {
    const limit = connectionLimit(instance);
    const allowed = Math.max(0, Math.floor(((limit - total(reserves)) * maxUsagePercent) / 100));
    const has: Line[] = [
        [`max_connections of db.${instance}, at the least`, limit],
        ...reserves.map(([says, connections]): Line => [says, -connections]),
        [`${maxUsagePercent} % of that may be planned for`, allowed],
    ];
    const fix = `Use a larger instance, or lower ${lower}.`;
    fit("connections to the database", [...wanted, ...others], allowed, has, fix);
}

function total(lines: Line[]): number {
    return lines.reduce((sum, [, connections]) => sum + connections, 0);
}

function checkWhole(numbers: Record<string, number>): void {
    for (const [key, value] of Object.entries(numbers)) {
        const least = key === "maxWorkers" ? 0 : 1;
        if (!Number.isSafeInteger(value) || value < least)
            throw new Error(`${key} is ${value}; use a whole number from ${least}.`);
    }
}

function fit(what: string, wanted: Line[], allowed: number, has: Line[], fix: string): void {
    if (total(wanted) <= allowed) return;
    const sum: Line[] = [...has, ...wanted, ["wanted in all", total(wanted)]];
    const shown = sum.map(([says, number]) => `  ${String(number).padStart(7)}  ${says}`);
    throw new Error([`Too many ${what}: ${total(wanted)} of ${allowed}.`, ...shown, fix].join("\n"));
}
