import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { main, report, stepsFor } from "../../scripts/check.ts";
import { HOUSE, plant } from "../support/house.ts";
import { fakeWorld } from "../support/world.ts";

const CONFIG = [
    "tsconfig.lint.json",
    ".dependency-cruiser.cjs",
    "eslint.config.js",
    "knip.json",
    ".prettierrc.json",
];

describe("npm run check", () => {
    it("finds a fault of every kind in one run, and names the file", () => {
        const house = plant({
            ...Object.fromEntries(CONFIG.map((file) => [file, undefined])),
            "tsconfig.json": undefined,
            "package.json": JSON.stringify({ name: "x", type: "module", scripts: {} }),
            "stacks/settings.ts": "export const dead = 1;\n",
            "scripts/alive.ts": 'import "../rehearsal/wall.ts";\n',
            "rehearsal/wall.ts":
                'import "../stacks/settings.ts";\nexport const wrong: number = "text";\nexport default 1\n',
        });
        const ran = spawnSync(
            process.execPath,
            ["--import", "tsx/esm", path.join(HOUSE, "scripts", "check.ts")],
            {
                cwd: house.folder,
                encoding: "utf8",
                env: { ...process.env, NO_COLOR: "1" }, // some tools colour whatever they print where CI is set
            },
        );
        house.remove();
        assert.equal(ran.status, 1, ran.stderr);
        for (const step of ["types", "lint", "walls", "dead exports", "formatting"]) {
            assert.match(ran.stdout, new RegExp(`^FAILED  ${step} `, "m"));
        }
        assert.match(ran.stdout, /rehearsal\/wall\.ts\(2,14\): error TS2322/);
        assert.match(ran.stdout, /Export by name/);
        assert.match(ran.stdout, /rehearsal-sees-no-other-room: rehearsal\/wall\.ts/);
        assert.match(ran.stdout, /dead .*stacks\/settings\.ts/);
        assert.match(ran.stdout, /\[warn\] rehearsal\/wall\.ts/);
        assert.equal(ran.stdout.trimEnd().split("\n").at(-1), "0 passed, 5 failed");
    });

    it("runs every step though the first one fails, and exits 1", async () => {
        const world = fakeWorld({
            ran: (command) => ({ code: command.endsWith("tsc") ? 2 : 0, output: "a.ts(1,1): error" }),
        });
        assert.equal(await main([], world), 1);
        assert.equal(world.lines.at(-1), "4 passed, 1 failed");
        assert.match(world.lines.join("\n"), /FAILED {2}types .*exit 2.*\na\.ts\(1,1\): error/);
    });

    it("exits 0 when every step passes", async () => {
        const world = fakeWorld({});
        assert.equal(await main([], world), 0);
        assert.equal(world.lines.at(-1), "5 passed, 0 failed");
    });

    it("refuses a step that there is not, and lists those that there are", async () => {
        const world = fakeWorld({});
        assert.equal(await main(["--only", "spelling"], world), 2);
        assert.match(
            world.lines.join("\n"),
            /--only spelling: there is no such step; there are types, lint, walls/,
        );
    });

    it("holds generated files to their generators", () => {
        const steps = stepsFor(["test", "generate-limits"], () => true);
        const last = steps.at(-1);
        assert.deepEqual(
            [last?.name, last?.args.at(-1), last?.fix],
            ["generate-limits", "--check", "Run: npm run generate-limits"],
        );
    });

    it("keeps a passing step's output to itself", () => {
        const [step] = stepsFor([], () => true);
        assert.ok(step);
        assert.equal(report(step, { code: 0, output: "much talk" }, 1.25), "passed  types (1.3 s)");
    });
});
