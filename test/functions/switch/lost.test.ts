import assert from "node:assert/strict";
import { compare } from "../../../functions/switch/compare.ts";
import type { Ledger } from "../../../scripts/lib/local-ledger.ts";
import type { SwitchRecord } from "../../../functions/switch/record.ts";
import { onGenerations } from "./generations.ts";

const LOST = { isLost: true };

// The tests go on from each other: a is down, comes back, and is down again.
describe("the switch away from a generation that is down", function () {
    const on = onGenerations();
    let load: Ledger;
    const crash = (instance: string) => on.all().server(instance).crash();
    const revive = (instance: string) => on.all().server(instance).revive();
    const record = async () => (await on.all().world().table.record()) as SwitchRecord;

    it("is refused while that one answers, before anybody waits", async () => {
        load = await on.load(3);
        await assert.rejects(on.run({}, "b", LOST), /a answers, so it is not lost: leave "isLost" out/);
        await load.until(load.acknowledged.length + 20);
        await load.stop();
        assert.deepEqual([load.failed, await on.all().world().table.record()], [[], undefined]);
    });

    it("has to be asked for: the fence of one that is down can't be proven", async () => {
        await crash("a");
        await assert.rejects(on.run({}, "b"), /ECONNREFUSED/);
        assert.equal(await on.all().world().table.record(), undefined);
    });

    it("killed half-way it leaves no pooler that goes back by itself, though the one that was down is back", async () => {
        await on.dyingAt("fence", true);
        await revive("a");
        // At the end of the lease, when a pooler asks whether there is a fence where there may be one.
        const died = /^the switch away from a, which did not answer, has died; run it again$/;
        await on.soon(async () => (await on.words()).filter((says) => died.test(says)).length === 2);
        const states = Object.values(await on.states());
        assert.deepEqual(states, ["paused a", "paused a"]);
        await assert.rejects(on.run({}, "b", LOST), /a answers, so it is not lost/);
        await on.allRunningOn("a");
    });

    it("leads to the other one, and says what the one that was left said", async () => {
        await crash("a");
        const { evidence, to } = await on.run({}, "b", LOST);
        assert.equal(to.instance, "b");
        assert.match(evidence.refusal, /ECONNREFUSED/);
        assert.deepEqual([evidence.fencedRoles, [...evidence.poolers].sort()], [[], ["one", "two"]]);
        assert.equal(on.all().service.isOn, true);
    });

    it("leaves each acknowledged write in exactly one, also when the one that was left is back", async () => {
        await revive("a");
        const after = await on.load(3);
        await after.until(60);
        await on.allRunningOn("b");
        await after.stop();
        const { lost, double, in: rows } = await after.faults(on.all());
        assert.deepEqual([after.failed, lost, double, rows.a], [[], [], [], 0]);
    });

    it("takes over from a switch that died between two generations of which the old one is gone", async () => {
        await on.dyingAt("pause");
        await crash("b");
        await assert.rejects(on.run({}, "a"), /ECONNREFUSED/);
        assert.equal((await record()).phase, "pausing");
        const { to } = await on.run({}, "a", LOST);
        assert.equal(to.instance, "a");
        await on.allRunningOn("a");
    });

    it("holds to its first word, when the answer to that was lost", async () => {
        await revive("b");
        await crash("a");
        const { table } = on.all().world();
        const change = table.change.bind(table);
        table.change = async (own, changes, during) => {
            const changed = await change(own, changes, during);
            if (changes.phase === "switched") throw new Error("socket hang up");
            return changed;
        };
        const { phase, to } = await on.run({ table }, "b", LOST);
        assert.deepEqual([phase, to.instance, (await record()).phase], ["switched", "b", "switched"]);
        await on.allRunningOn("b");
        await revive("a");
    });

    it("does not forget on the way back what was written before the one that serves crashed, which forgets its counts", async () => {
        const writes = await on.load(3);
        await writes.stop();
        await crash("b");
        await revive("b");
        await on.allRunningOn("b");
        const { writesSinceSwitch } = await compare(on.all().world(), "a");
        assert.ok(writesSinceSwitch!.count >= writes.acknowledged.length, JSON.stringify(writesSinceSwitch));
        assert.match(
            Object.keys(writesSinceSwitch!.tables).join(),
            /transactions; PostgreSQL began to count anew at 20/,
        );
        await assert.rejects(on.run({}, "a", { leaveWrites: 0 }), /would be left there .+leaveWrites is 0/);
        assert.equal((await on.run({}, "a")).to.instance, "a");
    });
});
