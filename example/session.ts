import { randomBytes } from "node:crypto";
import { createClient } from "@redis/client";
import { failed } from "./log.ts";
import { text } from "./settings.ts";

const SECONDS = 24 * 60 * 60;

/** It may forget a session at any time: nothing that must be kept is in one. */
export const cache = createClient({
    url: text("REDIS_URL"),
    // What can't be sent now is refused now: who waits for a cache is down with it.
    disableOfflineQueue: true,
    // Milliseconds.
    socket: { connectTimeout: 2_000, reconnectStrategy: 1_000 },
});
cache.on("error", failed("cache")).connect().catch(failed("cache"));

// A server that vanished is found out by a ping without an answer, and all who wait for it are told: a time limit of the socket
// begins anew with each command that is sent, so under load it never comes.
setInterval(() => {
    const silent = setTimeout(() => cache.isReady && cache.destroy(), 3_000);
    const heard = () => clearTimeout(silent);
    (cache.isOpen ? cache.ping() : cache.connect()).then(heard, heard);
}, 4_000).unref();

/** Without a good cookie, a key that nothing has. */
const keyOf = (cookies = "") => `session:${/(?:^|; *)session=([\w-]{32})(?:;|$)/.exec(cookies)?.[1] ?? ""}`;

/** The cookie of a new one. */
export async function beginSession(): Promise<string> {
    const id = randomBytes(24).toString("base64url");
    await cache.set(`session:${id}`, 0, { expiration: { type: "EX", value: SECONDS } });
    return `session=${id}; Path=/; Max-Age=${SECONDS}; HttpOnly; Secure; SameSite=Lax`;
}

export const countOrder = async (cookies: string | undefined) =>
    (await cache.expire(keyOf(cookies), SECONDS)) && (await cache.incr(keyOf(cookies)));

/** How many orders it has; null if there is none. */
export const ordersOf = (cookies: string | undefined) => cache.get(keyOf(cookies));
