import assert from "node:assert/strict";
import { readEvent } from "../../../functions/switch/event.ts";
import { writesLeft } from "../../../functions/switch/rows.ts";
import { lastOf, type SwitchRecord } from "../../../functions/switch/record.ts";

describe("the events of the switch", () => {
    it("give all poolers ten seconds to pause, where they say nothing else", () => {
        const event = { action: "switch", to: "shop-2" };
        assert.deepEqual(readEvent(event), { ...event, deadlineSeconds: 10 });
    });

    it("give them longer where the one that serves is down: what is open there has to time out", () => {
        const event = { action: "switch", to: "shop-2", isLost: true };
        assert.deepEqual(readEvent(event), { ...event, deadlineSeconds: 30 });
    });

    for (const [event, says] of [
        [{}, /The event is \{\}; use \{"action":"switch"/],
        [{ action: "switch" }, /use \{"action":"switch","to":"<instance>"\}/],
        [
            { action: "switch", to: "b", deadlineSeconds: 60 },
            /deadlineSeconds is 60; use a whole number from 1 to 45/,
        ],
        [
            { action: "switch", to: "b", leaveWrites: -1 },
            /leaveWrites is -1; use the count that "compare" tells/,
        ],
        [{ action: "switch", to: "b", isLost: "yes" }, /isLost is "yes"; use true where .* is down/],
    ] as const) {
        it(`refuse ${JSON.stringify(event)} and say what to use`, () =>
            assert.throws(() => readEvent(event), says));
    }
});

describe("the writes that a way back leaves behind", () => {
    const places = ["a", "b"].map((instance) => ({ instance, host: "h", port: 1 }));
    const counted = (rows: Record<string, number>, more = {}) => ({
        rows,
        since: "2026-11-20T02:00",
        transactions: 900,
        ...more,
    });
    const written = counted({ "public.orders": 10, "public.users": 5 });
    const record = { phase: "switched", from: places[0], to: places[1], written } as unknown as SwitchRecord;

    it("are those since the switch, by table; a count that has begun anew counts whole", () => {
        const now = { "public.orders": 13, "public.users": 2, "public.new": 4, "public.empty": 0 };
        assert.deepEqual(writesLeft(record, "a", counted(now)), {
            count: 9,
            tables: { "public.orders": 3, "public.users": 2, "public.new": 4 },
        });
    });

    it("are all transactions, too, where the server has begun to count anew and forgotten what came before", () => {
        const now = counted(
            { "public.orders": 13, "public.users": 0 },
            { since: "2026-11-20T04:00", transactions: 950 },
        );
        assert.deepEqual(writesLeft(record, "a", now), {
            count: 63,
            tables: {
                "public.orders": 13,
                "transactions; PostgreSQL began to count anew at 2026-11-20T04:00": 50,
            },
        });
    });

    it("are a table that is gone, too: nothing is counted in it any more", () => {
        assert.deepEqual(writesLeft(record, "a", counted({ "public.orders": 10 })), {
            count: 1,
            tables: { "public.users, which was dropped or renamed": 1 },
        });
    });

    it("are still asked for after a way back that was cancelled", () => {
        const back = { ...record, phase: "cancelled", from: places[1], to: places[0], last: lastOf(record) };
        const now = { "public.orders": 12, "public.users": 5 };
        assert.equal(writesLeft(back as SwitchRecord, "a", counted(now))?.count, 2);
    });

    it("are nobody's business where the way does not lead back", () => {
        assert.equal(writesLeft(record, "c", counted({})), undefined);
        assert.equal(writesLeft(undefined, "a", counted({})), undefined);
    });
});
