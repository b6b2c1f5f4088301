/** The version that the image builds; the first that honours the expiry of a password is 1.24.1 (CVE-2025-2291). */
export const pgbouncerVersion = "1.25.2";

export interface PgbouncerIni {
    /** The PgBouncer that reads the file: what it lacks is left out. */
    version: string;
    /** The one database behind it; clients ask for it by the same name. */
    database: { name: string; port: number };
    listen: { address: string; port: number };
    /** Where the start script puts the users, the certificate and the socket: in memory. */
    folder: string;
    /** Certificates that the database's own must lead to. */
    caFile: string;
    /** What one pooler may open, from the sum over all clients of the database. */
    numbers: {
        defaultPoolSize: number;
        maxDbConnections: number;
        readerPoolSize: number;
        maxReaderConnections: number;
        maxLookups: number;
        maxClientConn: number;
    };
}

type Section = [key: string, value: string | number][];

/**
 * What the start script fills in from its environment: the secret that it comes from is read when a task starts, so that
 * one that starts after a switch to another generation, or after a rotation, has the current ones.
 */
const host = "{{DATABASE_HOST}}";
/** That of one replica. Without a replica it is the same as the host. */
const readerHost = "{{READER_HOST}}";
/** Who may call `pooler.lookup`, and read the statistics. */
const lookupUser = "{{LOOKUP_USER}}";

const allowed = {
    name: /^[a-z_][a-z0-9_]{0,62}$/,
    address: /^(\*|[0-9a-f.:]+)$/,
    path: /^\/[A-Za-z0-9._/-]+$/,
    version: /^\d+\.\d+(\.\d+)?$/,
};
const uses: Record<keyof typeof allowed, string> = {
    name: "lower-case letters, digits and underscores, at most 63",
    address: "* or an IP address",
    path: "an absolute path without spaces",
    version: `a version such as ${pgbouncerVersion}`,
};
const oldest = "1.18";

/** The second name of a database: for reads that may be some seconds old. */
export function readerOf(database: string): string {
    return `${database}_reader`;
}

/** Every setting of `pgbouncer.ini` that is not its default, or that the defaults may not take away. No secret is in it. */
export function renderPgbouncer(args: PgbouncerIni): string {
    check(args);
    const { database, folder, listen, numbers } = args;
    const sections: Record<string, Section> = {
        databases: [
            [database.name, `host=${host} port=${database.port} dbname=${database.name}`],
            [readerOf(database.name), readerLine(args)],
        ],
        // A storm of logins must not take the places of those who are in.
        users: [[lookupUser, `max_user_connections=${numbers.maxLookups}`]],
        pgbouncer: [
            ["listen_addr", listen.address],
            ["listen_port", listen.port],
            ["listen_backlog", 4096],
            // The admin console answers on this socket only, and only to the user who runs the process.
            ["unix_socket_dir", folder],
            ["stats_users", lookupUser],
            ["pool_mode", "transaction"],
            ["max_client_conn", numbers.maxClientConn],
            ["default_pool_size", numbers.defaultPoolSize],
            ["max_db_connections", numbers.maxDbConnections],
            ["auth_type", "scram-sha-256"],
            ["auth_file", `${folder}/users.txt`],
            ["auth_user", lookupUser],
            // Named with its schema, and a function: RDS shows pg_authid to nobody. It leaves out who has expired.
            ["auth_query", "SELECT username, password FROM pooler.lookup($1)"],
            ["server_tls_sslmode", "verify-full"],
            ["server_tls_ca_file", args.caFile],
            ["server_tls_protocols", "secure"],
            ["client_tls_sslmode", "require"],
            ["client_tls_key_file", `${folder}/client.key`],
            ["client_tls_cert_file", `${folder}/client.crt`],
            ["client_tls_protocols", "secure"],
            ...forTime,
            ...forLogs,
            // JDBC sends it at every login.
            ["ignore_startup_parameters", "extra_float_digits"],
            ...(isSince(args.version, "1.21") ? preparedStatements : []),
        ],
    };
    return Object.entries(sections)
        .map(([name, lines]) =>
            [`[${name}]`, ...lines.map(([key, value]) => `${key} = ${value}`), ""].join("\n"),
        )
        .join("\n");
}

/** Pools of its own, so that reads can't take the connections of those who write. */
function readerLine({ version, database, numbers }: PgbouncerIni): string {
    const { readerPoolSize, maxReaderConnections } = numbers;
    return [
        `host=${readerHost} port=${database.port} dbname=${database.name}`,
        `pool_size=${readerPoolSize} max_db_connections=${maxReaderConnections}`,
        // Passwords are looked up where writes go: a replica that is down would hold back everybody who signs in.
        ...(isSince(version, "1.19") ? [`auth_dbname=${database.name}`] : []),
    ].join(" ");
}

/** Seconds, but for `tcp_user_timeout`, which is in milliseconds. */
const forTime: Section = [
    // Old enough to be worth it, young enough that what has expired or moved is left within the hour.
    ["server_lifetime", 1800],
    ["server_idle_timeout", 300],
    ["server_connect_timeout", 5],
    // After a failover the first that works is found within seconds; RDS's names live for 5.
    ["server_login_retry", 1],
    ["dns_max_ttl", 5],
    // Longer than a pause for a switch, shorter than anyone waits for an answer.
    ["query_wait_timeout", 60],
    // A database that vanished with its zone answers nothing, not even that it is gone.
    ["tcp_keepalive", 1],
    ["tcp_keepidle", 30],
    ["tcp_keepintvl", 10],
    ["tcp_keepcnt", 3],
    ["tcp_user_timeout", 15000],
];

/** One line a minute and one for each error; thousands of logins are noise. No query and no password is logged. */
const forLogs: Section = [
    ["verbose", 0],
    ["log_connections", 0],
    ["log_disconnections", 0],
    ["log_pooler_errors", 1],
    ["log_stats", 1],
    ["stats_period", 60],
];

/** Drivers prepare by themselves; before 1.21 that fails on any connection but the one that was prepared on. */
const preparedStatements: Section = [["max_prepared_statements", 200]];

/** True when a version is another or came after it: 1.9 is before 1.10. */
export function isSince(version: string, other: string): boolean {
    const [mine, theirs] = [version, other].map((text) => text.split(".").map(Number));
    for (const at of [0, 1, 2]) {
        const difference = (mine?.[at] ?? 0) - (theirs?.[at] ?? 0);
        if (difference !== 0) return difference > 0;
    }
    return true;
}

function check({ version, database, listen, folder, caFile, numbers }: PgbouncerIni): void {
    const texts: [string, string, keyof typeof allowed][] = [
        ["version", version, "version"],
        ["database.name", database.name, "name"],
        ["listen.address", listen.address, "address"],
        ["folder", folder, "path"],
        ["caFile", caFile, "path"],
    ];
    for (const [key, value, kind] of texts)
        if (!allowed[kind].test(value))
            throw new Error(`${key} is ${JSON.stringify(value)}; use ${uses[kind]}.`);
    if (!isSince(version, oldest)) throw new Error(`version is ${version}; use ${oldest} or newer.`);
    const ports = { "database.port": database.port, "listen.port": listen.port };
    for (const [key, value] of Object.entries({ ...numbers, ...ports }))
        if (!Number.isSafeInteger(value) || value < 1)
            throw new Error(`${key} is ${value}; use a whole number from 1.`);
}
