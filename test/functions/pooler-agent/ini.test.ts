import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ini } from "../../../functions/pooler-agent/ini.ts";
import { privateFolder, removeFolder } from "../../../scripts/lib/local-server.ts";

const at = (instance: string) => ({ instance, host: `${instance}.example`, port: 5432 });
const text =
    "[databases]\napp = host=x port=1 dbname=app\napp_reader = host=x port=1 dbname=app pool_size=4\n";

describe("where PgBouncer is led to", () => {
    const led = (to: ReturnType<typeof at>, host: string | undefined, ini = text) => {
        const folder = privateFolder();
        const file = path.join(folder, "pgbouncer.ini");
        try {
            writeFileSync(file, ini);
            const place = {
                folder,
                database: "app",
                deployed: at("a"),
                reader: { database: "app_reader", host },
            };
            new Ini(place).leadTo(to);
            return readFileSync(file, "utf8").split("\n").slice(1, 3);
        } finally {
            removeFolder(folder);
        }
    };

    for (const [what, to, host, reads] of [
        ["the deployed generation with a replica", "a", "a-r1.example", "a-r1.example"],
        ["the deployed generation without one", "a", undefined, "a.example"],
        ["another generation, whose replicas are not there yet", "b", "a-r1.example", "b.example"],
    ] as const) {
        it(`is for reads of ${what}: ${reads}`, () => {
            assert.deepEqual(led(at(to), host), [
                `app = host=${to}.example port=5432 dbname=app`,
                `app_reader = host=${reads} port=5432 dbname=app pool_size=4`,
            ]);
        });
    }

    it("is refused where a name is no host name, or PgBouncer knows no reader", () => {
        assert.throws(
            () => led(at("a"), "r1\nauth_type=any"),
            /app_reader is to lead to .*; use a host name/,
        );
        const old = text.replace(/^app_reader.*\n/m, "");
        assert.throws(() => led(at("b"), undefined, old), /no line for the database app_reader/);
    });
});
