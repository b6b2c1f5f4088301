import assert from "node:assert/strict";
import { place, type Seen } from "./client.ts";
import type { Running } from "./program.ts";

/** Far more than it takes, and less than a client of something that hangs waits for by itself. */
const LIMIT_MS = 10_000;

/** Holds an application to its work, whatever it speaks to beside it: a hundred requests, an order and a stop without delay. */
export async function isUnhindered(
    app: Running,
    request: () => Promise<Seen>,
    status: number,
): Promise<void> {
    await app.url();
    const begun = performance.now();
    const seen = await Promise.all(Array.from({ length: 100 }, request));
    assert.ok(seen.every((one) => one.status === status));
    assert.equal((await place(app)).status, 201);
    assert.ok(performance.now() - begun < LIMIT_MS, `${performance.now() - begun}`);
    const asked = performance.now();
    app.process.kill("SIGTERM");
    assert.equal(await app.ended, 0);
    assert.ok(performance.now() - asked < LIMIT_MS, `${performance.now() - asked}`);
}
