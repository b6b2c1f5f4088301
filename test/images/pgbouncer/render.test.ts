import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import {
    isSince,
    pgbouncerVersion,
    renderPgbouncer,
    type PgbouncerIni,
} from "../../../images/pgbouncer/render.ts";
import { HOUSE } from "../../support/house.ts";

const args: PgbouncerIni = {
    version: pgbouncerVersion,
    database: { name: "app", port: 5432 },
    listen: { address: "*", port: 6432 },
    folder: "/run/pgbouncer",
    caFile: "/etc/ssl/rds.pem",
    numbers: {
        ...{ defaultPoolSize: 40, maxDbConnections: 82, maxLookups: 2, maxClientConn: 400 },
        ...{ readerPoolSize: 10, maxReaderConnections: 20 },
    },
};
const lines = renderPgbouncer(args).split("\n");

describe("pgbouncer.ini", () => {
    it("shares connections by transaction, within the numbers of the connection budget", () => {
        for (const line of [
            "app = host={{DATABASE_HOST}} port=5432 dbname=app",
            "app_reader = host={{READER_HOST}} port=5432 dbname=app pool_size=10 max_db_connections=20 auth_dbname=app",
            "{{LOOKUP_USER}} = max_user_connections=2",
            "pool_mode = transaction",
            "default_pool_size = 40",
            "max_db_connections = 82",
            "max_client_conn = 400",
            "max_prepared_statements = 200",
        ])
            assert.ok(lines.includes(line), line);
    });

    it("makes nobody an administrator over the network", () => {
        assert.ok(!lines.some((line) => line.startsWith("admin_users")));
    });

    it("says the same to an older PgBouncer, but for what that lacks", () => {
        const older = renderPgbouncer({ ...args, version: "1.18.0" });
        const lacks = / auth_dbname=app|max_prepared_statements = 200\n/g;
        assert.equal(lines.join("\n").match(lacks)?.length, 2);
        assert.equal(older, lines.join("\n").replace(lacks, ""));
    });

    it("never has a line that came in with a value", () => {
        const texts = fc.record({
            name: fc.string({ unit: "binary" }),
            folder: fc.constantFrom("/run/pgbouncer", "/run/pg bouncer", "/run\nauth_type = any", "run"),
            address: fc.constantFrom("*", "0.0.0.0", "::", "*\nauth_type = trust"),
        });
        fc.assert(
            fc.property(texts, ({ name, address, ...rest }) => {
                let text: string;
                try {
                    const database = { name, port: 1 };
                    text = renderPgbouncer({ ...args, ...rest, database, listen: { address, port: 1 } });
                } catch (error) {
                    assert.match((error as Error).message, /^[\w.]+ is ".*"; use /s);
                    return;
                }
                assert.equal(text.split("\n").length, lines.length);
            }),
        );
    });

    for (const [key, bad, use] of [
        ["version", { version: "newest" }, "use a version such as 1.25.2."],
        ["version", { version: "1.9.0" }, "use 1.18 or newer."],
        ["database.name", { database: { ...args.database, name: "db;x" } }, "use lower-case letters"],
        ["listen.port", { listen: { address: "*", port: 0 } }, "use a whole number from 1."],
        ["maxClientConn", { numbers: { ...args.numbers, maxClientConn: Number.NaN } }, "use a whole number"],
    ] as const) {
        it(`refuses a bad ${key} and says what to use: ${use}`, () => {
            assert.throws(
                () => renderPgbouncer({ ...args, ...bad }),
                ({ message }: Error) => message.startsWith(`${key} is `) && message.includes(use),
            );
        });
    }

    it("knows that 1.9 came before 1.10, and 1.24 before 1.24.1", () => {
        assert.ok(isSince("1.10.0", "1.9.9") && !isSince("1.9.9", "1.10.0"));
        assert.ok(isSince("1.24.1", "1.24") && !isSince("1.24", "1.24.1") && isSince("1.24.1", "1.24.1"));
    });
});

describe("the image of PgBouncer", () => {
    const text = readFileSync(path.join(HOUSE, "images/pgbouncer/Dockerfile"), "utf8");
    // One instruction a line, without comments.
    const steps = text
        .replace(/^#.*\n/gm, "")
        .replace(/\\\n\s*/g, "")
        .split("\n")
        .filter(Boolean);
    const of = (name: string) => steps.filter((step) => step.startsWith(`${name} `));

    it("holds the version that its settings are written for, one that honours the expiry of passwords", () => {
        const versions = [...text.matchAll(/pgbouncer-(\d+\.\d+\.\d+)/g)].map((match) => match[1]);
        assert.deepEqual([...new Set(versions)], [pgbouncerVersion]);
        assert.ok(isSince(pgbouncerVersion, "1.24.1"));
    });

    it("fetches nothing but by its digest", () => {
        assert.match(of("ARG").join("\n"), /^ARG NODE=node:[\d.]+-alpine[\d.]+@sha256:[0-9a-f]{64}$/);
        assert.ok(of("FROM").every((step) => step.startsWith("FROM ${NODE}")) && of("FROM").length === 3);
        assert.ok(of("ADD").every((step) => /^ADD --checksum=sha256:[0-9a-f]{64} /.test(step)));
        assert.equal(of("ADD").length, 2);
        assert.ok(of("RUN").includes("RUN npm ci --ignore-scripts --omit=dev"));
        assert.doesNotMatch(of("RUN").join("\n"), /curl|wget|git clone/);
    });

    it("runs as nobody, and is stopped by the signal that its start script waits for", () => {
        const [user, ...others] = of("USER");
        assert.match(user ?? "", /^USER [1-9]\d{3,}:[1-9]\d{3,}$/);
        assert.deepEqual(others, []);
        assert.deepEqual(of("STOPSIGNAL"), ["STOPSIGNAL SIGTERM"]);
        assert.match(of("ENTRYPOINT").join(), /start/);
    });
});
