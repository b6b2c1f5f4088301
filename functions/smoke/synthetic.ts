import { whyFailed } from "../../workflow/run.ts";
import type { Verdict, World } from "./smoke.ts";

/** What the alarms on each group of targets say nothing below, a minute, and what they ring above: criteria OBS-03 and OBS-04. */
const [REQUESTS, FAILED_PERCENT, P95_MILLISECONDS] = [20, 5, 2000];
/** More than those requests need, for a minute of the alarms' is not one of ours. */
const SPARE = 1.25;
/** Of three whole minutes the alarms judge two; a fourth is begun or ended. */
const MINUTES = 4;

/**
 * Takes the workflow's steps as a user among users, often enough for the alarms and for a verdict of its own: a site with
 * five requests an hour has no other traffic that could take a version back. The verdict is the alarms': more than 5 % of
 * the requests failed, or one of 20 took longer than 2 s. A request that was never answered failed, and took as long as it
 * was waited for. A version that let no run through has failed, whatever else was counted.
 */
export async function synthetic(world: Omit<World, "spreadSeconds" | "pauseSeconds">): Promise<Verdict> {
    const started = world.now();
    const since = () => (world.now() - started) / 1000;
    let [requests, failed, runs] = [0, 0, 0];
    let why: string | undefined;
    const times: number[] = [];
    for (let number = 1; since() < MINUTES * 60; number++) {
        const began = world.now();
        const { passed, steps } = await world.run(number, { seconds: world.seconds - since() });
        const took = world.now() - began;
        runs += passed ? 1 : 0;
        for (const { milliseconds = took, failure } of steps) {
            requests++;
            times.push(milliseconds);
            if (failure !== undefined) failed++;
        }
        why ??= whyFailed(steps);
        // Fewer than the minimum count as so many: those that are missing could at best pass.
        if (failed * 100 > FAILED_PERCENT * Math.max(requests, REQUESTS))
            return { passed: false, runs, why: `${failed} of ${requests} requests failed, first ${why}` };
        const interval = (60 / (REQUESTS * SPARE)) * Math.max(1, steps.length);
        const seconds = Math.max(0, interval - took / 1000);
        if (since() + seconds >= world.seconds)
            return { passed: false, runs, why: `there was no verdict within ${world.seconds} s` };
        await world.pause(seconds);
    }
    if (runs === 0) {
        const seen = why === undefined ? "" : `, first ${why}`;
        return { passed: false, runs, why: `no run came through in ${MINUTES} minutes${seen}` };
    }
    const p95 = times.sort((one, other) => one - other)[Math.ceil(times.length * 0.95) - 1] ?? 0;
    const isSlow = p95 > P95_MILLISECONDS;
    return {
        passed: !isSlow,
        runs,
        ...(isSlow && {
            why: `one of 20 requests took ${Math.round(p95)} ms or longer; expected at most ${P95_MILLISECONDS}`,
        }),
    };
}
