import { isTooLate, isTooSlow, plan, stateAfter } from "./plan.ts";
import type { Settings } from "./settings.ts";
import { act, keep, see, type Clients } from "./world.ts";

/** One step. The state is written when the step was taken: one that failed half-way is taken again. */
export async function step(clients: Clients, settings: Settings, now: Date): Promise<void> {
    const seen = await see(clients, settings, now);
    const planned = plan(seen, settings.timetable);
    for (const one of planned.acts) await act(clients, settings, one, now);
    const state = stateAfter(planned, seen);
    if (JSON.stringify(state) !== JSON.stringify(seen.state)) await keep(clients, settings, state);
    if (planned.acts.length > 0) console.log(JSON.stringify({ ...state, acts: planned.acts }));
    if (isTooSlow(state, now))
        throw new Error(`It has been waking up since ${state.since}: ${state.says}. docs/runbooks/sleep.md`);
    if (isTooLate(state, seen, settings.timetable))
        throw new Error(
            `Its hours are long over, and it is ${state.is}: ${state.says}. docs/runbooks/sleep.md`,
        );
}
