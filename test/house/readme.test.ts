import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { HOUSE } from "../support/house.ts";

const read = (file: string) => readFileSync(path.join(HOUSE, file), "utf8");
const readme = read("README.md");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** The built-ins of npm that need no script. */
const NPM = new Set(["ci"]);

describe("the README", () => {
    it("stays a map: under 150 lines", () => {
        assert.ok(readme.split("\n").length < 150);
    });

    it("names only commands that exist", () => {
        const named = [...readme.matchAll(/npm (?:run )?(?!run\b)([a-z][a-z-]*)/g)].map(
            (match) => match[1] ?? "",
        );
        assert.ok(named.length > 0);
        assert.deepEqual(
            named.filter((name) => !(name in scripts) && !NPM.has(name)),
            [],
        );
    });

    it("lists every command", () => {
        for (const name of Object.keys(scripts)) {
            assert.match(readme, new RegExp(`^\\| \`npm (run )?${name}\` `, "m"));
        }
    });

    it("opens only doors that are there", () => {
        const named = [...readme.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)].map((match) => match[1] ?? "");
        const paths = named.filter((name) => /\/|\.(ts|yaml|cjs|json)$/.test(name) && !name.startsWith("@"));
        assert.ok(paths.length > 5);
        assert.deepEqual(
            paths.filter((name) => !existsSync(path.join(HOUSE, name))),
            [],
        );
    });

    it("shows only flags that the rehearsal takes", () => {
        const help = execFileSync(
            process.execPath,
            ["--import", "tsx/esm", "scripts/rehearse.ts", "--help"],
            {
                cwd: HOUSE,
                encoding: "utf8",
            },
        );
        const flags = [...readme.matchAll(/rehearse -- (--[a-z-]+)/g)].map((match) => match[1] ?? "");
        assert.deepEqual(
            flags.filter((flag) => !help.includes(flag)),
            [],
        );
    });
});

describe("the files of the house", () => {
    it("keep .ci/run executable and as short as any other file", () => {
        assert.ok(statSync(path.join(HOUSE, ".ci/run")).mode & 0o100);
        assert.ok(read(".ci/run").split("\n").length <= 200);
    });

    it("have the three values of a newcomer first in both environments", () => {
        for (const stack of ["staging", "production"]) {
            const keys = [...read(`Pulumi.${stack}.yaml`).matchAll(/^ {2}([\w-]+:\w+):/gm)].map(
                (match) => match[1],
            );
            assert.deepEqual(keys.slice(0, 3), [
                "aws:region",
                "airworthy:alertEmail",
                "airworthy:monthlyBudgetUsd",
            ]);
        }
    });
});
