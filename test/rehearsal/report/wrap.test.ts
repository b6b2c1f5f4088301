import assert from "node:assert/strict";
import fc from "fast-check";
import { wrapped } from "../../../rehearsal/report/wrap.ts";

describe("wrapped text", () => {
    it("never passes 80 columns but for a word that is longer, and loses no word", () => {
        const words = fc.array(fc.stringMatching(/^[a-z:/]{1,100}$/), { minLength: 1, maxLength: 40 });
        fc.assert(
            fc.property(words, fc.integer({ min: 0, max: 8 }), (all, indent) => {
                const lines = wrapped(all.join(" "), indent);
                for (const line of lines) {
                    assert.ok(line.length <= 80 || !line.trim().includes(" "), line);
                    assert.ok(line.startsWith(" ".repeat(indent)));
                }
                assert.deepEqual(lines.join(" ").split(/\s+/).filter(Boolean), all);
            }),
        );
    });

    it("keeps the line breaks of a program's own error", () => {
        assert.deepEqual(wrapped("Error: no\n    at f (x.ts:1)", 2), ["  Error: no", "      at f (x.ts:1)"]);
    });

    it("leaves no spaces at the end of an empty line", () => {
        assert.deepEqual(wrapped("a\n\nb", 4), ["    a", "", "    b"]);
    });
});
