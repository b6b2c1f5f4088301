import assert from "node:assert/strict";
import { place, type Seen } from "./client.ts";
import type { Running } from "./program.ts";

/** Far more than it takes, and less than a client of something that hangs waits for by itself. */
const LIMIT_MS = 30_000;
/** As many at once as get their turn at its 8 connections on a busy machine, too: who waits for 5 s is turned away. */
const AT_ONCE = 40;

/** Holds an application to its work, whatever it speaks to beside it: many requests, an order and a stop without delay. */
export async function isUnhindered(
    app: Running,
    request: () => Promise<Seen>,
    status: number,
): Promise<void> {
    await app.url();
    const begun = performance.now();
    const seen = await Promise.all(Array.from({ length: AT_ONCE }, request));
    assert.ok(seen.every((one) => one.status === status));
    assert.equal((await place(app)).status, 201);
    assert.ok(performance.now() - begun < LIMIT_MS, `${performance.now() - begun}`);
    const asked = performance.now();
    app.process.kill("SIGTERM");
    assert.equal(await app.ended, 0);
    assert.ok(performance.now() - asked < LIMIT_MS, `${performance.now() - asked}`);
}
