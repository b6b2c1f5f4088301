import assert from "node:assert/strict";
import { answer } from "../../../scripts/lib/command.ts";
import { rehearseCommand, rehearseOptions } from "../../../scripts/lib/rehearse-options.ts";
import { TemporaryProject } from "../../support/project.ts";
import { fakeWorld } from "../../support/world.ts";

/** What the command line is refused with; `DIR` stands for the project's folder. */
async function refused(...args: string[]): Promise<string> {
    const project = new TemporaryProject({
        "list.json": "[1]",
        "broken.json": "{",
        "Pulumi.live.yaml": "config: {}\n",
    });
    const world = fakeWorld({});
    const at = args.map((arg) => arg.replace("DIR", project.folder));
    try {
        const code = await answer(rehearseCommand, ["--cwd", project.folder, ...at], world, async (given) => {
            await rehearseOptions(given);
            return 0;
        });
        assert.equal(code, 2);
        return world.lines.join("\n");
    } catch (error) {
        assert.equal((error as Error).name, "Misuse", String((error as Error).stack));
        return (error as Error).message.replaceAll(project.folder, "DIR");
    } finally {
        project.remove();
    }
}

describe("the arguments of npm run rehearse", () => {
    for (const [args, expected] of [
        ["--nope", /^rehearse: Unknown option '--nope'[\s\S]*--help" lists what it takes\.$/],
        ["--timeout", /^rehearse: Option '--timeout <value>' argument missing/],
        ["prod", /^rehearse: unexpected argument "prod"/],
        ["--timeout abc", /^--timeout is abc; use a number of seconds above 0\.$/],
        ["--timeout 0", /^--timeout is 0; use/],
        ["--timeout -5", /^rehearse: Option '--timeout' argument is ambiguous/],
        ["--timeout 99999999", /^--timeout is 99999999; use at most 86400 seconds/],
        ["--stack-outputs abc", /^--stack-outputs is abc; use NAME=FILE\.json\.$/],
        ["--stack-outputs =x.json", /^--stack-outputs is =x\.json; use/],
        ["--stack-outputs a/b/c=DIR/none.json", /^DIR\/none\.json can't be read: there is no such file\.$/],
        ["--stack-outputs a/b/c=DIR/broken.json", /^DIR\/broken\.json is not a JSON file: /],
        ["--stack-outputs a/b/c=DIR/list.json", /^DIR\/list\.json holds no outputs: it must be an object/],
        ["--policy-pack-config DIR/list.json", /^There are more --policy-pack-config than --policy-pack\.$/],
        ["--state DIR/state.json", /^--state holds one stack; choose it with --stack\.$/],
        ["--policy-pack DIR/none", /^There is no PulumiPolicy\.yaml in DIR\/none; --policy-pack takes the/],
    ] as const) {
        it(`are refused: ${args}`, async () => assert.match(await refused(...args.split(" ")), expected));
    }
});
