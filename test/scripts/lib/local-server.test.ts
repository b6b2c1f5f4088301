import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { freePort } from "../../../scripts/lib/local-server.ts";

describe("a port for a server", () => {
    it("is told apart from every other that was given out, while the server is away, too", async () => {
        const ports = await Promise.all(Array.from({ length: 200 }, freePort));
        assert.equal(new Set(ports).size, 200);
        for (const port of ports.slice(0, 20)) {
            const other = createSocket("udp4").bind({ port, address: "127.0.0.1", exclusive: true });
            const [error] = (await once(other, "error")) as [NodeJS.ErrnoException];
            assert.equal(error.code, "EADDRINUSE");
            const server = createServer().listen(port, "127.0.0.1");
            await once(server, "listening");
            server.close();
        }
    });

    it("is none that Linux or macOS gives to outgoing connections", async () => {
        for (let times = 0; times < 50; times += 1) assert.ok((await freePort()) < 32_768);
    });
});
