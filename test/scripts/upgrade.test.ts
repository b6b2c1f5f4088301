import assert from "node:assert/strict";
import type { Answer } from "../../scripts/lib/restore/prove.ts";
import type { Ran, World } from "../../scripts/lib/world.ts";
import { main } from "../../scripts/upgrade.ts";
import { restoring } from "../support/restoring.ts";

const DO = ["--version", "19", "--apply", "--yes"];
const status = { versions: { from: "18.1", to: "19.1" }, tables: 3, copied: 3, slot: "reserved", faults: 0 };
const sizes = { bytes: { from: 2 ** 31, to: 2 ** 31 }, lagBytes: 100 };
const good: Record<string, object> = {
    look: { version: "18.1", bytes: 2 ** 31, tables: 2, blockers: [] },
    begin: { ...status, ...sizes, copied: 0 },
    status: { ...status, ...sizes },
    check: { ...status, ...sizes, same: 2, unlike: [], uncompared: [] },
    abandon: { abandoned: "shop-live-b" },
};

describe("npm run upgrade", () => {
    const r = restoring();
    let answers: Record<string, object | Error>;
    let called: string[];
    let before: string;
    beforeEach(() => {
        [answers, called, before] = [{ ...good }, [], r.shop.settings];
    });
    const run = (...argv: string[]) => {
        r.shop.lines.length = r.shop.data.length = 0;
        const ran = (command: string, args: string[]): Ran => {
            called.push([command, ...args].slice(0, 2).join(" "));
            if (command === "git") return { code: 128, output: "not a git repository" };
            return { code: 0, output: args.includes("preview") ? '{"steps":[]}' : "" };
        };
        const known = r.shop.world;
        const world: World = {
            ...known,
            run: (command, args, how) =>
                args.includes("output") ? known.run(command, args, how) : Promise.resolve(ran(command, args)),
        };
        const invoke = (name: string, event: object): Promise<Answer> => {
            const { action, to } = event as { action: string; to?: string };
            called.push(`${name} ${action}${to ? ` ${to}` : ""}`);
            const answer = answers[action]!;
            const fault = { fault: JSON.stringify({ errorMessage: (answer as Error).message }) };
            return Promise.resolve(answer instanceof Error ? fault : { result: answer });
        };
        return main(argv, world, invoke, 1);
    };
    const changes = () => called.filter((one) => /pulumi up|begin|abandon/.test(one));

    it("without --apply tells what it makes, costs and forbids, and changes nothing", async () => {
        assert.equal(await run("--version", "19"), 0);
        const plan = r.shop.data.join("\n");
        assert.match(plan, /from +generation a, PostgreSQL 18\.1: 2 tables, 2\.0 GiB/);
        assert.match(plan, /makes +generation b, shop-live-b, of version 19\n/);
        assert.match(plan, /forbids +migrations/);
        assert.match(r.shop.said, /Next: npm run upgrade -- --stack live --version 19 --apply$/);
        assert.deepEqual([changes(), r.shop.settings], [[], before]);
    });

    it("begins nothing while something is in the way, and names it", async () => {
        answers.look = { ...good.look, blockers: ["public.keyless has nothing that names a row"] };
        assert.equal(await run(...DO), 1);
        assert.match(r.shop.data.join("\n"), /in the way +public\.keyless has nothing/);
        assert.deepEqual([changes(), r.shop.settings], [[], before]);
    });

    it("adds an empty generation, deploys it, and leaves the change-over to the command that it names", async () => {
        assert.equal(await run(...DO), 0);
        assert.match(r.shop.settings, /active: a\n +next: b\n/);
        assert.match(r.shop.settings, /b: ?\n? *\{? ?version: 19/);
        assert.deepEqual(changes(), ["pulumi up", "shop-live-upgrade begin shop-live-b"]);
        assert.match(r.shop.said, /Next: npm run restore -- --stack live --cutover b; or give it up/);
    });

    it("goes on where it was stopped, with the same generation", async () => {
        answers.begin = new Error("Nothing was begun. In the way: x.");
        assert.equal(await run(...DO), 1);
        assert.match(r.shop.said, /Nothing was begun\. In the way: x\./);
        answers.begin = good.begin!;
        assert.equal(await run(...DO), 0);
        assert.match(r.shop.data.join("\n"), /generation b, .*begun already/);
        assert.doesNotMatch(r.shop.settings, /c: /);
    });

    it("stops when rows differ, and when the log that the new one needs is lost", async () => {
        answers.check = { ...good.check, unlike: [{ table: "public.orders", from: 7, to: 6 }] };
        assert.equal(await run(...DO), 1);
        assert.match(r.shop.data.join("\n"), /public\.orders differs: 7 rows, and 6 in the new one/);
        answers.status = { ...good.status, slot: "lost", copied: 1 };
        assert.equal(await run(...DO), 1);
        assert.match(r.shop.said, /The log that b needs is lost\. Give it up/);
    });

    it("gives up: the slot goes before the settings, and the generation is left to --retire", async () => {
        await run(...DO);
        called.length = 0;
        assert.equal(await run("--abandon"), 0);
        assert.deepEqual(changes(), []);
        assert.equal(await run("--abandon", "--apply", "--yes"), 0);
        assert.deepEqual(changes(), ["shop-live-upgrade abandon shop-live-b", "pulumi up"]);
        assert.doesNotMatch(r.shop.settings, /next:/);
        assert.match(r.shop.said, /--retire b --reason <why>$/);
    });

    it("refuses a version that is not later, and to give up what was not begun", async () => {
        assert.equal(await run("--version", "18"), 2);
        assert.match(r.shop.said, /--version is 18, and a has 18; use a later one/);
        assert.equal(await run("--abandon"), 2);
        assert.match(r.shop.said, /no upgrade has begun/);
    });
});
