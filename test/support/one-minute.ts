import { mock } from "node:test";

/** Runs it within one minute, by which AWS is told that two people mean the same: the clock stands still meanwhile. */
export async function inOneMinute<T>(work: () => Promise<T>): Promise<T> {
    mock.timers.enable({ apis: ["Date"], now: Date.now() });
    try {
        return await work();
    } finally {
        mock.timers.reset();
    }
}
