import assert from "node:assert/strict";
import { matches } from "../../policies/patterns.ts";

describe("a pattern of EventBridge's", () => {
    const event = { source: "aws.x", detail: { severity: 7, type: "Recon:EC2", of: [{ id: 1 }, { id: 2 }] } };

    it("takes what has each of its fields, with one of the values that it lists", () => {
        for (const detail of [
            {},
            { severity: [1, 7] },
            { severity: [{ numeric: [">", 5, "<=", 7] }], type: [{ prefix: "Recon:" }] },
            { of: { id: [2] }, type: [{ "anything-but": "aws.y" }] },
            { severity: [{ exists: true }], archived: [{ exists: false }] },
        ])
            assert.ok(matches({ source: ["aws.x"], detail }, event), JSON.stringify(detail));
    });

    it("takes nothing else, and nothing by a word that nobody knows here", () => {
        for (const pattern of [
            { source: ["aws.y"] },
            { detail: { severity: ["7"] } },
            { detail: { severity: [{ numeric: [">", 7] }] } },
            { detail: { archived: [false] } },
            { detail: { of: { id: [3] } } },
            { source: [{ "anything-but": ["aws.x", "aws.y"] }] },
            { detail: { archived: [{ "anything-but": "x" }] } },
            { source: [{ suffix: ".x" }] },
            { $or: [{ source: ["aws.x"] }] },
        ])
            assert.ok(!matches(pattern, event), JSON.stringify(pattern));
    });
});
