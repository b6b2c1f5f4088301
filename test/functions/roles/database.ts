import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { signInOnRds } from "../../../functions/roles/on-rds.ts";
import type { Login, Place } from "../../../functions/roles/world.ts";
import { freePort } from "../../../scripts/lib/local-server.ts";
import { scratchFolder } from "../../../scripts/lib/scratch.ts";
import type { TokenDoor } from "./token-door.ts";

/** What RDS gives its customers: an owner of the database who may make roles, and is no superuser. */
export const MASTER = { user: "app_owner", password: "master-of-the-first-hour" };
const SUPERUSER = { user: "rdsadmin", password: "nobody-knows" };

/** PostgreSQL as RDS has it: with TLS, SCRAM, and a master without the rights of a superuser. */
export interface Database {
    port: number;
    /** PEM of the authority that signed the server's certificate, and the file that it is in. */
    ca: string;
    caFile: string;
    /** Runs statements as the superuser that RDS keeps to itself. */
    asRds(sql: string, database?: string): Promise<Record<string, unknown>[]>;
    /** A new database of the master's, without any role of ours. */
    renew(): Promise<void>;
    logs(): string;
    stop(): Promise<void>;
}

/** Signs in as the functions do; a token here says whose it is. */
export async function connectAsOnRds(
    database: Database,
    login: Login,
    place = { host: "localhost", port: database.port, database: "app", master: MASTER.user } as Place,
): Promise<pg.Client> {
    const token = ({ host, port }: Place, user: string) => Promise.resolve(`${host}:${port}/?DBUser=${user}`);
    return (await signInOnRds(place, login, database.ca, token)).db;
}

/**
 * The role of RDS that its master gives to whom it likes (its User Guide, "Creating a database account using IAM
 * authentication"): PostgreSQL 15 lets everyone do so who may make roles, and later ones whom they were told.
 */
export async function makeIam({ asRds }: Pick<Database, "asRds">): Promise<void> {
    await asRds("CREATE ROLE rds_iam");
    const [server] = await asRds("SELECT current_setting('server_version_num')::int AS version");
    if (Number(server!.version) >= 160_000)
        await asRds(`GRANT rds_iam TO ${MASTER.user} WITH ADMIN OPTION, INHERIT FALSE, SET FALSE`);
}

/** PostgreSQL refuses to run as root. */
function asWhom(): { uid?: number; gid?: number } {
    if (userInfo().uid !== 0) return {};
    const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    return { uid: id("-u"), gid: id("-g") };
}

/** An authority of the test's own, and the certificate of a server called localhost, in PEM. */
export function makeCertificate(folder: string): void {
    const openssl = (line: string) =>
        execFileSync("openssl", line.split(" "), { cwd: folder, stdio: "pipe" });
    const key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -days 2 -subj /CN=test-authority`);
    openssl(`req ${key} -keyout server.key -out server.csr -subj /CN=localhost`);
    writeFileSync(path.join(folder, "names"), "subjectAltName=DNS:localhost");
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names",
    );
}

/** Gives a folder, and these of its files, to who runs the server. */
function give(folder: string, ...files: string[]): void {
    const { uid, gid } = asWhom();
    if (uid === undefined || gid === undefined) return;
    for (const file of ["", ...files]) chownSync(path.join(folder, file), uid, gid);
}

/** The data of a server that was never started, for all servers of this process of one version: to make it takes ten times as long as to copy it. */
const initialised = new Map<string, string>();

function initialise(programs: string): string {
    const folder = scratchFolder("airworthy-roles-");
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const [data, password] = [path.join(folder, "data"), path.join(folder, "password")];
    writeFileSync(password, SUPERUSER.password);
    give(folder, "password");
    const login = ["-U", SUPERUSER.user, "--auth=scram-sha-256", `--pwfile=${password}`];
    const how = ["-D", data, ...login, "--no-sync"];
    execFileSync(path.join(programs, "initdb"), how, { ...asWhom(), stdio: "pipe" });
    return data;
}

/**
 * RDS lets in with a token alone who is in rds_iam, by however many steps; here is nobody who could read one. From
 * PostgreSQL 16 on that is the master, too, by the users that it made, and its password opens here nevertheless: how RDS
 * has it is not documented. With a door it is asked for a token.
 */
const NO_TOKENS = `hostssl all ${MASTER.user} 127.0.0.1/32 scram-sha-256\nhostssl all +rds_iam 127.0.0.1/32 reject`;

export async function startDatabase(programs: string, door?: TokenDoor): Promise<Database> {
    const folder = scratchFolder("airworthy-roles-");
    const whom = asWhom();
    makeCertificate(folder);
    give(folder, "server.key", "server.pem");
    chmodSync(path.join(folder, "server.key"), 0o600);
    const data = path.join(folder, "data");
    const known = initialised.get(programs) ?? initialise(programs);
    initialised.set(programs, known);
    execFileSync("cp", ["-a", known, data], { ...whom, stdio: "pipe" });
    // Only TLS, as rds.force_ssl has it.
    const lines = [door?.rule ?? NO_TOKENS, "hostssl all all 127.0.0.1/32 scram-sha-256"];
    writeFileSync(path.join(data, "pg_hba.conf"), `${lines.join("\n")}\n`);
    const port = await freePort();
    const settings = {
        ...{ port, listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off" },
        ...{ ssl: "on", ssl_cert_file: `${folder}/server.pem`, ssl_key_file: `${folder}/server.key` },
        // What Postgres' parameter group sets, and every statement in the log, to be searched for passwords.
        ...{ statement_timeout: 5000, lock_timeout: 3000, log_statement: "all", max_connections: 50 },
        // So few that one transaction can't lock a few hundred tables with their indexes; the usual server has 64.
        max_locks_per_transaction: 10,
    };
    const flags = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
    const server = spawn(path.join(programs, "postgres"), ["-D", data, ...flags], { ...whom, stdio: "pipe" });
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    server.stdout.resume();
    const caFile = path.join(folder, "ca.pem");
    const ca = readFileSync(caFile, "utf8");
    const asRds = async (sql: string, database = "app") => {
        const client = new pg.Client({ host: "localhost", port, database, ...SUPERUSER, ssl: { ca } });
        client.on("error", () => undefined);
        await client.connect();
        try {
            return ([await client.query(sql)].flat().at(-1) as pg.QueryResult).rows;
        } finally {
            await client.end();
        }
    };
    const database: Database = {
        ...{ port, ca, caFile, asRds, logs: () => said },
        renew: () => renew(asRds),
        stop: async () => {
            await stopped(server);
            rmSync(folder, { recursive: true, force: true });
        },
    };
    await ready(
        () => asRds("SELECT 1", "postgres"),
        server,
        () => said,
    );
    return database;
}

/** Asks until it answers; a server that ended never will. */
export async function ready(
    ask: () => Promise<unknown>,
    server: ChildProcess,
    said: () => string,
): Promise<void> {
    for (let tries = 0; ; tries += 1) {
        try {
            return void (await ask());
        } catch (error) {
            if (server.exitCode !== null || tries > 600) throw new Error(`${said()}\n${String(error)}`);
            await setTimeout(100);
        }
    }
}

export async function stopped(server: ChildProcess): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const end = once(server, "exit");
    server.kill("SIGINT");
    await end;
}

/** As in the RDS User Guide, "Understanding the rds_superuser role": CREATEDB, CREATEROLE, and a member of that. */
async function renew(asRds: Database["asRds"]): Promise<void> {
    await asRds("DROP DATABASE IF EXISTS app WITH (FORCE)", "postgres");
    const roles = await asRds(
        "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user",
        "postgres",
    );
    const drops = roles.map(({ rolname }) => `DROP OWNED BY "${rolname}"; DROP ROLE "${rolname}"`);
    if (drops.length > 0) await asRds(drops.join("; "), "postgres");
    await asRds(
        `CREATE ROLE rds_superuser NOLOGIN;
         GRANT pg_monitor, pg_signal_backend TO rds_superuser WITH ADMIN OPTION;
         CREATE ROLE ${MASTER.user} LOGIN CREATEDB CREATEROLE PASSWORD '${MASTER.password}';
         GRANT rds_superuser TO ${MASTER.user}`,
        "postgres",
    );
    await asRds(`CREATE DATABASE app OWNER ${MASTER.user}`, "postgres");
}
