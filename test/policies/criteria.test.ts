import assert from "node:assert/strict";
import { criteria } from "../../policies/criteria.ts";

describe("the criteria", () => {
    it("are 72, in seven groups, numbered without a gap", () => {
        const counts = new Map<string, number>();
        for (const { id } of criteria) {
            const [group = "", number] = id.split("-");
            counts.set(group, (counts.get(group) ?? 0) + 1);
            assert.equal(Number(number), counts.get(group), id);
        }
        assert.deepEqual(Object.fromEntries(counts), {
            ...{ OPS: 15, OBS: 13, DAT: 13, SEC: 17, SCA: 8, CST: 5, AUD: 1 },
        });
    });

    it("say what they demand and how it is answered", () => {
        for (const { id, text, how } of criteria) {
            assert.ok(text.length > 10, id);
            assert.ok(how.length > 0 && how.every((one) => ["R", "G", "E", "T"].includes(one)), id);
        }
    });
});
