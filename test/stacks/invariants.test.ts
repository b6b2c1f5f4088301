import assert from "node:assert/strict";
import { readEvent } from "../../functions/manifest/event.ts";
import { readSettings } from "../../stacks/settings.ts";
import { database, faults, ready } from "../support/settings.ts";

const GOOD = { sql: "SELECT count(*) FROM public.orders WHERE total < 0", expected: 0 };
const many = (count: number, more: object = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`invariant ${n}`, { ...GOOD, ...more }]));

describe("the invariants of the data", () => {
    const refusals: Record<string, [invariants: unknown, fault: RegExp]> = {
        "no map": [["SELECT 1"], /database\.invariants is .*; use a map of up to 50 invariants/],
        "a query without what it answers": [
            { a: { sql: "SELECT 1" } },
            /database\.invariants\.a\.expected is missing; use a text of up to 200/,
        ],
        "what is no answer": [
            { a: { ...GOOD, expected: [0] } },
            /database\.invariants\.a\.expected is \[0\]; use a text/,
        ],
        "a statement that writes": [
            { a: { ...GOOD, sql: "DELETE FROM public.orders" } },
            /database\.invariants\.a\.sql is DELETE FROM public\.orders; use one SELECT/,
        ],
        "two statements": [
            { a: { ...GOOD, sql: "SELECT 1; COMMIT" } },
            /database\.invariants\.a\.sql is .*; use one SELECT/,
        ],
        "an empty query": [{ a: { ...GOOD, sql: "" } }, /database\.invariants\.a\.sql is ""; use one SELECT/],
        "a query that is too long": [
            { a: { ...GOOD, sql: `SELECT '${"x".repeat(2000)}'` } },
            /invariants\.a\.sql is .*…; use one SELECT, WITH or VALUES of up to 2,000 characters/,
        ],
        "what the schedule would replace": [
            { a: { ...GOOD, sql: "SELECT '<aws.scheduler.execution-id>'" } },
            /invariants\.a\.sql is .*; use one SELECT/,
        ],
        "a key that there is not": [
            { a: { ...GOOD, expect: 0 } },
            /invariants\.a\.expect is 0, but there is no such setting; use one of sql, expected, seconds/,
        ],
        "a name that no log shows well": [
            { "a\nb": GOOD },
            /can't be called so; use a map of up to 50 invariants .* 80 letters/,
        ],
        "more seconds than one may take": [
            { a: { ...GOOD, seconds: 61 } },
            /invariants\.a\.seconds is 61; use more than 0, to 60/,
        ],
        "more seconds than all may take": [
            many(13),
            /database\.invariants is .*; use .* 120 seconds together/,
        ],
        "too many": [many(51, { seconds: 1 }), /database\.invariants is .*; use a map of up to 50/],
    };
    for (const [what, [invariants, fault]] of Object.entries(refusals)) {
        it(`refuses ${what}, and says what to use`, () => {
            const found = faults({ "airworthy:database": database({ invariants }) });
            assert.equal(found.length, 1, found.join("\n"));
            assert.match(found[0] ?? "", fault);
        });
    }

    it("takes those that the function takes, and at most what fits an event of 256 KB", () => {
        const long = { sql: `SELECT '${"<".repeat(1990)}'`, expected: "é".repeat(200), seconds: 2 };
        const most = Object.fromEntries(
            Array.from({ length: 50 }, (_, n) => [`${"a".repeat(77)} ${n}`, long]),
        );
        for (const invariants of [{}, { a: GOOD, b: { ...GOOD, expected: null } }, many(12), most]) {
            const raw = { ...ready, "airworthy:database": database({ invariants }) };
            const settings = readSettings("staging", raw);
            assert.deepEqual(settings.database.invariants, invariants);
            const event = JSON.stringify({ action: "manifest", invariants });
            assert.deepEqual(readEvent(JSON.parse(event)), { action: "manifest", invariants });
            // Lambda's for an asynchronous call, before it was raised to 1 MB.
            assert.ok(Buffer.byteLength(event) < 256 * 1024, `${Buffer.byteLength(event)} bytes`);
        }
    });

    it("are in the form in which people write them", () => {
        for (const sql of ["select 1", "  WITH x AS (SELECT 1) SELECT * FROM x;", "VALUES (1)\n"]) {
            const invariants = { "no order is free, ever": { sql, expected: 1 } };
            assert.deepEqual(faults({ "airworthy:database": database({ invariants }) }), []);
        }
    });
});
