import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import pg from "pg";
import { compare } from "../../../functions/switch/compare.ts";
import { asSuperuser, overTls } from "../../../scripts/lib/local-roles.ts";
import type { Ledger } from "../../../scripts/lib/local-ledger.ts";
import { busyness } from "../../support/busy.ts";
import { onGenerations } from "./generations.ts";

describe("the switch between two generations, under load", function () {
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
        const rows = ["INSERT INTO done VALUES (-1, -1)", "DELETE FROM done WHERE client = -1"];
        const step = async (name: string) => {
            if (name === "gather") await asSuperuser(on.all().server(here), rows);
        };
        const refused = async (leaveWrites: number) =>
            String(
                await on.run({ step }, on.other(), { leaveWrites }).catch((error: Error) => error.message),
            );
        // Sessions tell what they wrote some seconds later: who agrees to all that was told is asked again when all have
        // paused, and then for the two rows that came meanwhile, too.
        const first = /^(\d+) rows were written since/;
        let [agreed, says] = [0, await refused(0)];
        for (let count = first.exec(says)?.[1]; count; count = first.exec(says)?.[1])
            says = await refused((agreed = Number(count)));
        const [, count] = new RegExp(
            `^Cancelled, ${here} serves on: (\\d+) rows were written .*public.done: \\1.*leaveWrites is ${agreed};`,
        ).exec(says)!;
        assert.ok(Number(count) >= agreed + rows.length, says);
        await on.allRunningOn(here);
        assert.match(await refused(0), first);
        await assert.rejects(on.run({}, here), /serves already; there is nothing to switch/);
    });

    describe("killed half-way", () => {
        let load: Ledger;

        before(async () => {
            load = await on.load(3);
        });
        after(() => load?.stop());

        // Before the fence it begins anew; from the fence on it goes on. "tell" is when the fence is set and nobody knows.
        for (const [step, led] of [
            ["begin", "here"],
            ["pause", "here"],
            ["fence", "here"],
            ["tell", "there"],
            ["arrive", "there"],
        ] as const) {
            it(`at "${step}" it leaves poolers that serve, and the next run ends it`, async () => {
                const [here, there] = [on.serving(), on.other()];
                await on.dyingAt(step);
                await on.allRunningOn(led === "here" ? here : there);
                await load.until(load.acknowledged.length + 20);
                const { to } = await on.run({}, there);
                assert.equal(to.instance, there);
                await load.until(load.acknowledged.length + 20);
                assert.deepEqual(load.failed, []);
                assert.equal(on.all().service.isOn, true);
            });
        }

        it("it has each acknowledged write in exactly one generation", async () => {
            await load.stop();
            const { lost, double } = await load.faults(on.all());
            assert.deepEqual([load.failed, lost, double], [[], [], []]);
        });
    });

    it("gives up at its deadline when a transaction does not end: all serve on, and it says which pooler waited", async () => {
        const load = await on.load(3);
        const [here, port] = [on.serving(), on.all().poolers.get("one")!.port];
        const login = await on.all().login("application");
        const holder = new pg.Client({ ...overTls, port, database: "app", ...login });
        holder.on("error", () => undefined);
        await holder.connect();
        await holder.query("BEGIN; SELECT 1");
        const deadlineSeconds = Math.ceil(2 * busyness);
        const says = await on
            .run({}, on.other(), { deadlineSeconds })
            .catch(({ message }: Error) => message)
            .finally(() => holder.end());
        assert.match(
            String(says),
            new RegExp(
                `Cancelled, ${here} serves on: Not paused within ${deadlineSeconds} s: task one is pausing`,
            ),
        );
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
            process.kill(agentBeside(on.all().poolers.get("one")!.server.process.pid!), "SIGKILL");
            await on.soon(async () => /^waiting/.test((await on.states()).late ?? ""));
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

/** The agent in the folder of a start script: not every PgBouncer's log names who is at its console. */
function agentBeside(script: number): number {
    const folder = readlinkSync(`/proc/${script}/cwd`);
    const found = readdirSync("/proc").find((pid) => {
        try {
            const runs = readFileSync(`/proc/${pid}/cmdline`, "utf8").endsWith("agent.cjs\0run\0");
            return runs && readlinkSync(`/proc/${pid}/cwd`) === folder;
        } catch {
            return false; // it has ended, or is somebody else's
        }
    });
    assert.ok(found, `No agent runs beside process ${script}.`);
    return Number(found);
}
