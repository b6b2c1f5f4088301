import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { run } from "../../../workflow/run.ts";
import type { Workflow } from "../../../workflow/schema.ts";
import { NoAnswer, wayTo, type Target, type Way } from "../../../workflow/way.ts";
import type { Tally } from "./tally.ts";

export interface Load {
    workflow: Workflow;
    /** Asked once for each user. */
    target: () => Target;
    /** When users come, in milliseconds from the beginning. */
    moments: Float64Array;
    /** Users on their way at once; who comes then is an error, and never left out. */
    most: number;
    /** Ends it at once. */
    signal: AbortSignal;
}

/** Seconds that a user's steps may take together: who waits longer has gone. */
const PATIENCE_SECONDS = 60;
/** Users begun in a row, when it is late, before answers are looked at. */
const IN_A_ROW = 20;

/**
 * Sends users through the workflow when it is time for them, whether or not those before have been answered: an app that
 * gets slow does not get fewer. Each has connections and cookies of his own, and what he has to wait counts from the moment
 * at which he was to come.
 */
export async function generate(load: Load, tally: Tally): Promise<void> {
    const { moments, most, signal } = load;
    const open = new Map<Way, Promise<void>>();
    const begun = performance.now();
    for (let at = 0; at < moments.length && !signal.aborted; at++) {
        const due = begun + moments[at]!;
        const ahead = due - performance.now();
        if (ahead > 0) await wait(ahead, undefined, { signal }).catch(() => undefined);
        else if (at % IN_A_ROW === 0) await turn();
        if (signal.aborted) break;
        tally.came(performance.now() - due);
        if (open.size >= most) {
            tally.turnedAway(most);
            continue;
        }
        const way = wayTo(load.target());
        open.set(
            way,
            user(load, way, due, tally).finally(() => open.delete(way)),
        );
    }
    const stop = () => [...open.keys()].forEach((way) => way.close());
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    await Promise.all(open.values());
    signal.removeEventListener("abort", stop);
}

async function user({ workflow, signal }: Load, way: Way, due: number, tally: Tally): Promise<void> {
    let wanted: number | undefined = due;
    const ask: Way["ask"] = async (...asked) => {
        const from = wanted ?? performance.now();
        wanted = undefined;
        if (signal.aborted) throw new NoAnswer("it was stopped", { isOnTheWay: false });
        try {
            return await way.ask(...asked);
        } finally {
            if (!signal.aborted) tally.asked(performance.now() - from);
        }
    };
    const ran = await run(workflow, { ...way, ask }, { seconds: PATIENCE_SECONDS });
    way.close();
    if (!signal.aborted) tally.went(ran, performance.now() - due);
}
