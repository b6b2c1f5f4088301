import assert from "node:assert/strict";
import { plain, span, table, utc } from "../../../scripts/lib/table.ts";

describe("what a script shows", () => {
    it("stands in columns, and text from elsewhere stays on its line", () => {
        const shown = table(
            ["ID", "BODY"],
            [
                ["1", "two\nlines \u001b[31mred\u001b[0m"],
                ["long one", "\u202eback"],
            ],
        );
        assert.deepEqual(shown.split("\n"), ["ID        BODY", "1         two lines red", "long one  back"]);
        assert.equal(plain(" \t\u0000a\u2028b "), "a b");
    });

    it("rounds a time to what a person wants to know, and never shows one below nothing", () => {
        const minute = 60_000;
        const spans = [-5, 20_000, 90 * minute, 47 * 60 * minute, 49 * 60 * minute].map(span);
        assert.deepEqual(spans, ["0 s", "20 s", "90 min", "47 h", "2 days"]);
    });

    it("writes a moment as the commands read it", () => {
        assert.equal(utc(new Date("2026-11-20T02:00:00.999Z")), "2026-11-20T02:00:00Z");
    });
});
