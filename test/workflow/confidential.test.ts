import assert from "node:assert/strict";
import { Confidential } from "../../workflow/confidential.ts";

describe("what a log may show of an answer", () => {
    for (const [text, shown] of [
        ['{"accessToken":"abc","id":7}', '{"accessToken":[hidden],"id":7}'],
        ['{"password":"a\\"b","id":7}', '{"password":[hidden],"id":7}'],
        ['{"session_id": 12345, "id": 7}', '{"session_id": [hidden], "id": 7}'],
        ['{"id":7,"secret":"cut o', '{"id":7,"secret":[hidden]'],
        ["postgres://app:hunter2@db/app", "postgres://[hidden]db/app"],
        ["Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer [hidden]"],
        ["GET /reset?token=abc&id=7", "GET /reset?token=[hidden]&id=7"],
        ["key AKIAIOSFODNN7EXAMPLE of", "key [hidden] of"],
        [`hash ${"a1".repeat(20)} end`, "hash [hidden] end"],
        // An id that a person needs in order to find the order.
        ["9b2d4c1e-8a37-4f60-b6a5-0d2f1c3e4b5a", "9b2d4c1e-8a37-4f60-b6a5-0d2f1c3e4b5a"],
        ['{"tokens":3,"passenger":"Ann"}', '{"tokens":3,"passenger":"Ann"}'],
        ["one\n\ttwo\u001b[31m", "one two [31m"],
    ] as const) {
        it(`${JSON.stringify(text)} becomes ${shown}`, () => {
            assert.equal(new Confidential().hide(text), shown);
        });
    }

    it("leaves out what was learned, however it is spelled, before it cuts", () => {
        const confidential = new Confidential();
        for (const secret of ['a"b/c d', "12"]) confidential.add(secret);
        const text = `${JSON.stringify('a"b/c d')} ${encodeURIComponent('a"b/c d')} 12 ${"x ".repeat(200)}`;
        assert.equal(confidential.hide(text, 30), '"[hidden]" [hidden] 12 x x x x…');
    });

    it("takes no longer for a long body than it is long", function () {
        // A minute of the processor alone, where what is looked for ahead has no end.
        this.timeout(40_000);
        for (const part of ["a/", "a.", 'x"', "eyJ", "?a", "bearer "])
            assert.ok(new Confidential().hide(part.repeat(50_000)).length < 310);
    });
});
