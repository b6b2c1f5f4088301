import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { HOUSE } from "../../support/house.ts";

const { scripts } = JSON.parse(readFileSync(path.join(HOUSE, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
};

function call(name: string, ...args: string[]) {
    return spawnSync(process.execPath, ["--import", "tsx/esm", `scripts/${name}.ts`, ...args], {
        cwd: HOUSE,
        encoding: "utf8",
        timeout: 30_000,
    });
}

describe("the commands", () => {
    it("are as many as the files in scripts/", () => {
        const files = readdirSync(path.join(HOUSE, "scripts")).filter((file) => file.endsWith(".ts"));
        assert.deepEqual(files.map((file) => file.slice(0, -3)).sort(), Object.keys(scripts).sort());
    });

    for (const [name, line] of Object.entries(scripts)) {
        it(`${name} runs the file of its name`, () => {
            assert.match(line, new RegExp(` scripts/${name}\\.ts$`));
            assert.ok(existsSync(path.join(HOUSE, "scripts", `${name}.ts`)));
        });

        it(`${name} --help exits 0 with an example and the exit codes, on stdout alone`, () => {
            const ran = call(name, "--help");
            assert.equal(ran.status, 0, ran.stderr);
            assert.match(ran.stdout, /^Example: npm (run )?\w/m);
            assert.match(ran.stdout, /^Exit codes?: 0 /m);
            assert.equal(ran.stderr, "");
        });

        it(`${name} exits 2 at a flag that it does not know, and names it`, () => {
            const ran = call(name, "--no-such-flag");
            assert.equal(ran.status, 2, ran.stderr);
            assert.match(ran.stderr, /--no-such-flag/);
            assert.equal(ran.stdout, "");
        });
    }
});
