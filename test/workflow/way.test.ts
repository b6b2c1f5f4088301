import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { freePort } from "../../scripts/lib/local-server.ts";
import { answer } from "./shop.ts";
import { onShop, one } from "./taking.ts";

describe("the way to the app", () => {
    const { shop, taken, failing } = onShop();

    for (const [what, planted, said, isOnTheWay] of [
        ["a server that never answers", () => undefined, /^no whole answer within 0\.2 s$/, false],
        [
            "a server that answers for ever",
            (_: unknown, response: { write(text: string): void }) => {
                response.write("x".repeat(2000));
            },
            /^more than 1000 bytes$/,
            false,
        ],
        [
            "a server that closes",
            ({ socket }: { socket: { destroy(): void } }) => void socket.destroy(),
            /socket hang up|ECONNRESET/,
            true,
        ],
        [
            "an answer that breaks off",
            (
                { socket }: { socket: { destroy(): void } },
                response: { writeHead(status: number, headers: object): void; write(text: string): void },
            ) => {
                response.writeHead(200, { "content-length": "10" });
                response.write("12345");
                setTimeout(() => socket.destroy(), 50);
            },
            /aborted|ECONNRESET/,
            false,
        ],
        [
            "the load balancer's own 503",
            answer(503, "", { server: "awselb/2.0" }),
            /^the status is 503; expected 200$/,
            true,
        ],
        ["the app's own 503", answer(503, "", { server: "shop" }), /^the status is 503/, false],
    ] as const) {
        it(`fails on ${what}, ${isOnTheWay ? "on the way" : "and blames the app"}`, async () => {
            shop().planted.set("GET /ledger", planted as never);
            const answerSeconds = what === "a server that never answers" ? 0.2 : 20;
            const { failure } = await failing(one({}), { answerSeconds, bodyBytes: 1000 });
            assert.match(failure!.faults.join(), said);
            assert.equal(failure!.isOnTheWay, isOnTheWay);
        });
    }

    it("fails where nobody listens, on the way", async () => {
        const url = `https://127.0.0.1:${await freePort()}`;
        const { failure } = await failing(one({}), {}, { url });
        assert.match(failure!.faults.join(), /ECONNREFUSED/);
        assert.equal(failure!.isOnTheWay, true);
    });

    it("fails where nobody greets, on the way", async () => {
        const silent = createServer().listen(0, "127.0.0.1");
        await once(silent, "listening");
        try {
            // Its own protocol's greeting never comes: a server of plain HTTP waits for a line.
            const url = `https://127.0.0.1:${(silent.address() as { port: number }).port}`;
            silent.removeAllListeners("clientError").on("clientError", () => undefined);
            const { failure } = await failing(one({}), { connectSeconds: 0.2 }, { url });
            assert.equal(failure!.isOnTheWay, true);
            assert.equal(failure!.faults[0], "no connection within 0.2 s");
        } finally {
            silent.closeAllConnections();
            silent.close();
        }
    });

    for (const [what, other, said] of [
        [
            "for another name",
            { serverName: "other.test" },
            /Hostname\/IP does not match certificate's altnames/,
        ],
        ["of a stranger", { ca: undefined }, /self-signed|unable to (verify|get)/],
    ] as const) {
        it(`sends nothing to a server with a certificate ${what}, however often it is tried`, async () => {
            const { failure } = await failing(one({}), {}, { ...other });
            assert.match(failure!.faults.join(), said);
            assert.equal(failure!.isOnTheWay, false);
            assert.equal(shop().asked.length, 0);
        });
    }

    it("sends what leads to one of several versions with every step, and no step can take it away", async () => {
        const step = one({ headers: { "x-release-test": "users" } });
        let seen: unknown;
        shop().planted.set("GET /ledger", ({ headers }, response) => {
            seen = headers["x-release-test"];
            answer(200, {})({} as never, response);
        });
        const { passed } = await taken(step, {}, { headers: { "x-release-test": "0f" } });
        assert.deepEqual([passed, seen], [true, "0f"]);
    });
});
