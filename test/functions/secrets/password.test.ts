import assert from "node:assert/strict";
import { newPassword } from "../../../functions/secrets/password.ts";

describe("new passwords", () => {
    it("are 40 letters and digits, each time others", () => {
        const made = Array.from({ length: 200 }, newPassword);
        assert.ok(made.every((password) => /^[A-Za-z0-9]{40}$/.test(password)));
        assert.equal(new Set(made).size, made.length);
    });
});
