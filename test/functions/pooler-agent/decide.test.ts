import assert from "node:assert/strict";
import { Agent } from "../../../functions/pooler-agent/agent.ts";
import { decide, type Known } from "../../../functions/pooler-agent/decide.ts";
import type { Place } from "../../../functions/pooler-agent/place.ts";
import { servingOf, type SwitchRecord } from "../../../functions/switch/record.ts";
import { Lease } from "../../../functions/switch/lease.ts";

const [a, b, c] = ["a", "b", "c"].map((instance) => ({ instance, host: `${instance}.test`, port: 5432 }));
const record: SwitchRecord = {
    ...{
        epoch: 3,
        phase: "pausing",
        gathered: true,
        from: a!,
        to: b!,
        deployed: ["a"],
        written: { rows: {}, since: "", transactions: 0 },
    },
    ...{ toWasFenced: false, owner: "me", beat: 7, startedAt: "2026-11-22T00:00:00Z", deadlineSeconds: 10 },
};
const lead = (to: unknown) => ({ do: "lead", to });

describe("what a pooler does", () => {
    const table: [string, Partial<Known> & { of?: Partial<SwitchRecord> }, unknown][] = [
        ["leads to what is deployed where there never was a switch", { record: undefined }, lead(a)],
        [
            "sees whether it could get there, and serves on, until all do",
            { of: { gathered: false } },
            { do: "prepare", to: b },
        ],
        ["pauses when all are ready", {}, { do: "pause" }],
        ["leads to the new one once it is switched", { of: { phase: "switched" } }, lead(b)],
        ["leads to the old one once it is cancelled", { of: { phase: "cancelled" } }, lead(a)],
        ["asks for the fence when the switch has died", { isAlive: false }, "ask"],
        ["leads to the new one when the old one is fenced", { isAlive: false, fence: "fenced" }, lead(b)],
        ["leads to the old one when that is not fenced", { isAlive: false, fence: "open" }, lead(a)],
        ["heeds no fence while the switch is alive", { fence: "fenced" }, { do: "pause" }],
        [
            "leads to what is deployed after the deployment of the new one",
            { deployed: b!, of: { phase: "switched" } },
            lead(b),
        ],
        ["leads to what is deployed when that is neither", { deployed: c! }, lead(c)],
        [
            "leads to a generation that was deployed by hand after a switch was cancelled",
            { deployed: b!, of: { phase: "cancelled" } },
            lead(b),
        ],
    ];
    for (const [says, { of, ...known }, wanted] of table) {
        it(says, () => {
            const all: Known = {
                record: { ...record, ...of },
                deployed: a!,
                isAlive: true,
                fence: "unasked",
                ...known,
            };
            assert.deepEqual(decide(all), wanted);
        });
    }

    it("stays as it is, and says why, when the switch has died and the old one can't be asked", () => {
        const decision = decide({ record, deployed: a!, isAlive: false, fence: "unknown" });
        assert.ok(decision !== "ask" && decision.do === "stay");
        assert.match(decision.why, /the switch has died, and a does not say whether it is fenced/);
    });

    it("goes nowhere by itself when the switch away from one that was down has died, whatever that one says now", () => {
        for (const fence of ["unasked", "open"] as const) {
            const lost = { ...record, isLost: true };
            const decision = decide({ record: lost, deployed: a!, isAlive: false, fence });
            assert.ok(decision !== "ask" && decision.do === "stay");
            assert.match(decision.why, /away from a, which did not answer, has died; run it again/);
        }
    });

    describe("on the way back before the new one was deployed", () => {
        const back: SwitchRecord = { ...record, from: b!, to: a!, deployed: ["a"] };
        for (const [phase, wanted] of [
            ["pausing", { do: "pause" }],
            ["switched", lead(a)],
            ["cancelled", lead(b)],
        ] as const) {
            it(`does what it does elsewhere when it is ${phase}`, () => {
                const known = {
                    record: { ...back, phase },
                    deployed: a!,
                    isAlive: true,
                    fence: "unasked" as const,
                };
                assert.deepEqual(decide(known), wanted);
            });
        }

        it("is taken to be where the poolers are, not where the deployment says", () => {
            assert.equal(servingOf({ ...record, phase: "switched" }, a!), b);
            assert.equal(servingOf({ ...back, phase: "cancelled" }, a!), b);
            assert.equal(servingOf({ ...record, phase: "switched" }, c!), c);
        });
    });
});

describe("the lease of a switch", () => {
    it("ends when its beat has stood still for so long on the watcher's own clock, and not before", () => {
        let now = 1000;
        const lease = new Lease(5, () => now);
        const alive: boolean[] = [];
        for (const [seconds, beat] of [
            [0, 1],
            [4, 1],
            [4.5, 2],
            [9, 2],
            [9.6, 2],
            [10, 3],
        ] as const) {
            now = 1000 + seconds * 1000;
            alive.push(lease.isAlive({ ...record, beat }));
        }
        assert.deepEqual(alive, [true, true, true, true, false, true]);
    });
});

describe("an agent that takes over from one that died", () => {
    it("leaves PgBouncer where it leads to, as long as it can't read whether there was a switch", async () => {
        let answer = () => Promise.reject<SwitchRecord>(new Error("ThrottlingException"));
        const table = { record: () => answer(), putRow: () => Promise.resolve() };
        const place = { deployed: a, leaseSeconds: 5 } as Place;
        const agent = new Agent({ place, task: "one", table, log: () => undefined });
        assert.equal(await agent.read(), false);
        assert.equal((await agent.decision()).do, "stay");
        answer = () => Promise.resolve({ ...record, phase: "switched" });
        assert.equal(await agent.read(), true);
        assert.deepEqual(await agent.decision(), { do: "lead", to: b });
        answer = () => Promise.reject<SwitchRecord>(new Error("ThrottlingException"));
        assert.equal(await agent.read(), false);
        assert.deepEqual(await agent.decision(), { do: "lead", to: b });
    });
});
