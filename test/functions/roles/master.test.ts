import assert from "node:assert/strict";
import { nextMove, type Seen } from "../../../functions/roles/master.ts";

describe("waiting for a new master password", () => {
    const seen: Seen = { status: "available", isAsked: false, isOpen: false, waitedSeconds: 0 };

    it("asks once, when the instance can take it, and ends when the password opens the database", () => {
        assert.equal(nextMove(seen), "ask");
        assert.equal(nextMove({ ...seen, isAsked: true }), "wait");
        assert.equal(nextMove({ ...seen, status: "resetting-master-credentials", isAsked: true }), "wait");
        assert.equal(nextMove({ ...seen, isAsked: true, isOpen: true }), "done");
        assert.equal(nextMove({ ...seen, isOpen: true }), "done");
    });

    for (const status of [
        "creating",
        "backing-up",
        "modifying",
        "rebooting",
        "starting",
        "upgrading",
        "unknown",
    ])
        it(`waits while the instance is ${status}`, () =>
            assert.equal(nextMove({ ...seen, status }), "wait"));

    for (const status of ["stopped", "deleting", "failed", "incompatible-restore", "incompatible-network"]) {
        it(`gives up on an instance that is ${status}, and says so`, () => {
            assert.match(
                String(nextMove({ ...seen, status })),
                new RegExp(`is ${status}; bring it to available`),
            );
        });
    }

    it("gives up after ten minutes, before the function's own end, and says what it waited for", () => {
        const late = { ...seen, waitedSeconds: 600 };
        assert.equal(nextMove({ ...late, waitedSeconds: 599, isAsked: true }), "wait");
        assert.match(
            String(nextMove({ ...late, isAsked: true })),
            /After 600 s .* does not take the new master/,
        );
        assert.match(
            String(nextMove({ ...late, status: "modifying" })),
            /is not ready for a new master password/,
        );
    });
});
