import type { Context, Runnable } from "mocha";

/**
 * Skips the test (or, from a `before`, its whole suite) unless what it needs is there, and says why.
 * `npm test` prints the reason and counts the skip in its last line; in CI only test/engine/live* may skip.
 */
export function skipUnless(context: Context, there: unknown, reason: string): void {
    if (there) return;
    const runnable = context.test as Runnable & { type: string };
    // In a hook the reason holds for the whole suite.
    const holder = runnable.type === "hook" ? runnable.parent : runnable;
    if (holder) Object.assign(holder, { skipReason: reason });
    context.skip();
}
