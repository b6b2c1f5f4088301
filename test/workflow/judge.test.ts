import assert from "node:assert/strict";
import { answer } from "./shop.ts";
import { onShop, one } from "./taking.ts";

describe("an answer to a step of the workflow", () => {
    const { shop, failing } = onShop();
    const faults = async (...given: Parameters<typeof failing>) => (await failing(...given)).failure!.faults;

    for (const [what, handler, expect, said] of [
        ["status", answer(500, {}), {}, "the status is 500; expected 200"],
        [
            "redirect, which it does not follow",
            answer(302, "", { location: "/readyz?token=abc" }),
            {},
            "the status is 302, to /readyz?token=[hidden]; expected 200",
        ],
        [
            "JSON value",
            answer(200, { balanced: false }),
            { json: { "$.balanced": { equals: true } } },
            "$.balanced is false; expected true",
        ],
        [
            "JSON value of another type",
            answer(200, { totalCents: "2500" }),
            { json: { "$.totalCents": { equals: 2500 } } },
            '$.totalCents is "2500"; expected 2500',
        ],
        [
            "JSON value that is none of several",
            answer(200, { status: "lost" }),
            { json: { "$.status": { oneOf: ["received", "shipped"] } } },
            '$.status is "lost"; expected "received" or "shipped"',
        ],
        [
            "JSON value that is missing",
            answer(200, { orders: [{}] }),
            { json: { "$.orders[0].id": { present: true } } },
            "$.orders[0].id is missing; expected a value",
        ],
        [
            "JSON value that is null",
            answer(200, { id: null }),
            { json: { "$['id']": { present: true } } },
            "$['id'] is null; expected a value",
        ],
        [
            "JSON value that should not be there",
            answer(200, { error: "none" }),
            { json: { "$.error": { present: false } } },
            '$.error is "none"; expected none',
        ],
        [
            "missing value that would equal nothing",
            answer(200, {}),
            { json: { "$.a": { equals: null } } },
            "$.a is missing; expected null",
        ],
        [
            "page instead of JSON",
            answer(200, "<h1>It works!</h1>"),
            { json: { "$.balanced": { equals: true } } },
            "the body is no JSON; expected JSON",
        ],
        [
            "header",
            answer(200, {}, { "cache-control": "public" }),
            { headers: { "Cache-Control": { equals: "no-store" } } },
            'the header Cache-Control is "public"; expected "no-store"',
        ],
        [
            "part of a header",
            answer(200, {}, { "content-type": "text/html" }),
            { headers: { "Content-Type": { contains: "json" } } },
            'the header Content-Type is "text/html"; expected a text with "json"',
        ],
        [
            "header that is missing",
            answer(200, {}),
            { headers: { "Strict-Transport-Security": { present: true } } },
            "the header Strict-Transport-Security is missing; expected a value",
        ],
        [
            "header that should not be there",
            answer(200, {}, { "x-powered-by": "magic" }),
            { headers: { "X-Powered-By": { present: false } } },
            'the header X-Powered-By is "magic"; expected none',
        ],
    ] as const) {
        it(`fails on another ${what}`, async () => {
            shop().planted.set("GET /ledger", handler);
            assert.deepEqual(await faults(one({ expect: { status: 200, ...expect } as never })), [said]);
            assert.equal(shop().asked.length, 1);
        });
    }

    it("fails on an answer that is right and slow", async () => {
        shop().planted.set("GET /ledger", (request, response) => {
            setTimeout(() => answer(200, {})(request, response), 60);
        });
        const [said] = await faults(one({ expect: { status: 200, maxMilliseconds: 50 } }));
        assert.match(said!, /^it took \d+ ms; expected at most 50 ms$/);
    });
});
