import { setTimeout as wait } from "node:timers/promises";

/** Waits until something holds, which on a busy machine takes long, and no longer than it takes; throws when it never does. */
export async function until(
    holds: () => boolean | Promise<boolean>,
    what: () => string | Promise<string> = () => String(holds),
    limitSeconds = 60,
): Promise<void> {
    const end = performance.now() + limitSeconds * 1000;
    while (!(await holds())) {
        if (performance.now() > end) throw new Error(`Never: ${await what()}`);
        await wait(20);
    }
}
