import assert from "node:assert/strict";
import pg from "pg";
import { compare } from "../../../functions/switch/compare.ts";
import { overTls } from "../../../scripts/lib/local-roles.ts";
import { onGenerations } from "./generations.ts";

describe("the switch between two generations, under load", function () {
    this.timeout(60_000);
    const on = onGenerations();
    const record = async () => (await on.all().world().table.record())!;

    it("leads there and back with no failed transaction and each acknowledged write in exactly one, and refuses a second run", async () => {
        const load = await on.load(16);
        const there = await on.run();
        await load.until(load.acknowledged.length + 60);
        let second: unknown;
        const step = async (name: string) => {
            if (name === "gather") second = await on.run({}, "a").catch((error: Error) => error.message);
        };
        const { tables, from } = await compare(on.all().world(), "a");
        assert.deepEqual([from.instance, tables.map(({ table }) => table)], ["b", ["public.done"]]);
        assert.ok(tables.every((table) => table.from > 0 && table.to > 0 && !table.isEstimate));
        const back = await on.run({ step });
        assert.match(String(second), /Another run is switching to a since 20.*Z; wait until it has ended/);
        await load.until(load.acknowledged.length + 60);
        await load.stop();
        const { lost, double, in: rows } = await load.faults(on.all());
        assert.deepEqual([load.failed, lost, double], [[], [], []]);
        assert.ok(rows.a! > 0 && rows.b! > 0, JSON.stringify(rows));
        assert.deepEqual([there.to.instance, back.to.instance, back.epoch], ["b", "a", there.epoch + 1]);
        const { refusal, fencedRoles, poolers, stallMs, pausedMs } = there.evidence;
        assert.deepEqual([refusal, [...poolers].sort()], ["28000", ["one", "two"]]);
        assert.ok(fencedRoles.includes("application_a") && fencedRoles.includes("pooler_a"));
        assert.ok(pausedMs > 0 && stallMs >= pausedMs);
        assert.equal(on.all().service.isOn, true);
    });

    it("answers the same when it is called again, and changes nothing", async () => {
        const before = await record();
        assert.deepEqual((await on.run({}, on.serving())).evidence, before.evidence);
        assert.deepEqual(await record(), before);
    });

    it("counts the writes that a way back would leave when nobody writes any more, and refuses more than were agreed to", async () => {
        const here = on.serving();
        // Sessions tell what they wrote some seconds later: who asks before that learns it when all have paused.
        const says = /(\d+) rows were written .*public.done: \1.*leaveWrites is 0/;
        await assert.rejects(on.run({}, on.other(), { leaveWrites: 0 }), says);
        await on.allRunningOn(here);
        await assert.rejects(
            on.run({}, on.other(), { leaveWrites: 0 }),
            /^Error: \d+ rows were written since/,
        );
        await assert.rejects(on.run({}, here), /serves already; there is nothing to switch/);
    });

    // Before the fence it begins anew; from the fence on it goes on. "tell" is when the fence is set and nobody knows.
    for (const [step, led] of [
        ["fence", "here"],
        ["tell", "there"],
    ] as const) {
        it(`killed at "${step}" it leaves poolers that serve, and the next run ends it`, async () => {
            const load = await on.load(3);
            const [here, there] = [on.serving(), on.other()];
            await on.dyingAt(step);
            await on.allRunningOn(led === "here" ? here : there);
            await load.until(load.acknowledged.length + 20);
            const { to } = await on.run({}, there);
            assert.equal(to.instance, there);
            await load.until(load.acknowledged.length + 20);
            await load.stop();
            const { lost, double } = await load.faults(on.all());
            assert.deepEqual([load.failed, lost, double], [[], [], []]);
            assert.equal(on.all().service.isOn, true);
        });
    }

    it("gives up at its deadline when a transaction does not end: all serve on, and it says which pooler waited", async () => {
        const load = await on.load(3);
        const [here, port] = [on.serving(), on.all().poolers.get("one")!.port];
        const login = await on.all().login("application");
        const holder = new pg.Client({ ...overTls, port, database: "app", ...login });
        holder.on("error", () => undefined);
        await holder.connect();
        await holder.query("BEGIN; SELECT 1");
        await assert.rejects(
            on.run({}, on.other(), { deadlineSeconds: 2 }),
            new RegExp(`Cancelled, ${here} serves on: Not paused within 2 s: task one is pausing`),
        );
        await holder.query("COMMIT");
        await holder.end();
        await on.allRunningOn(here);
        await load.until(load.acknowledged.length + 20);
        await load.stop();
        assert.deepEqual(load.failed, []);
        assert.equal(on.all().service.isOn, true);
    });

    it("has a pooler wait that starts in the middle, forgets one that dies, and goes on when an agent dies", async () => {
        const there = on.other();
        const step = async (name: string) => {
            if (name !== "pause") return;
            await on.all().startPooler("late", { isLate: true });
            await on.all().stopPooler("two");
            // PgBouncer names the process at its console.
            const seen = on
                .all()
                .poolers.get("one")!
                .server.log.matchAll(/pgbouncer@unix\((\d+)\)/g);
            process.kill(Number([...seen].at(-1)![1]), "SIGKILL");
            await on.until("the late one waits", async () => /^waiting/.test((await on.states()).late ?? ""));
        };
        const { evidence } = await on.run({ step });
        assert.deepEqual([...evidence.poolers].sort(), ["late", "one"]);
        assert.equal((await on.states()).late, `running ${there}`);
        assert.match(
            on.all().poolers.get("one")!.server.log,
            /start: the agent ended with 137; it starts again/,
        );
    });
});
