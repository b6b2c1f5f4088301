import assert from "node:assert/strict";
import { pooler } from "../../stacks/pooler.ts";
import { tiers } from "../../stacks/tiers.ts";

const database = { identifier: "acme-staging-a", dbName: "app", port: 5432 };
const record = { tableName: "acme-staging-switch", toReport: [] };
const others = { environment: "acme-staging", login: "secret", record };
const told = (change: Partial<typeof database> = {}) =>
    pooler({ ...others, size: tiers.mvp, database: { ...database, ...change } });

describe("what a pooler's task is told", () => {
    it("is another task for another generation, so that a deployment starts the poolers anew", () => {
        assert.notDeepEqual(told({ identifier: "acme-staging-b" }).environment, told().environment);
    });

    it("has its host and its own login in no setting: it reads them from the secret when it starts", () => {
        const { environment, secrets } = told();
        assert.match(environment.PGBOUNCER_INI, /^app = host=\{\{DATABASE_HOST\}\} port=5432 dbname=app$/m);
        assert.deepEqual(
            Object.entries(secrets).map(([name, { from, key }]) => [name, from, key]),
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
            SWITCH_TABLE: "acme-staging-switch",
            ENVIRONMENT: "acme-staging",
            NODE_OPTIONS: "--max-old-space-size=64",
        });
        assert.equal(told().rights, record.toReport);
    });

    it("may open the files that its clients and connections take, and ends within Fargate's longest stop", () => {
        const { environment, openFiles, stopSeconds } = told();
        const [, clients] = /^max_client_conn = (\d+)$/m.exec(environment.PGBOUNCER_INI) ?? [];
        assert.ok(openFiles > Number(clients));
        assert.equal(stopSeconds, 120);
    });

    it("is refused where all clients at their busiest are too many, with the sum", () => {
        const size = { ...tiers.mvp, pool: { ...tiers.mvp.pool, poolSize: 400 } };
        assert.throws(
            () => pooler({ ...others, size, database }),
            /^Error: Too many connections to the database/,
        );
    });
});
