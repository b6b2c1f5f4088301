import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { pooler } from "../../stacks/pooler.ts";
import { tiers } from "../../stacks/tiers.ts";

const place = { identifier: "acme-staging-a", dbName: "app", port: 5432 };
const record = { tableName: "acme-staging-switch", toReport: [] };
const others = {
    ...{ environment: "acme-staging", secrets: { pooler: { arn: "secret" } }, roles: { ready: "aligned" } },
    ...{ record, logs: { pooler: { name: "/acme-staging/pooler" } } },
};
const replicas = { arn: "arn:readers", identifiers: ["acme-staging-a-r1", "acme-staging-a-r2"] };
const workers = { maxWorkers: 4, connectionsPerWorker: 10 };
const size = { ...tiers.mvp, pool: { ...tiers.mvp.pool, ...workers } };
const told = (change: Partial<typeof place> = {}, readers?: typeof replicas) =>
    pooler({ ...others, size, database: { place: { ...place, ...change }, readers } });

describe("what a pooler's task is told", () => {
    it("is another task for another generation, so that a deployment starts the poolers anew", () => {
        assert.notDeepEqual(told({ identifier: "acme-staging-b" }).environment, told().environment);
    });

    it("has its host and its own login in no setting: it reads them from the secret when it starts", () => {
        const { environment, secrets } = told();
        assert.match(environment.PGBOUNCER_INI, /^app = host=\{\{DATABASE_HOST\}\} port=5432 dbname=app$/m);
        assert.deepEqual(
            Object.entries(secrets).map(([name, { from, ...key }]) => [
                name,
                from.arn,
                ...Object.values(key),
            ]),
            [
                ["DATABASE_HOST", "secret", "host"],
                ["LOOKUP_USER", "secret", "username"],
                ["LOOKUP_PASSWORD", "secret", "password"],
            ],
        );
    });

    it("tells the agent beside PgBouncer where the change is recorded, and leaves PgBouncer its memory", () => {
        const { PGBOUNCER_INI: _ini, ...environment } = told().environment;
        assert.deepEqual(environment, {
            PGBOUNCER_FOLDER: "/tmp/pgbouncer",
            DATABASE_INSTANCE: "acme-staging-a",
            DATABASE_PORT: "5432",
            DATABASE_NAME: "app",
            DATABASE_READER_NAME: "app_reader",
            SWITCH_TABLE: "acme-staging-switch",
            ENVIRONMENT: "acme-staging",
            NODE_OPTIONS: "--max-old-space-size=64",
        });
        assert.equal(told().rights, record.toReport);
    });

    it("reads where the replicas are when it starts, and is another task when there are more of them", async () => {
        const { environment, secrets } = told({}, replicas);
        assert.equal(secrets.DATABASE_READER_HOSTS?.from.arn, "arn:readers");
        const named = await new Promise((done) => pulumi.output(environment.DATABASE_READERS).apply(done));
        assert.equal(named, "acme-staging-a-r1,acme-staging-a-r2");
        assert.ok(!("DATABASE_READER_HOSTS" in told().secrets));
    });

    it("may open the files that its clients and connections take, and ends within Fargate's longest stop", () => {
        const { environment, openFiles, stopSeconds } = told();
        const [, clients] = /^max_client_conn = (\d+)$/m.exec(environment.PGBOUNCER_INI) ?? [];
        assert.ok(openFiles > Number(clients));
        assert.equal(stopSeconds, 120);
    });

    it("counts the workers of both revisions among its clients, and shows them where they are too many", () => {
        const clientsOf = (pool: object) => {
            const { environment } = pooler({
                ...others,
                size: { ...size, pool: { ...size.pool, ...pool } },
                database: { place, readers: undefined },
            });
            return Number(/^max_client_conn = (\d+)$/m.exec(environment.PGBOUNCER_INI)?.[1]);
        };
        assert.equal(clientsOf({}) - clientsOf({ maxWorkers: 0 }), 2 * 4 * 10);
        assert.throws(() => clientsOf({ maxWorkers: 4_000 }), {
            message: [
                "Too many open files of one pooler: 80346 of 65535.",
                "    65535  open files on Fargate",
                "      240  6 tasks x 2 revisions x 20 connections",
                "    80000  4000 workers x 2 revisions x 10 connections",
                "       42  connections to the database",
                "       64  other open files",
                "    80346  wanted in all",
                "Lower maxTasks, connectionsPerTask, or the workers or their concurrency.",
            ].join("\n"),
        });
    });

    it("is refused where all clients at their busiest are too many, with the sum", () => {
        const tooMany = { ...size, pool: { ...size.pool, poolSize: 400 } };
        assert.throws(
            () => pooler({ ...others, size: tooMany, database: { place, readers: undefined } }),
            /^Error: Too many connections to the database/,
        );
    });
});
