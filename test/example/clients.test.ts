import assert from "node:assert/strict";
import { connect } from "node:net";
import { ask, order } from "./client.ts";
import { soon, type Running } from "./program.ts";
import { startsForATest, surroundings, type Surroundings } from "./running.ts";

describe("the example's clients that go away", () => {
    let around: Surroundings;
    const start = startsForATest(() => around);
    before(async function () {
        around = await surroundings(this);
    });

    /** A connection on which an order of so many bytes is sent, as much of it as there is. */
    async function sending(app: Running, body: string, bytes: number) {
        const { port, hostname } = new URL(await app.url());
        const id = crypto.randomUUID();
        const head = `POST /orders HTTP/1.1\r\nhost: shop\r\nidempotency-key: ${id}\r\nx-correlation-id: ${id}`;
        const socket = connect(Number(port), hostname);
        await new Promise((sent) => socket.write(`${head}\r\ncontent-length: ${bytes}\r\n\r\n${body}`, sent));
        return { socket, id };
    }
    const linesOf = (app: Running, id: string) => app.lines.filter((line) => line.correlationId === id);

    it("in the middle of what they send are nobody's fault, and in the log", async () => {
        const app = start("app.js");
        const { socket, id } = await sending(app, "{", 9);
        socket.destroy();
        await soon(() => linesOf(app, id).some(({ message }) => message === "request"));
        assert.deepEqual(
            linesOf(app, id).map(({ level, message, status }) => [level, message, status]),
            [["info", "request", 400]],
        );
    });

    it("before they have their answer are in the log, too: they are who waited longest", async () => {
        const app = start("app.js");
        const table = await around.holding("LOCK TABLE orders IN SHARE MODE");
        try {
            const body = JSON.stringify(order);
            const { socket, id } = await sending(app, body, body.length);
            await soon(around.isBlocked);
            socket.destroy();
            // It was told so before this one came.
            await ask(app, "GET /healthz");
            await table.release();
            await soon(() => linesOf(app, id).some(({ message }) => message === "request"));
        } finally {
            await table.release();
        }
    });
});
