import assert from "node:assert/strict";
import { synthetic } from "../../../functions/smoke/synthetic.ts";
import { run } from "../../../workflow/run.ts";
import { wayTo } from "../../../workflow/way.ts";
import { answer, openShop, shipped, shippedSteps, type Shop } from "../../workflow/shop.ts";

describe("the traffic of a site that has none", () => {
    let shop: Shop;
    before(async () => void (shop = await openShop()));
    after(() => shop.stop());
    beforeEach(() => shop.planted.clear());
    const broken = answer(500, "");

    /** Over the real shop, by a clock that only the pauses move; `before` is called ahead of each run. */
    const tested = async (before: (number: number) => void = () => undefined, seconds = 600, took = 0) => {
        let clock = 0;
        const starts: number[] = [];
        const verdict = await synthetic({
            seconds,
            now: () => clock,
            pause: (pause) => Promise.resolve(void (clock += pause * 1000)),
            run: async (number) => {
                starts.push(clock);
                before(number);
                const way = wayTo(shop.target);
                const ran = await run(shipped(), way, { answerSeconds: 5 }).finally(() => way.close());
                clock += took * 1000;
                return { ...ran, steps: ran.steps.map((step) => ({ ...step, milliseconds: took * 400 })) };
            },
        });
        return { verdict, starts };
    };

    it("is above the alarms' minimum in each of three whole minutes, wherever they begin", async () => {
        const { verdict, starts } = await tested();
        assert.equal(verdict.passed, true);
        const requests = shippedSteps().length;
        for (let from = 0; from <= 60_000; from += 1000)
            for (const minute of [0, 1, 2]) {
                const start = from + minute * 60_000;
                const runs = starts.filter((at) => at >= start && at < start + 60_000).length;
                assert.ok(runs * requests >= 20, `${runs} runs from ${start} on`);
            }
    });

    it("fails a version of which more than 5 % of the requests fail, and says the first", async () => {
        const { verdict, starts } = await tested((number) => {
            if (number % 2 === 0) shop.planted.set("GET /ledger", broken);
            else shop.planted.clear();
        });
        assert.equal(verdict.passed, false);
        assert.match(
            verdict.why!,
            /^2 of 2\d requests failed, first the ledger balances: GET \/ledger: the status is 500/,
        );
        assert.equal(starts.length, 4);
    });

    it("fails one that answers nothing but errors as soon as no later answer could change that", async () => {
        const { verdict, starts } = await tested(() => shop.planted.set("GET /readyz", broken));
        assert.deepEqual([verdict.passed, verdict.runs, starts.length], [false, 0, 2]);
    });

    /** A version that takes a request and says nothing, from a run on: the user waits for 30 s. */
    const hanging = async (from: number) => {
        let clock = 0;
        const fault = { faults: ["no whole answer within 30 s"], isOnTheWay: false };
        const taken = { step: "take it", request: "GET /", tries: 1 };
        const verdict = await synthetic({
            seconds: 600,
            now: () => clock,
            pause: (seconds) => Promise.resolve(void (clock += seconds * 1000)),
            run: (number) => {
                const passed = number < from;
                clock += passed ? 0 : 30_000;
                const step = { ...taken, ...(passed ? { milliseconds: 40 } : { failure: fault }) };
                return Promise.resolve({ passed, milliseconds: 0, steps: [step] });
            },
        });
        return { verdict, seconds: clock / 1000 };
    };

    it("fails one that takes requests and never answers, within a minute of the first", async () => {
        const { verdict, seconds } = await hanging(1);
        assert.deepEqual([verdict.passed, verdict.runs], [false, 0]);
        assert.equal(
            verdict.why,
            "2 of 2 requests failed, first take it: GET /: no whole answer within 30 s",
        );
        assert.ok(seconds <= 65, `after ${seconds} s`);
        const later = await hanging(30);
        assert.match(later.verdict.why!, /^2 of 31 requests failed/);
    });

    it("fails one that let no run through, however few were counted", async () => {
        let clock = 0;
        const verdict = await synthetic({
            seconds: 600,
            now: () => clock,
            pause: () => Promise.resolve(),
            run: () => {
                clock += 250_000;
                return Promise.resolve({ passed: false, milliseconds: 0, steps: [] });
            },
        });
        assert.deepEqual(verdict, { passed: false, runs: 0, why: "no run came through in 4 minutes" });
    });

    it("forgives a single request, as the alarms do", async () => {
        const { verdict } = await tested((number) => {
            if (number === 6) shop.planted.set("GET /ledger", broken);
            else shop.planted.clear();
        });
        assert.equal(verdict.passed, true);
    });

    it("fails one that is slow, and one that leaves no time for a verdict", async () => {
        const slow = await tested(undefined, 600, 6);
        assert.match(slow.verdict.why!, /^one of 20 requests took 2400 ms or longer; expected at most 2000/);
        const late = await tested(undefined, 30, 6);
        assert.deepEqual(late.verdict.why, "there was no verdict within 30 s");
    });
});
