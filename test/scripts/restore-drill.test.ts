import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { accountOf } from "../../scripts/lib/drill/account.ts";
import { onSocket } from "../../scripts/lib/drill/sign-in.ts";
import type { LocalPostgres } from "../../scripts/lib/local-postgres.ts";
import { main } from "../../scripts/restore-drill.ts";
import { motoProgram } from "../support/moto.ts";
import { needsServers } from "../support/pooler.ts";
import { skipUnless } from "../support/skip.ts";
import { fakeWorld } from "../support/world.ts";

/** One run with the shortest times; what it said for pipes. */
async function run(damage?: (copy: LocalPostgres) => Promise<unknown>) {
    const [world, out] = [
        fakeWorld({ exists: existsSync, env: { PATH: process.env.PATH ?? "" } }),
        [] as string[],
    ];
    const argv = ["--local", "--seconds", "1"];
    const code = await main(argv, { ...world, out: (text) => void out.push(text) }, damage);
    return { code, said: out.join("\n"), talk: world.lines.join("\n") };
}

describe("npm run restore-drill -- --local", function () {
    this.timeout(300_000);
    before(function () {
        needsServers(this);
        skipUnless(this, motoProgram(), "no moto: npm run servers");
    });

    it("undoes a disaster: proves the copy, changes over with no failed transaction, and accounts for every write", async () => {
        const { code, said, talk } = await run();
        assert.equal(code, 0, talk + said);
        assert.match(said, /^PROVEN\nRTO {2}\d+\.\d s from the order/);
        const [, rpo] = /RPO {2}(\d+\.\d) s at most/.exec(said) ?? [];
        // The heart beats twice a second, where the machine lets it.
        assert.ok(Number(rpo) < 10, said);
        // The manifest was written while the shop worked: it knows orders besides the 1000 products.
        const [, known] = /Copy 2 tables, (\d+) known rows/.exec(said) ?? [];
        assert.ok(Number(known) > 1000, said);
        assert.match(said, /: 0 failed transactions; longest wait \d+ ms/);
        assert.match(said, /SQLSTATE 28000/);
        assert.match(said, /which the copy lacked: application_b/);
        const [, ...counts] =
            /(\d+) acknowledged writes: (\d+) before .* (\d+) only in a, (\d+) only in b/.exec(said) ?? [];
        const [all = 0, ...parts] = counts.map(Number);
        assert.ok(parts.length === 3 && parts.every((count) => count > 0), said);
        assert.equal(
            parts.reduce((sum, count) => sum + count),
            all,
        );
        assert.match(said, /left in a .*: \d+ rows of public\.done/);
    });

    it("says NOT PROVEN of a copy that lacks a row, and leaves the poolers where they are", async () => {
        // As a page that was lost: with nothing in the ledger that tells of it.
        const loss = "ALTER TABLE products DISABLE TRIGGER ALL; DELETE FROM products WHERE id = 7";
        const { code, said, talk } = await run((copy) => onSocket(copy, "postgres", (db) => db.query(loss)));
        assert.equal(code, 1, talk + said);
        assert.match(said, /^NOT PROVEN\n {2}1 of \d+ known rows of public\.products are gone/);
        assert.match(said, /serves nobody/);
        assert.doesNotMatch(talk, /b serves/);
    });
});

describe("npm run restore-drill", () => {
    it("asks which environment, or is for this machine: it takes no default, and not both", async () => {
        for (const [argv, says] of [
            [[], /which environment\? Use --stack production or staging/],
            [["--local", "--apply"], /--local is for this machine, and --apply for the account; use one/],
            [["--seconds", "3"], /--seconds is for --local; use both, or none/],
        ] as const) {
            const world = fakeWorld({});
            assert.equal(await main([...argv], world), 2);
            assert.match(world.lines.join("\n"), says);
            assert.deepEqual(world.commands, []);
        }
    });

    it("names the servers that it lacks", async () => {
        const world = fakeWorld({ exists: (file) => !/pgbouncer|moto/.test(file), env: { PATH: "/bin" } });
        assert.equal(await main(["--local"], world), 2);
        assert.match(world.lines.join("\n"), /pgbouncer and moto is missing; npm run servers/);
    });

    it("refuses a shop that works for no time, and says what to use", async () => {
        const world = fakeWorld({});
        assert.equal(await main(["--local", "--seconds", "0"], world), 2);
        assert.match(world.lines.join("\n"), /--seconds is 0; use a whole number from 1 to 600/);
    });

    it("counts a write that is lost, in both, or missing from the copy, as a fault", () => {
        const books = { acknowledged: ["1", "2", "3"], before: ["1"], copied: new Set(["1"]) };
        const [old, now] = [new Set(["1", "2"]), new Set(["1", "3"])];
        const good = accountOf({ ...books, old, now });
        assert.deepEqual([good.copied, good.onlyOld, good.onlyNow, good.faults], [1, 1, 1, []]);
        const faults = (change: object) => accountOf({ ...books, old, now, ...change }).faults.join();
        assert.match(faults({ now: new Set(["1"]) }), /^1 writes acknowledged are in no generation$/);
        assert.match(faults({ old: new Set(["1", "2", "3"]) }), /^1 writes are in both generations$/);
        assert.match(faults({ before: ["1", "2"] }), /^1 writes acknowledged before .* not in the copy$/);
        assert.match(faults({ now: new Set(["3"]) }), /^1 writes of the copy are there no longer$/);
    });
});
