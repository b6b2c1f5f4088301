import assert from "node:assert/strict";
import type { Thing } from "../../../bench/alarms/emitters.ts";
import { productAlarms } from "../../../bench/releases/alarms.ts";
import { plain } from "../../../rehearsal/values.ts";
import { declaredAlarms, type LocalAlarm, type Period } from "../../../scripts/lib/local-ecs/alarms.ts";
import { rehearsed } from "../../support/rehearsed.ts";

const good = { requests: 400, answered: 400, errors: 0, meanMs: 40 };
/** Users on the old version, and few on the new one. */
const minute = (canary: Partial<typeof good>): Period => ({
    web: good,
    "web-alternate": { ...good, requests: 20, answered: 20, ...canary },
});
const quiet = minute({});

/** In which of these minutes which alarm rings. */
const rung = (alarms: LocalAlarm[], minutes: Period[]) =>
    minutes.map((one) => alarms.flatMap(({ name, rings }) => (rings(one) ? name : [])).join());

describe("the alarms of a simulated release", () => {
    let things: Thing[];
    before(async function () {
        this.timeout(600_000);
        const { resources } = await rehearsed("production", "deploy");
        things = resources.map(({ type, name, outputs }) => ({ type, name, outputs: plain(outputs) }));
    });

    for (const [what, minutes, expected] of [
        ["nothing wrong", [quiet, quiet, quiet], ["", "", ""]],
        ["two bad minutes of three", [{ errors: 2 }, {}, { errors: 2 }, {}], ["", "", "errors", ""]],
        ["one bad minute", [{ errors: 20 }, {}, {}], ["", "", ""]],
        ["a request in 20", [{ errors: 1 }, { errors: 1 }], ["", ""]],
        [
            "19 requests a minute, which all fail",
            [
                { requests: 19, errors: 19 },
                { requests: 19, errors: 19 },
            ],
            ["", ""],
        ],
        ["no answer to two of 20", [{ answered: 18 }, { answered: 18 }], ["", "errors"]],
        ["no answer at all", [{ answered: 0 }, { answered: 0 }], ["", "errors"]],
        [
            "a failure and a request without an answer",
            [
                { errors: 1, answered: 19 },
                { errors: 1, answered: 19 },
            ],
            ["", "errors"],
        ],
        [
            "answers to what was asked before, which outweigh no fault",
            [
                { errors: 2, answered: 25 },
                { errors: 2, answered: 25 },
            ],
            ["", "errors"],
        ],
        ["slow answers", [{ meanMs: 2100 }, { meanMs: 2100 }], ["", "latency"]],
        ["answers in 2 s", [{ meanMs: 2000 }, { meanMs: 2000 }], ["", ""]],
    ] as [string, Partial<typeof good>[], string[]][]) {
        it(`are the product's own, and so are those of the scripts' tests: ${what}`, () => {
            const seen = minutes.map((one) => ("web" in one ? (one as unknown as Period) : minute(one)));
            assert.deepEqual(rung(productAlarms(things)(), seen), expected);
            assert.deepEqual(rung(declaredAlarms(), seen), expected);
        });
    }

    it("ring for either group of targets, and one that looks at the other group than its name says does not", () => {
        const bad = { ...quiet, web: { ...good, errors: 400 } };
        // Which of the groups was made first differs from run to run.
        for (const made of [things, things.toReversed()])
            assert.deepEqual(rung(productAlarms(made)(), [bad, bad]), ["", "errors"]);
        const crossed = things.map(({ outputs, ...thing }) => {
            const text = JSON.stringify(outputs);
            const [one, other] = ["primary", "alternate"].map(
                (end) =>
                    /"TargetGroup":"([^"]+)"/.exec(
                        JSON.stringify(things.find(({ name }) => name === `errors-${end}`)!.outputs),
                    )![1]!,
            ) as [string, string];
            const isIt = thing.name === "errors-primary";
            return { ...thing, outputs: isIt ? JSON.parse(text.replaceAll(one, other)) : outputs } as Thing;
        });
        assert.deepEqual(rung(productAlarms(crossed)(), [bad, bad]), ["", ""]);
    });
});
