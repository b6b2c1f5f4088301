import { chmodSync, copyFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import {
    CreateQueueCommand,
    GetQueueAttributesCommand,
    SendMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import pg from "pg";
import { bundleExample } from "../../scripts/lib/local-example.ts";
import { startPooler, type LocalPooler } from "../../scripts/lib/local-pooler.ts";
import { startPostgres, type LocalPostgres } from "../../scripts/lib/local-postgres.ts";
import { asMaster, lookup, makeRoles, overTls, setPassword } from "../../scripts/lib/local-roles.ts";
import { IN_STATE, serverProgram, startCache, type Cache } from "../functions/cache-password/cache.ts";
import { startAws, type Aws } from "../support/aws.ts";
import { REGION } from "../support/environment.ts";
import { HOUSE } from "../support/house.ts";
import { motoProgram } from "../support/moto.ts";
import { needsServers } from "../support/pooler.ts";
import { skipUnless } from "../support/skip.ts";
import { ask } from "./client.ts";
import { soon, start, type Running } from "./program.ts";

export const dockerfile = readFileSync(path.join(HOUSE, "example/Dockerfile"), "utf8");

/** What an application on ECS has around it, started once for all tests of this room. */
export interface Surroundings {
    postgres: LocalPostgres;
    pooler: LocalPooler;
    cache: Cache;
    aws: Aws;
    /** Where the image's programs are, and what the one that migrates is told. */
    folder: string;
    migrator: Record<string, string | undefined>;
    /** Ends the pooler as ECS does, and starts another where it was; the seconds that it took. */
    restartPooler(): Promise<number>;
    sql(statement: string): Promise<Record<string, unknown>[]>;
    queue: {
        send(body: string): Promise<unknown>;
        /** Messages: those that wait, and those that a worker has. */
        count(): Promise<{ ready: number; taken: number }>;
        /** Another one, and empty, for all that start from then on. */
        renew(): Promise<void>;
    };
    /** A session of the database's owner that has run a statement in a transaction; to end it takes the locks away. */
    holding(statement: string, database?: string): Promise<{ release(): Promise<void> }>;
    /** True once a session waits for a lock. */
    isBlocked(): Promise<boolean>;
    start(program: string, env?: Record<string, string | undefined>): Running;
}

let started: Promise<Surroundings> | undefined;
const endings: (() => unknown)[] = [];
after(async () => {
    for (const end of endings.reverse()) await end();
});

/** For a suite's `before`. */
export function surroundings(context: Mocha.Context): Promise<Surroundings> {
    // Whoever comes first starts five servers and builds the image's programs: a minute and more on a busy machine.
    context.timeout(300_000);
    needsServers(context);
    skipUnless(context, serverProgram() && motoProgram(), "no Redis or no moto: npm run servers");
    return (started ??= begin());
}

/** The same, with an application that all tests of the suite ask. */
export async function serving(context: Mocha.Context): Promise<{ around: Surroundings; app: Running }> {
    const around = await surroundings(context);
    const app = around.start("app.js");
    // It listens before it has its database and its cache.
    const isReady = async () => (await ask(app, "GET /readyz")).status === 200;
    await soon(isReady).catch((error: unknown) => {
        app.process.kill("SIGKILL");
        throw error;
    });
    return { around, app };
}

/** Starts programs that live as long as the test that starts them. */
export function startsForATest(around: () => Surroundings) {
    const all: Running[] = [];
    afterEach(() => all.splice(0).forEach((one) => one.process.kill("SIGKILL")));
    return (program: string, env: Record<string, string> = {}) => {
        const one = around().start(program, env);
        all.push(one);
        return one;
    };
}

async function begin(): Promise<Surroundings> {
    const folder = bundleExample();
    endings.push(() => rmSync(folder, { recursive: true, force: true }));
    const [postgres, cache, aws] = await Promise.all([
        startPostgres().then((one) => (endings.push(() => one.stop()), one)),
        startCache(serverProgram()!).then((one) => (endings.push(() => one.stop()), one)),
        startAws(motoProgram()!).then((one) => (endings.push(() => one.stop()), one)),
    ]);
    await cache.renew();
    copyReadable(cache.caFile, path.join(folder, "ca.pem"));
    await makeRoles(postgres);
    await setPassword(postgres, "app_a", "opens");
    await asMaster(postgres, [
        "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rights",
    ]);
    const sql = async (statement: string) => (await asMaster(postgres, [statement])).rows;
    let pooler = await startPooler(postgres, { lookup });
    endings.push(() => pooler.stop());
    const sqs = new SQSClient({ region: REGION });
    let QueueUrl = "";
    const renew = async () => {
        const made = await sqs.send(new CreateQueueCommand({ QueueName: `jobs-${crypto.randomUUID()}` }));
        QueueUrl = made.QueueUrl!;
    };
    await renew();
    const env = environment(pooler, cache, folder);
    const migrator = { ...env, ...migrating(postgres, folder) };
    const migration = start(path.join(folder, "migrate.js"), migrator);
    if ((await migration.ended) !== 0) throw new Error(JSON.stringify([migration.lines, migration.noise]));
    return {
        ...{ postgres, cache, aws, folder, migrator },
        get pooler() {
            return pooler;
        },
        restartPooler: async () => {
            const begun = performance.now();
            await pooler.stop();
            pooler = await startPooler(postgres, { lookup, port: pooler.port });
            return (performance.now() - begun) / 1000;
        },
        sql,
        queue: {
            send: (MessageBody) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
            count: async () => {
                const names = [
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesNotVisible",
                ] as const;
                const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
                const { Attributes = {} } = await sqs.send(asked);
                return { ready: Number(Attributes[names[0]]), taken: Number(Attributes[names[1]]) };
            },
            renew,
        },
        holding: async (statement, database = "app") => {
            const owner = { database, user: "app_owner", password: "master" };
            const holder = new pg.Client({ ...overTls, port: postgres.port, ...owner });
            await holder.connect();
            await holder.query("BEGIN");
            await holder.query(statement);
            return { release: () => holder.end() };
        },
        isBlocked: async () => (await sql("SELECT FROM pg_locks WHERE NOT granted")).length > 0,
        start: (program, own = {}) =>
            start(path.join(folder, program), {
                ...env,
                JOBS_QUEUE_URL: QueueUrl,
                ...own,
            }),
    };
}

function environment(pooler: LocalPooler, cache: Cache, folder: string) {
    return {
        ...{ PATH: process.env.PATH, HOME: "/", NODE_ENV: "production", PORT: "0" },
        ...{ PGHOST: "127.0.0.1", PGPORT: String(pooler.port), PGSSLMODE: "require" },
        ...{ PGDATABASE: "app", PGDATABASE_READER: "app_reader", PGUSER: "app_a", PGPASSWORD: "opens" },
        ...{ DATABASE_POOL_SIZE: "8", REDIS_URL: `rediss://app:${IN_STATE}@localhost:${cache.port}` },
        ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL },
        ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
        // The authority behind the cache's certificate, which on ElastiCache is one that Node knows.
        NODE_EXTRA_CA_CERTS: path.join(folder, "ca.pem"),
        // Shorter than in an account, so that nobody waits here.
        ...{ LEAVE_SECONDS: "1", LATE_JOBS_SECONDS: "1", POLL_SECONDS: "1", HOLD_SECONDS: "3" },
        // On Node 20 the SDK says how long it is supported there; the image has a newer one.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
}

/** The migrator connects to the database itself, and knows who may sign for it. */
function migrating(postgres: LocalPostgres, folder: string) {
    copyReadable(postgres.caFile, path.join(folder, "database.pem"));
    return {
        ...{ PGHOST: "localhost", PGPORT: String(postgres.port), PGSSLMODE: "verify-full" },
        ...{ PGSSLROOTCERT: path.join(folder, "database.pem"), PGUSER: "app_owner", PGPASSWORD: "master" },
    };
}

function copyReadable(from: string, to: string): void {
    copyFileSync(from, to);
    chmodSync(to, 0o644);
}
