import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { filesOfTheHouse, HOUSE, plant } from "../support/house.ts";
import { offline } from "../support/offline.ts";

describe("a fresh clone with nothing beside it and the network cut", () => {
    let house: ReturnType<typeof plant>;

    before(() => {
        const files = filesOfTheHouse().filter((file) => existsSync(path.join(HOUSE, file)));
        house = plant(Object.fromEntries(files.map((file) => [file, undefined])));
    });
    after(() => house.remove());

    /** Without credentials, CI's own variables or a home that could lend them. */
    function run(...line: string[]) {
        const { command, env, how } = offline(line);
        const [program = "", ...args] = command;
        const ran = spawnSync(program, args, {
            cwd: house.folder,
            encoding: "utf8",
            env: { PATH: process.env.PATH, HOME: house.folder, ...env },
            timeout: 290_000, // two rehearsals: seconds on a quiet machine, minutes on a busy one
        });
        return { ...ran, how };
    }

    it("rehearses staging and production, and exits 0", () => {
        const ran = run("npm", "run", "--silent", "rehearse");
        assert.equal(ran.status, 0, `${ran.how}\n${ran.stdout}\n${ran.stderr}`);
        assert.match(ran.stdout, /staging/);
        assert.match(ran.stdout, /production/);
    }).timeout(300_000);

    it("runs its tests, and their last line counts them", () => {
        const ran = run("npm", "test", "--silent", "--", "--no-servers", "test/stacks/settings.test.ts");
        assert.equal(ran.status, 0, `${ran.how}\n${ran.stdout}\n${ran.stderr}`);
        assert.match(ran.stdout.trimEnd().split("\n").at(-1) ?? "", /^\d+ passed, 0 failed$/);
    }).timeout(300_000);
});
