import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { invokeByCli } from "../../scripts/lib/restore/prove.ts";
import { main } from "../../scripts/restore.ts";
import { ChangingOver, Killed } from "../support/changing-over.ts";
import { killedRestore } from "../support/killed-restore.ts";
import { restoring } from "../support/restoring.ts";

/** Stands in for the AWS CLI: a function that hangs in its first switch, and ends it although nobody waits any more. */
const AWS = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (args[0] === "ecs") return console.log('["COMPLETED"]');
const payload = args[args.indexOf("--payload") + 1];
const { action, to } = JSON.parse(payload);
appendFileSync("events.log", payload + "\\n");
const record = existsSync("record.json") ? JSON.parse(readFileSync("record.json", "utf8")) : null;
const [from, other] = ["shop-live-a", "shop-live-b"].map((instance) => ({ instance, heartbeatAt: null }));
if (action === "switch") {
    writeFileSync("record.json", JSON.stringify({ phase: "switched", from, to: other, epoch: 1 }));
    writeFileSync("hanging.pid", String(process.pid));
    return setTimeout(() => undefined, 60_000);
}
const compared = { from, to: other, tables: [], writesSinceSwitch: null };
const answers = { "switched?": { record }, compare: compared, align: { passwords: [] } };
process.stdout.write(JSON.stringify(answers[action]) + "None\\n");
`;

/** Runs it as somebody does who was thrown out: until it ends by itself. */
async function insisting(over: ChangingOver, argv: string[]): Promise<number> {
    try {
        return await over.run(...argv);
    } catch (error) {
        if (!(error instanceof Killed)) throw error;
        assert.ok(over.isReached, `clients are led to ${over.serving}, and have no way there`);
        over.kill = undefined;
        return over.run(...argv);
    }
}

describe("a change-over that is killed", function () {
    this.timeout(300_000);
    const r = restoring();
    const when = ["before", "within", "after"] as const;

    for (const call of when) {
        it(`${call} any of its steps goes on with the same command, and switches once`, async () => {
            const original = r.shop.settings;
            let steps = 1;
            for (let number = 1; number <= steps; number++) {
                r.shop.project.write({ "Pulumi.live.yaml": original });
                const over = new ChangingOver(r.shop);
                const wanted = over.shop.settings.replace("active: a", "active: b");
                over.kill = { call: number, when: call };
                assert.equal(await insisting(over, ["--cutover", "b", "--apply", "--yes"]), 0, r.shop.said);
                assert.deepEqual([over.serving, over.deployed], ["b", { active: "b" }]);
                assert.equal(over.shop.settings, wanted);
                assert.deepEqual(
                    over.done.filter((one) => one.startsWith("switch")),
                    ["switch shop-live-b"],
                );
                // As many as a run has that nobody kills.
                if (number === 1) steps = over.calls.length - 1;
            }
            assert.equal(steps, 13);
        });
    }

    it("on the way back goes on, too, by the command that the plan names", async () => {
        const original = r.shop.settings;
        for (let number = 1; number <= 12; number++) {
            r.shop.project.write({ "Pulumi.live.yaml": original });
            const over = new ChangingOver(r.shop);
            const before = over.shop.settings;
            assert.equal(await over.run("--cutover", "b", "--apply", "--yes"), 0);
            over.calls.length = 0;
            // The one that it goes back to is closed, to the function of the roles, too.
            over.answers["align"] = () => ({ fault: "shop-live-a is closed" });
            over.kill = { call: number, when: "within" };
            const back = ["--cutover", "a", "--leave-writes", "17", "--apply", "--yes"];
            assert.equal(await insisting(over, back), 0, r.shop.said);
            assert.deepEqual([over.serving, over.deployed, r.shop.settings], ["a", { active: "a" }, before]);
            assert.deepEqual(
                over.done.filter((one) => one.startsWith("switch")),
                ["switch shop-live-b", "switch shop-live-a"],
            );
        }
    });

    it("as a process, by SIGKILL in the midst of the switch, finds it done by the function that lived on", async () => {
        const over = new ChangingOver(r.shop);
        const wanted = r.shop.settings.replace("active: a", "active: b");
        const databaseGenerations = { a: "shop-live-a", b: "shop-live-b" };
        const names = {
            clusterName: "shop",
            poolerServiceName: "pooler",
            switchFunction: "shop-live-switch",
        };
        r.shop.outputs({ ...names, databaseGenerations });
        r.shop.project.write({ "bin/aws": AWS });
        chmodSync(r.shop.file("bin/aws"), 0o755);
        const argv = ["--cutover", "b", "--apply", "--yes"];
        await killedRestore(r.shop, ["--stack", "live", ...argv]);
        assert.match(over.shop.settings, /active: a\n {4}next: b\n/);
        const world = r.shop.world;
        assert.equal(await main(argv, world, invokeByCli("eu-central-1", world)), 0, r.shop.said);
        assert.equal(r.shop.settings, wanted);
        const events = r.shop.read("events.log").trim().split("\n");
        assert.deepEqual(
            events.map((event) => (JSON.parse(event) as { action: string }).action),
            [...["switched?", "compare", "align", "switch"], "switched?"],
        );
    });
});
