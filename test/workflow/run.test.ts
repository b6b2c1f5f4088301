import assert from "node:assert/strict";
import { answer, NAME, shipped, type Shop } from "./shop.ts";
import { onShop, one } from "./taking.ts";

describe("a run of the workflow", () => {
    const { shop, taken, failing } = onShop();
    const faults = async (...given: Parameters<typeof failing>) => (await failing(...given)).failure!.faults;

    it("takes the shipped steps as one user: the session's cookie, the captured order, one connection", async () => {
        const ran = await taken(shipped());
        assert.ok(ran.passed, JSON.stringify(ran.steps.at(-1)));
        const order = encodeURIComponent(`order/${shop().keys.length}`);
        assert.deepEqual(
            shop().asked.map(({ request }) => request),
            [
                ...["GET /readyz", "POST /orders", `GET /orders/${order}`, "POST /session", "GET /session"],
                "GET /ledger",
            ],
        );
        assert.equal(new Set(shop().asked.map(({ connection }) => connection)).size, 1);
        assert.ok(ran.steps.every(({ milliseconds, tries }) => milliseconds! >= 0 && tries === 1));
        assert.ok(!JSON.stringify(ran).includes("s3cr3t"));
    });

    it("fails when what always holds does not, after all steps went well", async () => {
        shop().planted.set("GET /ledger", answer(200, { balanced: false }));
        const { step, failure } = await failing(shipped());
        assert.equal(step, "the ledger balances");
        assert.deepEqual(failure!.faults, ["$.balanced is false; expected true"]);
    });

    it("asks by the name that users know, in TLS and in Host, wherever it dials", async () => {
        await taken(one({}));
        const [{ host, name, agent }] = shop().asked as [Shop["asked"][0]];
        assert.deepEqual([host, name, agent], [NAME, NAME, "airworthy-workflow"]);
    });

    it("makes up another {{random}} in each run", async () => {
        const before = shop().keys.length;
        await taken(shipped());
        await taken(shipped());
        assert.equal(new Set(shop().keys.slice(before)).size, 2);
    });

    it("says everything that an answer lacks, how the body begins, and goes no further", async () => {
        shop().planted.set("POST /orders", answer(201, { id: 7, totalCents: 1, why: "rounded\ndown" }));
        const failed = await failing(shipped());
        assert.equal(failed.step, "place an order");
        assert.deepEqual([failed.request, failed.status, failed.tries], ["POST /orders", 201, 1]);
        assert.deepEqual(failed.failure, {
            faults: ["$.totalCents is 1; expected 2500"],
            excerpt: '{"id":7,"totalCents":1,"why":"rounded\\ndown"}',
            isOnTheWay: false,
        });
        assert.equal(shop().asked.length, 2);
    });

    for (const [what, capture, body] of [
        ["missing", { id: { json: "$.id" } }, { orders: 1 }],
        ["a map", { id: { json: "$.id" } }, { id: { token: "t0ken" } }],
        ["empty", { id: { json: "$.id" } }, { id: "" }],
        ["no header", { id: { header: "Location" } }, {}],
    ] as const) {
        it(`fails where what it captures is ${what}`, async () => {
            shop().planted.set("GET /ledger", answer(200, body));
            const [said] = await faults(one({ capture: { ...capture } }));
            assert.match(
                said!,
                /^(\$\.id|Location) is (missing|\{"token":\[hidden\]\}|""); expected .* to capture as id$/,
            );
        });
    }

    it("asks again while a step may wait, and tells how often", async () => {
        let left = 1;
        shop().planted.set("GET /ledger", (...given) => answer(200, { done: left-- === 0 })(...given));
        const step = { withinSeconds: 30, expect: { status: 200, json: { "$.done": { equals: true } } } };
        const ran = await taken(one(step));
        assert.deepEqual([ran.passed, ran.steps[0]!.tries], [true, 2]);
    });

    it("ends when the time for all steps is over, however long a step may wait", async () => {
        shop().planted.set("GET /ledger", answer(500, {}));
        const ran = await taken(one({ withinSeconds: 120 }), { seconds: 0.5 });
        assert.deepEqual([ran.passed, ran.steps[0]!.tries], [false, 1]);
        const [said] = await faults(one({}), { seconds: 0 });
        assert.equal(said, "there was no time left for it");
    });

    it("repeats no password, token, cookie or key of what was sent and answered", async () => {
        const secrets = { cookie: "c00kie-value", token: "t0ken-value", password: "" };
        shop().planted.set("POST /session", (request, response) => {
            const { token } = secrets;
            answer(201, { token, user: 7 }, { "set-cookie": `sid=${secrets.cookie}` })(request, response);
        });
        const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N";
        shop().planted.set("POST /orders", (request, response) => {
            secrets.password = String(request.headers["x-api-key"]);
            const said = [secrets.password, secrets.cookie, secrets.token, jwt, "https://u:pw1234@host/"];
            answer(500, { said, apiKey: "k3y-value", user: 7 })(request, response);
        });
        const failed = await failing({
            name: "signing in",
            steps: [
                {
                    ...{ name: "sign in", method: "POST", path: "/session", expect: { status: 201 } },
                    capture: { token: { json: "$.token" } },
                },
                {
                    ...{ name: "order", method: "POST", path: "/orders" },
                    headers: { "x-api-key": "{{random}}", authorization: "Bearer {{token}}" },
                    expect: { status: 201 },
                },
            ],
        });
        const text = JSON.stringify(failed);
        assert.match(failed.failure!.excerpt!, /"user":7/);
        for (const secret of [...Object.values(secrets), jwt, "pw1234", "k3y-value"])
            assert.ok(secret.length > 5 && !text.includes(secret), `${secret} in ${text}`);
    });
});
