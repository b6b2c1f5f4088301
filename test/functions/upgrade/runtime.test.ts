import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readEvent } from "../../../functions/upgrade/event.ts";
import { serve } from "../../../functions/upgrade/runtime.ts";

describe("the function of the upgrade as Lambda runs an image", () => {
    it("answers one event after the other, an error as an error, and waits for the next", async () => {
        const events = [{ good: 1 }, { bad: 1 }, { good: 2 }];
        const told: [string, unknown][] = [];
        const server = createServer((asked, answer) => {
            if (asked.method === "GET") {
                const id = String(told.length + 1);
                // After the last one nothing comes, for hours maybe.
                if (events.length > 0)
                    answer.setHeader("lambda-runtime-aws-request-id", id).end(JSON.stringify(events.shift()));
                return;
            }
            let text = "";
            asked.on("data", (part) => (text += String(part)));
            asked.on("end", () => {
                told.push([String(asked.url), JSON.parse(text)]);
                answer.end("{}");
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        const ended = serve((event) => {
            if ("bad" in (event as object)) throw new Error("no such thing");
            return Promise.resolve({ echo: event });
        }, `127.0.0.1:${port}`).catch(() => "ended");
        while (told.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        assert.equal(await ended, "ended");
        const of = (id: number, kind: string) => `/2018-06-01/runtime/invocation/${id}/${kind}`;
        assert.deepEqual(told, [
            [of(1, "response"), { echo: { good: 1 } }],
            [of(2, "error"), { errorType: "Error", errorMessage: "no such thing" }],
            [of(3, "response"), { echo: { good: 2 } }],
        ]);
    });

    it("refuses an event that it does not know, and says what to use", () => {
        assert.deepEqual(readEvent({ action: "begin", to: "shop-b" }), { action: "begin", to: "shop-b" });
        assert.deepEqual(readEvent({ action: "look" }), { action: "look" });
        for (const event of [undefined, {}, { action: "begin" }, { action: "drop", to: "shop-b" }])
            assert.throws(() => readEvent(event), /^Error: The event is .*; use \{"action":"look"\}, or/);
    });
});
