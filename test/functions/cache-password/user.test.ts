import assert from "node:assert/strict";
import { nextMove, type Seen } from "../../../functions/cache-password/user.ts";

const seen: Seen = { status: "active", asked: 0, isSettled: false, waitedSeconds: 0 };

describe("the passwords of an ElastiCache user", () => {
    for (const [fact, change, move] of [
        ["are left alone when they are right", { isSettled: true }, "done"],
        ["are left alone when they became right late", { isSettled: true, waitedSeconds: 900 }, "done"],
        ["are changed of an active user", {}, "ask"],
        ["are waited for while the user is modifying", { status: "modifying", asked: 1 }, "wait"],
        ["are not asked for while the user is creating", { status: "creating" }, "wait"],
        ["are right of an active user only", { status: "modifying", isSettled: true }, "wait"],
        ["are asked for again when others overtook", { asked: 2, waitedSeconds: 500 }, "ask"],
    ] as const) {
        it(fact, () => assert.equal(nextMove({ ...seen, ...change }), move));
    }

    for (const [fact, change, message] of [
        [
            "are not waited for of a user that goes",
            { status: "deleting" },
            /user is deleting; deploy it anew/,
        ],
        [
            "are given up after 10 minutes",
            { status: "modifying", waitedSeconds: 600 },
            /After 600 s .*modifying/,
        ],
        ["are given up after three changes that did nothing", { asked: 3 }, /3 times, .* its user group/],
    ] as const) {
        it(fact, () => {
            const move = nextMove({ ...seen, ...change });
            assert.ok(move instanceof Error);
            assert.match(move.message, message);
        });
    }
});
