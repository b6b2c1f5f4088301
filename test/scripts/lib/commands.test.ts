import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { World } from "../../../scripts/lib/world.ts";
import { HOUSE } from "../../support/house.ts";
import { fakeWorld } from "../../support/world.ts";

const { scripts } = JSON.parse(readFileSync(path.join(HOUSE, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
};

type Main = (argv: string[], world: World) => Promise<number>;

const fileOf = (name: string) => path.join(HOUSE, "scripts", `${name}.ts`);

/** In this process, for most of a command's time goes into loading what others load, too. */
async function call(name: string, ...args: string[]) {
    const { main } = (await import(pathToFileURL(fileOf(name)).href)) as { main: Main };
    const [out, err]: [string[], string[]] = [[], []];
    const world = {
        ...fakeWorld({}),
        out: (text: string) => out.push(text),
        err: (text: string) => err.push(text),
    };
    const code = await main(args, world);
    return { code, out: out.join("\n"), err: err.join("\n"), asked: world.commands };
}

describe("the commands", () => {
    it("are as many as the files in scripts/", () => {
        const files = readdirSync(path.join(HOUSE, "scripts")).filter((file) => file.endsWith(".ts"));
        assert.deepEqual(files.map((file) => file.slice(0, -3)).sort(), Object.keys(scripts).sort());
    });

    for (const [name, line] of Object.entries(scripts)) {
        it(`${name} runs the file of its name, which starts by itself`, () => {
            assert.match(line, new RegExp(` scripts/${name}\\.ts$`));
            assert.match(readFileSync(fileOf(name), "utf8"), /^start\(import\.meta\.url, main\);$/m);
        });

        it(`${name} --help exits 0 with an example and the exit codes, on stdout alone`, async () => {
            const { code, out, err, asked } = await call(name, "--help");
            assert.equal(code, 0, err);
            assert.match(out, /^Example: npm (run )?\w/m);
            assert.match(out, /^Exit codes?: 0 /m);
            assert.deepEqual([err, asked], ["", []]);
        });

        it(`${name} exits 2 at a flag that it does not know, and names it`, async () => {
            const { code, out, err, asked } = await call(name, "--no-such-flag");
            assert.equal(code, 2, err);
            assert.match(err, /--no-such-flag/);
            assert.deepEqual([out, asked], ["", []]);
        });
    }

    it("hand their code and both streams to the shell", () => {
        const run = (...args: string[]) =>
            spawnSync(process.execPath, ["--import", "tsx/esm", fileOf("test"), ...args], {
                ...{ cwd: HOUSE, encoding: "utf8", timeout: 30_000 },
            });
        const [help, flag] = [run("--help"), run("--no-such-flag")];
        assert.deepEqual([help.status, help.stderr, flag.status, flag.stdout], [0, "", 2, ""]);
        assert.match(help.stdout, /^Example: npm test/m);
        assert.match(flag.stderr, /--no-such-flag/);
    });
});
