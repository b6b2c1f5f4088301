import assert from "node:assert/strict";
import { ChangingOver } from "../support/changing-over.ts";
import { restoring } from "../support/restoring.ts";

const DO = ["--cutover", "b", "--apply", "--yes"];

describe("npm run restore -- --cutover, before anything changes,", () => {
    const r = restoring();
    let over: ChangingOver;
    const change = (from: string, to: string) =>
        r.shop.project.write({ "Pulumi.live.yaml": r.shop.settings.replace(from, to) });
    const refuses = async (argv: string[], says: RegExp) => {
        const before = r.shop.settings;
        assert.equal(await over.run(...argv), 2, r.shop.said);
        assert.match(r.shop.said, says);
        assert.deepEqual([r.shop.settings, over.done], [before, []]);
    };
    beforeEach(() => (over = new ChangingOver(r.shop)));

    it("wants one thing to do, and a generation that there is and that stays", async () => {
        await refuses(["--cutover", "b", "--cutback"], /use --to .* or --cutover/);
        await refuses(["--to", "x", "--leave-writes", "1"], /--leave-writes is for --cutback and --cutover/);
        await refuses(["--cutback", "--leave-writes", "all"], /--leave-writes is all; use the count/);
        await refuses(["--cutover", "q"], /--cutover is q; use one of a, b\./);
        change("snapshot: arn:x", "retire: it was the wrong one");
        await refuses(DO, /Generation b is on its way out: it was the wrong one\./);
        change("a: { version: 18 }", "a: { version: 18 }\n      c: { version: 18 }");
        await refuses(DO, /Generation c is not deployed yet; finish its restore first/);
    });

    it("waits for a deployment of the poolers that ECS has not finished, or knows nothing of", async () => {
        for (const rollouts of [["IN_PROGRESS", "COMPLETED"], ["FAILED"], []]) {
            over.rollouts = rollouts;
            await refuses(DO, /ECS is deploying the poolers .*aws ecs wait services-stable --cluster shop/);
        }
    });

    it("goes no further with a copy that nobody could sign in to", async () => {
        over.answers["align"] = () => ({ fault: "password authentication failed" });
        assert.equal(await over.run(...DO), 1);
        assert.match(r.shop.said, /NOT CHECKED.*\n.*nobody could sign in to b/);
        assert.deepEqual([over.done, over.record], [[], null]);
        over.answers["align"] = () => ({ fault: "shop-live-b is behind a fence of its own" });
        assert.equal(await over.run(...DO), 0);
    });

    it("says that the function is missing, fails, or is of another version", async () => {
        over.answers["switched?"] = () => ({ fault: "x", isMissing: true });
        await refuses(DO, /shop-live-switch says: it is not there\./);
        over.answers["switched?"] = () => ({ fault: '{"errorMessage":"no table"}' });
        await refuses(DO, /shop-live-switch says: no table\./);
        for (const record of [undefined, {}, { phase: "done", from: "shop-live-a", to: "shop-live-b" }]) {
            over.answers["switched?"] = () => ({ result: { record } });
            await refuses(DO, /shop-live-switch answered .*deploy it with the version of these files/);
        }
        over.answers = { compare: () => ({ result: { from: {}, tables: [] } }) };
        await refuses(DO, /shop-live-switch answered /);
    });

    it("refuses settings that somebody set by hand, or that are old", async () => {
        change("active: a", "active: b");
        await refuses(DO, /Pulumi\.live\.yaml has active: b, and a serves\..*set it back to a/);
        change("active: b", "active: a\n    next: c");
        await refuses(
            DO,
            /has next: c: a change-over to it has begun\. Finish it first \(--cutover c\), or give/,
        );
    });

    it("lets no restore and no retirement begin between its steps", async () => {
        change("active: a", "active: a\n    next: b");
        for (const argv of [
            ["--to", "x"],
            ["--retire", "b", "--reason", "it was the wrong one"],
        ]) {
            await refuses(
                [...argv, "--apply", "--yes"],
                /has next: b: a change-over has begun\. Finish it first/,
            );
        }
    });
});

describe("npm run restore -- --cutback", () => {
    const r = restoring();
    let over: ChangingOver;
    const refuses = async (argv: string[], says: RegExp) => {
        assert.equal(await over.run(...argv), 2, r.shop.said);
        assert.match(r.shop.said, says);
        assert.deepEqual(over.done, []);
    };
    beforeEach(() => (over = new ChangingOver(r.shop)));

    it("without a switch on record refuses, and says to name the generation", async () => {
        await refuses(["--cutback"], /No switch is on record, so there is no way back; name the generation/);
    });

    it("names the writes that stay behind, and goes only if as many may", async () => {
        const before = r.shop.settings;
        await over.run(...DO);
        over.done = [];
        assert.equal(await over.run("--cutback"), 0);
        const plan = r.shop.data.join("\n");
        assert.match(plan, /17 writes \(public\.orders 12, public\.users 5\) since b serves; b keeps them/);
        assert.match(r.shop.said, /--cutover a --leave-writes 17 --apply$/);
        const back = ["--cutback", "--apply", "--yes"];
        await refuses(back, /b has 17 writes .* --leave-writes is missing: use 17 if they may/);
        for (const count of ["0", "16"])
            await refuses(
                [...back, "--leave-writes", count],
                new RegExp(`--leave-writes is ${count}: use 17`),
            );
        assert.equal(await over.run(...back, "--leave-writes", "20"), 0);
        assert.deepEqual(over.done, ["up b next a", "switch shop-live-a", "up a"]);
        assert.ok(
            over.calls.includes('shop-live-switch {"action":"switch","to":"shop-live-a","leaveWrites":20}'),
        );
        assert.equal(r.shop.settings, before);
        // The same once more would be the way to b again, with other writes.
        over.done = [];
        over.writes = { count: 18, tables: { "public.users": 0, "public.orders": 18 } };
        await refuses([...back, "--leave-writes", "17"], /a has 18 writes .* use 18 if they may/);
        over.writes = { count: 0, tables: { "public.users": 0, "public.orders": 0 } };
        assert.equal(await over.run(...back), 0);
        assert.deepEqual(over.done.slice(1), ["switch shop-live-b", "up b"]);
    });

    it("between a switch and its deployment asks which way, for it can't know", async () => {
        await over.run(...DO);
        [over.deployed, over.done] = [{ active: "a", next: "b" }, []];
        r.shop.project.write({
            "Pulumi.live.yaml": r.shop.settings.replace("active: b", "active: a\n    next: b"),
        });
        await refuses(["--cutback"], /finish that, use --cutover b; to go back to a, --cutover a\./);
        // The deployment follows first: for poolers of the old one, the record of the way back would say nothing.
        const ends = (phase: "switched" | "cancelled") => () => {
            const [from, to] = [{ instance: "shop-live-b" }, { instance: "shop-live-a" }];
            over.record = { phase, from, to, epoch: 2 };
            return { fault: "Read timeout on endpoint URL" };
        };
        over.answers["switch"] = ends("cancelled");
        const back = ["--cutover", "a", "--leave-writes", "17", "--apply", "--yes"];
        assert.equal(await over.run(...back), 1);
        assert.match(r.shop.said, /Read timeout on endpoint URL\. b serves\./);
        assert.deepEqual([over.done, over.deployed], [["up b next a"], { active: "b", next: "a" }]);
        over.answers["switch"] = ends("switched");
        assert.equal(await over.run(...back), 0);
        assert.match(r.shop.said, /The record says that a serves, so it goes on/);
        assert.deepEqual(over.deployed, { active: "a" });
    });
});
