import assert from "node:assert/strict";
import path from "node:path";
import { askedForBy } from "../../support/lambda.ts";
import { bundledManifest } from "./bundled.ts";

describe("the bundle of the manifest", function () {
    this.timeout(300_000);
    const { code, invoke } = bundledManifest();

    it("has all that it needs but node's own, the signer of tokens too", () => {
        assert.deepEqual(askedForBy(code), ["@aws-sdk/signature-v4-crt", "pg-cloudflare", "pg-native"]);
        assert.ok(!code.includes(path.resolve(".")) && !code.includes("/node_modules/"));
    });

    it("names every variable that is missing or wrong before it does anything", async () => {
        const { answer } = await invoke({ action: "heartbeat" }, { DATABASE_PORT: "0" });
        for (const name of ["DATABASE_HOST", "DATABASE_NAME", "DATABASE_USER"])
            assert.match(answer, new RegExp(`ERROR .*${name} is not set`));
        assert.match(answer, /DATABASE_PORT is "0"; use 1 to 65535/);
    });

    for (const [event, why] of [
        [{}, /The event's action is missing; use \{"action":"heartbeat"\}/],
        [null, /action is missing/],
        [{ action: "drop" }, /action is "drop"/],
        [
            { action: "manifest", invariants: ["SELECT 1"] },
            /invariants is \["SELECT 1"\]; use a map of names/,
        ],
        [
            { action: "manifest", invariants: { a: "SELECT 1" } },
            /invariants.a is "SELECT 1"; use sql and expected/,
        ],
        [{ action: "manifest", invariants: { a: { sql: " ", expected: 1 } } }, /a.sql is " "; use a query/],
        [{ action: "manifest", invariants: { a: { sql: "SELECT 1" } } }, /a.expected is missing; use a text/],
        [
            { action: "manifest", invariants: { a: { sql: "SELECT 1", expected: 1, seconds: 61 } } },
            /a.seconds is 61; use more than 0, to 60/,
        ],
        [
            { action: "manifest", invariants: { a: { sql: "SELECT 1", expected: 1, expect: 1 } } },
            /a.expect is 1; use sql, expected and seconds only/,
        ],
    ] as const)
        it(`refuses the event ${JSON.stringify(event)} and says what to use`, async () => {
            assert.match((await invoke(event)).answer, why);
        });
});
