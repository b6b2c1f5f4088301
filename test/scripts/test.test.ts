import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { judge } from "../../scripts/lib/test-report.ts";
import { roomsOf } from "../../scripts/lib/test-rooms.ts";
import { main } from "../../scripts/test.ts";
import { HOUSE, plant } from "../support/house.ts";
import { fakeWorld } from "../support/world.ts";

const skipped = [
    { title: "live engine agrees", reason: "no pulumi on PATH", file: "/clone/test/engine/live.test.ts" },
    { title: "cache answers", reason: "no redis-server", file: "/clone/test/data/cache.test.ts" },
];

/** Runs `npm test` on one file of its own. */
function run(text: string, env: Record<string, string> = {}) {
    const planted = plant({ "package.json": JSON.stringify({ type: "module" }), "some.test.ts": text });
    const ran = spawnSync(
        process.execPath,
        ["--import", "tsx/esm", "scripts/test.ts", "--no-servers", path.join(planted.folder, "some.test.ts")],
        { cwd: HOUSE, encoding: "utf8", env: { ...process.env, CI: "", ...env } },
    );
    planted.remove();
    return { code: ran.status, last: ran.stdout.trimEnd().split("\n").at(-1), out: ran.stdout };
}

const SKIP = `import { skipUnless } from "${pathToFileURL(path.join(HOUSE, "test/support/skip.ts")).href}";\n`;

describe("npm test", () => {
    it("counts and names every skip in its last line, and gives its reason above", () => {
        const { lines, code } = judge({ passed: 7, failures: [], skipped }, false);
        assert.equal(code, 0);
        assert.equal(lines.at(-1), "7 passed, 0 failed, 2 skipped: live engine agrees, cache answers");
        assert.equal(lines[0], "skipped: no pulumi on PATH: live engine agrees");
    });

    it("lets only the comparison with a live pulumi be skipped in CI", () => {
        const { lines, code } = judge({ passed: 7, failures: [], skipped }, true);
        assert.equal(code, 1);
        assert.equal(lines[1], "FAILED, CI may not skip: cache answers: no redis-server");
        assert.equal(lines.at(-1), "7 passed, 1 failed, 2 skipped: live engine agrees, cache answers");
        assert.equal(judge({ passed: 7, failures: [], skipped: skipped.slice(0, 1) }, true).code, 0);
    });

    it("ends with what failed and the start of its error, for who sees only the end of a log", () => {
        const error = [
            "Error: seen",
            ...Array.from({ length: 50 }, (_, line) => `line ${line} ${"x".repeat(500)}`),
        ];
        const { lines } = judge(
            { passed: 1, failures: [{ title: "a", error: error.join("\n") }], skipped },
            false,
        );
        const [told = "", last] = lines.slice(-2);
        assert.match(told, /^FAILED: a\n {4}Error: seen\n {4}line 0 x/);
        assert.ok(told.length < 5_000, `${told.length} characters`);
        assert.match(last ?? "", /^1 passed, 1 failed, 2 skipped/);
    });

    it("runs every file once, in one process all that rehearses the same stacks, and by itself what takes long", () => {
        const stacks = ["test/stacks/index.test.ts", "test/rules.test.ts"];
        const components = ["test/policies/pack.test.ts", "test/scripts/lib/cost/a.test.ts"];
        const alone = ["test/scripts/a-killed.test.ts"];
        const others = ["test/scripts/a.test.ts", "test/scripts/lib/b.test.ts", "test/bench/c.test.ts"];
        const rehearsing = [stacks[1], components[1]];
        const rooms = roomsOf([...others, ...alone, ...components, ...stacks], (file) =>
            rehearsing.includes(file),
        );
        assert.deepEqual(rooms, [stacks, components, alone, others.slice(0, 2), others.slice(2)]);
    });

    it("fails a run in which nothing was tested", () => {
        assert.equal(judge({ passed: 0, failures: [], skipped: [] }, false).code, 1);
    });

    it("reports passes, failures and skips of a real run, from a test and from a suite's before", () => {
        const ran = run(`${SKIP}
            describe("a", () => {
                it("passes", () => {});
                it("fails", () => { throw new Error("seen"); });
                it("waits", function () { skipUnless(this, false, "no moon"); });
            });
            describe("b", () => {
                before(function () { skipUnless(this, 0, "no tide"); });
                it("one", () => {});
            });`);
        assert.equal(ran.code, 1);
        assert.match(ran.out, /^skipped: no moon: a waits$/m);
        assert.match(ran.out, /^skipped: no tide: b one$/m);
        assert.match(ran.out, /^FAILED: a fails\n {4}Error: seen$/m);
        assert.equal(ran.last, "1 passed, 1 failed, 2 skipped: a waits, b one");
    });

    it("exits 0 when all passed, with nothing about skips", () => {
        const ran = run(`it("passes", () => {});`);
        assert.deepEqual([ran.code, ran.last], [0, "1 passed, 0 failed"]);
    });

    it("is red when a test ends the process before the report", () => {
        const ran = run(`it("leaves", () => process.exit(0));`);
        assert.deepEqual([ran.code, ran.last], [1, "0 passed, 1 failed"]);
    });

    it("hands a pattern, files and what lies in folders on to mocha", async () => {
        const files = {
            "test/a.test.ts": "",
            "test/in/b.test.ts": "",
            "test/in/deep/c.test.ts": "",
            "test/in/d.ts": "",
        };
        const planted = plant(files);
        const world = { ...fakeWorld({}), cwd: planted.folder };
        await main(["--no-servers", "-g", "refuses 3", "test/in/", "test/a.test.ts"], world);
        planted.remove();
        const mocha = /--grep refuses 3 test\/in\/b\.test\.ts test\/in\/deep\/c\.test\.ts test\/a\.test\.ts$/;
        assert.match(world.commands[0] ?? "", mocha);
    });

    it("refuses a file that is not there before it looks for servers", async () => {
        const world = fakeWorld({});
        assert.equal(await main(["test/nowhere"], world), 2);
        assert.match(world.lines.join(), /There is no test\/nowhere: name a file or a folder of tests/);
        assert.deepEqual(world.commands, []);
    });
});
