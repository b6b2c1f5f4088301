import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { HOUSE } from "../../support/house.ts";

const good = {
    PGBOUNCER_INI: "[pgbouncer]",
    DATABASE_HOST: "db.test",
    LOOKUP_USER: "pooler",
    LOOKUP_PASSWORD: "abc",
    PGBOUNCER_FOLDER: "/proc/no",
};

function start(env: Record<string, string>) {
    const script = path.join(HOUSE, "images/pgbouncer/start.sh");
    return spawnSync("/bin/sh", [script], { env: { PATH: process.env.PATH, ...env }, encoding: "utf8" });
}

describe("the start of the pooler", () => {
    for (const [bad, says] of [
        [{ PGBOUNCER_INI: "" }, "PGBOUNCER_INI is missing; use the text of pgbouncer.ini."],
        [{ DATABASE_HOST: "" }, "DATABASE_HOST is missing; use the database's own host name."],
        [{ DATABASE_HOST: "db test" }, "DATABASE_HOST is db test; use a host name."],
        [{ DATABASE_HOST: "db\nauth_type=any" }, "DATABASE_HOST is db\nauth_type=any; use a host name."],
        [{ LOOKUP_USER: "a=b" }, "LOOKUP_USER is a=b; use lower-case letters, digits and underscores."],
        [{ LOOKUP_USER: "" }, "LOOKUP_USER is missing; use the user that may call pooler.lookup."],
        [{ LOOKUP_PASSWORD: "" }, "LOOKUP_PASSWORD is missing; use the password of pooler."],
        [{ DRAIN_SECONDS: "soon" }, "DRAIN_SECONDS is soon; use a whole number of seconds."],
    ] as const) {
        it(`refuses ${JSON.stringify(bad)} before it writes anything`, () => {
            const { status, stderr } = start({ ...good, ...bad });
            assert.equal(stderr, `start: ${says}\n`);
            assert.equal(status, 2);
        });
    }

    it("refuses a password that could break out of its file, and does not show it", () => {
        const { status, stderr, stdout } = start({ ...good, LOOKUP_PASSWORD: 'hunter"2' });
        assert.equal(status, 2);
        assert.match(stderr, /LOOKUP_PASSWORD is \[secret\] with other signs; use letters and digits only\./);
        assert.doesNotMatch(stdout + stderr, /hunter/);
    });
});
