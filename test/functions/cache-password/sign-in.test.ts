import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createPlainServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { mock } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createServer, type TLSSocket } from "node:tls";
import { opens } from "../../../functions/cache-password/sign-in.ts";
import { makeCertificate } from "../roles/database.ts";
import { IN_STATE } from "./cache.ts";
import { onServers } from "./served.ts";

describe("signing in at the cache", function () {
    describe("beside a real server", () => {
        const { world, cache } = onServers();

        it("tells a good password from a wrong one, and from another user's", async () => {
            const { place } = world();
            assert.equal(await opens(place, IN_STATE, cache().ca), true);
            assert.equal(await opens(place, `${IN_STATE}-`, cache().ca), false);
            assert.equal(await opens({ ...place, username: "default" }, IN_STATE, cache().ca), false);
        });

        it("takes a user for no good one who may not even PING", async () => {
            await cache().asElastiCache("ACL", "SETUSER", "app", "-ping");
            await assert.rejects(
                opens(world().place, IN_STATE, cache().ca),
                /answers PING of app with -NOPERM/,
            );
        });

        it("leaves no connection behind", async () => {
            const { place } = world();
            await Promise.all([1, 2, 3].map(() => opens(place, IN_STATE, cache().ca)));
            const clients = async () => (await cache().asElastiCache("CLIENT", "LIST")).trim().split("\n");
            // A server takes note of an end when its turn comes.
            for (let tries = 0; (await clients()).length > 1; tries += 1) {
                assert.ok(tries < 200, "it stayed for 10 s");
                await wait(50);
            }
        });
    });

    describe("beside a server that is not the cache", () => {
        const folder = mkdtempSync(path.join(tmpdir(), "airworthy-sign-in-"));
        const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
        const place = { userId: "u", username: "app", secret: "s", host: "localhost", port: 0 };
        before(() => makeCertificate(folder));
        after(() => rmSync(folder, { recursive: true, force: true }));

        /** Signs in at a server that answers in its own way, and returns what it was told. */
        const beside = async (behave: (socket: TLSSocket) => void, host = "localhost", ca?: string) => {
            let told = "";
            const server = createServer({ key: read("server.key"), cert: read("server.pem") }, (socket) => {
                socket.on("error", () => undefined);
                socket.setEncoding("utf8").on("data", (text: string) => (told += text));
                behave(socket);
            });
            server.on("tlsClientError", () => undefined);
            server.listen(0, "127.0.0.1");
            await once(server, "listening");
            const { port } = server.address() as { port: number };
            try {
                return { opens: await opens({ ...place, host, port }, "secret", ca ?? read("ca.pem")), told };
            } catch (error) {
                return { error: (error as Error).message, told };
            } finally {
                server.close();
            }
        };

        it("tells a password to none that it can't trust, or that goes by another name", async () => {
            const stranger = await beside(() => undefined, "localhost", "");
            assert.match(stranger.error!, /certificate/);
            const other = await beside(() => undefined, "127.0.0.1");
            assert.match(
                other.error!,
                /IP: 127\.0\.0\.1 is not in the cert's list|does not match certificate/,
            );
            assert.deepEqual([stranger.told, other.told], ["", ""]);
        });

        it("takes nothing but the two right answers for a yes", async () => {
            for (const [answer, message] of [
                ["-ERR AUTH is off\r\n", /answers AUTH with -ERR AUTH is off/],
                ["+PONG\r\n", /answers AUTH with \+PONG/],
                ["+OK\r\n-NOAUTH\r\n", /answers PING of app with -NOAUTH/],
                ["x".repeat(5000), /answers without end/],
            ] as const) {
                const { error } = await beside((socket) => socket.write(answer));
                assert.match(error!, message);
            }
            assert.equal((await beside((socket) => socket.write("-WRONGPASS no\r\n"))).opens, false);
            assert.match(
                (await beside((socket) => socket.end())).error!,
                /closed the connection at AUTH|ECONNRESET/,
            );
        });

        it("puts the answers together that come in pieces", async () => {
            const pieces = ["+O", "K\r", "\n+PO", "NG\r\n"];
            const { opens: isOpen } = await beside((socket) => {
                const timer = setInterval(() => {
                    const piece = pieces.shift();
                    if (piece === undefined) clearInterval(timer);
                    else socket.write(piece);
                }, 10);
            });
            assert.equal(isOpen, true);
        });

        it("waits 10 s for a server that says nothing, and no longer", async () => {
            const silent = createPlainServer(() => mock.timers.tick(10_000)).listen(0, "127.0.0.1");
            await once(silent, "listening");
            mock.timers.enable({ apis: ["setTimeout"] });
            try {
                const { port } = silent.address() as { port: number };
                const asked = opens({ ...place, port }, "secret", read("ca.pem"));
                await assert.rejects(asked, /localhost did not answer within 10 s/);
            } finally {
                mock.timers.reset();
                silent.close();
            }
        });
    });
});
