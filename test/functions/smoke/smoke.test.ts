import assert from "node:assert/strict";
import { smoke, type World } from "../../../functions/smoke/smoke.ts";
import { freePort } from "../../../scripts/lib/local-server.ts";
import { run } from "../../../workflow/run.ts";
import { wayTo, type Target } from "../../../workflow/way.ts";
import { answer, openShop, shipped, type Shop } from "../../workflow/shop.ts";

describe("the smoke test of a new version", () => {
    let shop: Shop;
    /** Where nobody listens. */
    let away: Partial<Target>;
    before(async () => {
        shop = await openShop();
        away = { url: `https://127.0.0.1:${await freePort()}` };
    });
    after(() => shop.stop());
    beforeEach(() => shop.planted.clear());

    /** Over the real shop, by a clock that only the pauses move; `before` is called ahead of each run. */
    const tested = async (before: (number: number) => Partial<Target> | void = () => undefined) => {
        let [clock, runs] = [0, 0];
        const pauses: number[] = [];
        const world: World = {
            ...{ seconds: 300, spreadSeconds: 60, pauseSeconds: 15 },
            now: () => clock,
            pause: (seconds) => {
                clock += seconds * 1000;
                pauses.push(seconds);
                return Promise.resolve();
            },
            run: async (number) => {
                runs = number;
                const way = wayTo({ ...shop.target, ...before(number) });
                return run(shipped(), way, { answerSeconds: 5 }).finally(() => way.close());
            },
        };
        return { verdict: await smoke(world), runs, pauses, seconds: () => clock / 1000 };
    };
    const broken = answer(200, { balanced: false });

    it("passes a version that keeps the workflow three times, with time for the rule to spread in between", async () => {
        const { verdict, runs, pauses } = await tested();
        assert.deepEqual(verdict, { passed: true, runs: 3 });
        assert.deepEqual([runs, pauses], [3, [15, 15]]);
    });

    for (const bad of [1, 2, 3]) {
        it(`fails a version that breaks the workflow in run ${bad} of 3, at once and by name`, async () => {
            const { verdict, runs } = await tested((number) => {
                if (number === bad) shop.planted.set("GET /ledger", broken);
            });
            const why = "the ledger balances: GET /ledger: $.balanced is false; expected true";
            assert.deepEqual(verdict, { passed: false, runs: bad - 1, why });
            assert.equal(runs, bad);
        });
    }

    it("counts anew after a connection that failed in the first minute", async () => {
        const { verdict, runs, pauses } = await tested((number) => (number === 2 ? away : undefined));
        assert.deepEqual([verdict.passed, runs, pauses], [true, 5, [15, 2, 15, 15]]);
    });

    it("fails when connections still fail after the first minute", async () => {
        const { verdict, seconds } = await tested(() => away);
        assert.equal(verdict.passed, false);
        assert.match(verdict.why!, /ECONNREFUSED/);
        assert.equal(seconds(), 60);
    });

    it("fails at once on a certificate for another name, and on the app's own 503", async () => {
        const other = await tested(() => ({ serverName: "other.test" }));
        assert.deepEqual([other.verdict.passed, other.runs], [false, 1]);
        shop.planted.set("GET /readyz", answer(503, ""));
        const down = await tested();
        assert.deepEqual([down.verdict.passed, down.runs], [false, 1]);
    });

    it("fails when the verdict would come too late", async () => {
        const slow = { seconds: 40, spreadSeconds: 60, pauseSeconds: 15 };
        let clock = 0;
        const given: (number | undefined)[] = [];
        const verdict = await smoke({
            ...slow,
            now: () => clock,
            pause: (seconds) => Promise.resolve(void (clock += seconds * 1000)),
            run: (_, { seconds }) => {
                given.push(seconds);
                clock += 6000;
                return Promise.resolve({ passed: true, milliseconds: 6000, steps: [] });
            },
        });
        assert.deepEqual(verdict, { passed: false, runs: 2, why: "there was no verdict within 40 s" });
        // It does not wait for a run that can't end in time, and no run is given more than what is left.
        assert.equal(clock, 27_000);
        assert.deepEqual(given, [40, 19]);
    });
});
