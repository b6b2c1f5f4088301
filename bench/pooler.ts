import { spawn } from "node:child_process";
import { localVersion, startPooler } from "../scripts/lib/local-pooler.ts";
import { pgbench, startPostgres, type LocalPostgres } from "../scripts/lib/local-postgres.ts";
import { asSuperuser, lookup, makeRoles, setPassword } from "../scripts/lib/local-roles.ts";

/** Of one run, by all its clients together. A number and not a time, for pgbench's clock runs while its clients connect. */
const TRANSACTIONS = 40_000;
/** pgbench's unit: 100,000 accounts, about 15 MB. */
const SCALE = 10;
/** What the database has for others than its superuser, and how many of them the pooler uses for one user. */
const DATABASE_CONNECTIONS = 100;
const POOL_SIZE = 20;
/** With the pooler beside them, whose connections stay open. */
const DIRECT = [8, 20, 50];
const POOLED = [500, 5000];
const MIXES = { "read-only": ["--builtin=select-only"], "read-write": ["--builtin=simple-update"] };
/** pgbench has a thread ask the kernel about all its clients at every answer: with thousands, that is what it measures. */
const CLIENTS_A_THREAD = 250;
/** Of one run: on a machine that is busy with other things 5,000 logins alone take minutes. */
const LIMIT_SECONDS = 240;
const login = { user: "app_a", password: "OnlyHere" };

interface Run {
    clients: number;
    perSecond: number;
    failed: number;
}

/**
 * pgbench through the pooler and straight to the database, on one machine with SCRAM and TLS at every hop. fsync is off,
 * so that not the disk is measured. All share its cores, and the pooler is one process: on a machine that is busy with
 * other things it gets the share of one while a direct run gets that of all its backends, and the figures say nothing.
 */
export async function pooler(say: (line: string) => void): Promise<void> {
    const limits = [`max_connections = ${DATABASE_CONNECTIONS + 3}`, "superuser_reserved_connections = 3"];
    const postgres = await startPostgres([...limits, "shared_buffers = 256MB"]);
    try {
        await makeRoles(postgres);
        await setPassword(postgres, login.user, login.password);
        await runPgbench(["-i", "-q", "-s", String(SCALE), "-h", postgres.folder], postgres.port, "postgres");
        await asSuperuser(postgres, ["GRANT ALL ON ALL TABLES IN SCHEMA public TO app_rights", "ANALYZE"]);
        const sizes = { defaultPoolSize: POOL_SIZE, maxDbConnections: DATABASE_CONNECTIONS };
        const numbers = { ...sizes, maxClientConn: Math.max(...POOLED) + 100 };
        const between = await startPooler(postgres, { lookup, numbers });
        try {
            for (const [mix, script] of Object.entries(MIXES))
                await compare(mix, script, postgres, between.port, say);
        } finally {
            await between.stop();
        }
    } finally {
        await postgres.stop();
    }
}

async function compare(
    mix: string,
    script: string[],
    postgres: LocalPostgres,
    poolerPort: number,
    say: (line: string) => void,
): Promise<void> {
    const measured = async (port: number, clients: number, how: string): Promise<Run> => {
        const run = await load(script, port, clients);
        say(`${mix}, ${clients} clients ${how}: ${told(run.perSecond)} transactions/s, ${run.failed} failed`);
        return run;
    };
    const pooled: Run[] = [];
    for (const clients of POOLED) pooled.push(await measured(poolerPort, clients, "through the pooler"));
    const direct: Run[] = [];
    for (const clients of DIRECT) direct.push(await measured(postgres.port, clients, "direct"));
    const [few, many] = [pooled[0]?.perSecond ?? 0, pooled.at(-1)?.perSecond ?? 0];
    const best = Math.max(...direct.map(({ perSecond }) => perSecond));
    const failed = pooled.reduce((sum, run) => sum + run.failed, 0);
    say(
        `${mix}: ${POOLED.at(-1)} clients on ${POOL_SIZE} connections reach ${(many / few).toFixed(2)} of what ` +
            `${POOLED[0]} reach and ${(many / best).toFixed(2)} of the best without a pooler; ${failed} failed. ` +
            `PgBouncer ${localVersion()}.`,
    );
}

/** The time in which the clients connect is not counted. */
async function load(script: string[], port: number, clients: number): Promise<Run> {
    const threads = Math.max(2, Math.ceil(clients / CLIENTS_A_THREAD));
    const size = ["-c", String(clients), "-j", String(threads), "-t", String(TRANSACTIONS / clients)];
    const { output, code } = await runPgbench(
        [...script, "-n", ...size, "-h", "127.0.0.1"],
        port,
        login.user,
    );
    const [, perSecond] = /^tps = ([\d.]+)/m.exec(output) ?? [];
    const [, failed] = /^number of failed transactions: (\d+)/m.exec(output) ?? [];
    const aborted = (output.match(/client \d+ aborted/g) ?? []).length;
    if (perSecond === undefined || failed === undefined)
        throw new Error(`pgbench ended with ${code}:\n${output.slice(-2000)}`);
    return { clients, perSecond: Number(perSecond), failed: Number(failed) + aborted };
}

function runPgbench(
    args: string[],
    port: number,
    user: string,
): Promise<{ output: string; code: number | null }> {
    return new Promise((resolve, reject) => {
        const env = {
            ...process.env,
            PGPASSWORD: login.password,
            PGSSLMODE: args.includes("-i") ? "disable" : "require",
        };
        const child = spawn(pgbench, [...args, "-p", String(port), "-U", user, "app"], { env });
        const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_SECONDS * 1000);
        let output = "";
        for (const stream of [child.stdout, child.stderr])
            stream.setEncoding("utf8").on("data", (text: string) => (output += text));
        child.once("error", reject);
        child.once("close", (code) => {
            clearTimeout(timer);
            if (args.includes("-i") && code !== 0) reject(new Error(`pgbench made no tables:\n${output}`));
            else resolve({ output, code });
        });
    });
}

function told(perSecond: number): string {
    return Math.round(perSecond).toLocaleString("en-US");
}
