import { chmodSync, copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Balancer } from "../../scripts/lib/local-ecs/balancer.ts";
import { bundleExample } from "../../scripts/lib/local-example.ts";
import { startMoto } from "../../scripts/lib/local-moto.ts";
import { startPooler } from "../../scripts/lib/local-pooler.ts";
import { startPostgres } from "../../scripts/lib/local-postgres.ts";
import { asMaster, lookup, makeRoles, setPassword } from "../../scripts/lib/local-roles.ts";
import {
    freePort,
    LocalServer,
    newest,
    privateFolder,
    removeFolder,
} from "../../scripts/lib/local-server.ts";
import { MOTO } from "../../scripts/lib/server-parts.ts";
import { Program } from "./program.ts";

const REGION = "eu-central-1";

/** The example's app and workers as ECS has them: PostgreSQL, PgBouncer, Redis, a queue of moto's, and haproxy in front. */
export class Shop {
    readonly balancer: Balancer;
    readonly sql: (statement: string) => Promise<Record<string, unknown>[]>;
    private readonly folder: string;
    private readonly env: Record<string, string | undefined>;
    private readonly endings: (() => unknown)[];
    private readonly programs: Program[] = [];

    private constructor(
        balancer: Balancer,
        sql: Shop["sql"],
        at: { folder: string; env: Shop["env"]; endings: Shop["endings"] },
    ) {
        [this.balancer, this.sql] = [balancer, sql];
        [this.folder, this.env, this.endings] = [at.folder, at.env, at.endings];
    }

    static async open(): Promise<Shop> {
        const endings: Shop["endings"] = [];
        const folder = bundleExample();
        endings.push(() => rmSync(folder, { recursive: true, force: true }));
        const postgres = await startPostgres();
        endings.push(() => postgres.stop());
        await makeRoles(postgres);
        await setPassword(postgres, "app_a", "opens");
        const rights = "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rights";
        await asMaster(postgres, [`ALTER DEFAULT PRIVILEGES ${rights}`]);
        const pooler = await startPooler(postgres, { lookup });
        endings.push(() => pooler.stop());
        const cachePort = await freePort();
        const cacheFolder = privateFolder();
        const flags = ["--port", String(cachePort), "--bind", "127.0.0.1", "--save", ""];
        const cache = new LocalServer(newest("redis-server", ["/usr/bin"]), flags, cacheFolder);
        endings.push(
            () => removeFolder(cacheFolder),
            () => cache.stop("SIGTERM"),
        );
        const moto = await startMoto(path.resolve(MOTO.folder, "bin/moto_server"));
        endings.push(() => void moto.process.kill("SIGTERM"));
        const aws = {
            ...{ AWS_REGION: REGION, AWS_ENDPOINT_URL: `http://127.0.0.1:${moto.port}` },
            ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
        };
        Object.assign(process.env, aws);
        const made = await new SQSClient({ region: REGION }).send(
            new CreateQueueCommand({ QueueName: "jobs" }),
        );
        const authority = path.join(folder, "database.pem");
        copyFileSync(postgres.caFile, authority);
        chmodSync(authority, 0o644);
        const env = {
            ...{ ...aws, PATH: process.env.PATH, HOME: "/", NODE_ENV: "production", PORT: "0" },
            ...{ PGHOST: "127.0.0.1", PGPORT: String(pooler.port), PGSSLMODE: "require" },
            ...{ PGDATABASE: "app", PGDATABASE_READER: "app_reader", PGUSER: "app_a", PGPASSWORD: "opens" },
            ...{ DATABASE_POOL_SIZE: "8", REDIS_URL: `redis://127.0.0.1:${cachePort}` },
            ...{ JOBS_QUEUE_URL: made.QueueUrl, LEAVE_SECONDS: "2", LATE_JOBS_SECONDS: "5" },
            ...{ POLL_SECONDS: "1", HOLD_SECONDS: "30" },
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        };
        const balancer = await Balancer.start();
        endings.push(() => balancer.stop());
        const sql = async (statement: string) => (await asMaster(postgres, [statement])).rows;
        const shop = new Shop(balancer, sql, { folder, env, endings });
        const direct = { PGHOST: "localhost", PGPORT: String(postgres.port), PGSSLMODE: "verify-full" };
        const migrator = { PGSSLROOTCERT: authority, PGUSER: "app_owner", PGPASSWORD: "master" };
        const migration = shop.start("migrate.js", { ...direct, ...migrator });
        if ((await migration.ended) !== 0) throw new Error(migration.said);
        return shop;
    }

    start(program: string, env: Record<string, string> = {}): Program {
        const one = new Program(path.join(this.folder, program), { ...this.env, ...env });
        this.programs.push(one);
        return one;
    }

    /** An app that gets requests. */
    async app(): Promise<Program> {
        const app = this.start("app.js");
        const { port } = await app.says("listening");
        await this.balancer.register("web", String(app.process.pid), Number(port));
        while (!(await this.balancer.health("web")).get(String(app.process.pid)))
            await new Promise((resolve) => setTimeout(resolve, 20));
        return app;
    }

    /** Messages of the queue, in hand or not. */
    async jobs(): Promise<number> {
        const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
        const QueueUrl = this.env.JOBS_QUEUE_URL;
        const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
        const { Attributes = {} } = await new SQSClient({ region: REGION }).send(asked);
        return Number(Attributes[names[0]]) + Number(Attributes[names[1]]);
    }

    /** The programs that have not ended, and what each has said last. */
    running(): unknown[] {
        const left = this.programs.filter(({ process }) => process.exitCode === null);
        return left.map(({ lines, said }) => lines.at(-1) ?? said);
    }

    async close(): Promise<void> {
        for (const { process } of this.programs) process.kill("SIGKILL");
        for (const end of this.endings.reverse()) await end();
    }
}
