import { whyFailed, type Ran, type RunOptions } from "../../workflow/run.ts";

/** How often the workflow has to pass, without a failure in between. */
const RUNS = 3;

/** Seconds after which a way that failed is tried again. */
const AGAIN_SECONDS = 2;

export interface World {
    /** Takes the workflow's steps once, over a new connection. */
    run(number: number, options: RunOptions): Promise<Ran>;
    /** Milliseconds, from anywhere. */
    now(): number;
    pause(seconds: number): Promise<void>;
    /** How long it may take until its verdict. */
    seconds: number;
    /** How long a way that fails is tried again. */
    spreadSeconds: number;
    /** Between two runs that pass. */
    pauseSeconds: number;
}

export interface Verdict {
    passed: boolean;
    /** How often the workflow passed, in a row. */
    runs: number;
    /** Of a version that did not pass. */
    why?: string;
}

/**
 * Runs the workflow until it has passed three times in a row, or failed. A load balancer goes on sending some requests
 * to the old version for some seconds after a shift (argoproj/argo-rollouts#4595): the pauses carry the last run past that.
 */
export async function smoke(world: World): Promise<Verdict> {
    const started = world.now();
    const since = () => (world.now() - started) / 1000;
    const late = `there was no verdict within ${world.seconds} s`;
    let runs = 0;
    for (let number = 1; ; number++) {
        const left = world.seconds - since();
        if (left <= 0) return { passed: false, runs, why: late };
        const { passed, steps } = await world.run(number, { seconds: left });
        if (passed) {
            runs++;
            if (runs === RUNS) return { passed: true, runs };
        } else {
            const isOnTheWay = steps.at(-1)?.failure?.isOnTheWay === true && since() < world.spreadSeconds;
            if (!isOnTheWay) return { passed: false, runs, why: whyFailed(steps) };
            runs = 0;
        }
        const seconds = passed ? world.pauseSeconds : AGAIN_SECONDS;
        if (since() + seconds >= world.seconds) return { passed: false, runs, why: late };
        await world.pause(seconds);
    }
}
