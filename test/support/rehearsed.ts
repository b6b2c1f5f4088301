import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as other from "../../bench/other-settings.ts";
import { rehearse, type Rehearsal } from "../../rehearsal/rehearse.ts";

const done = new Map<string, Promise<Rehearsal>>();

/**
 * A rehearsal of this blueprint, from nothing, without policies. Each is made once, for all test files: mocha runs them
 * in one process, and every rehearsal is a process of its own.
 */
export function rehearsed(stack: string, mode: "plan" | "deploy" = "plan", changes: other.Settings = {}) {
    const key = JSON.stringify([stack, mode, changes]);
    const known = done.get(key) ?? rehearseNow(stack, mode, changes);
    done.set(key, known);
    return known;
}

/** What each deployment left, by its environment: for a second one. */
const states = new Map<string, string>();

/** What a second deployment does to an environment that was deployed before. */
export async function deployedAgain(stack: string): Promise<Rehearsal> {
    const first = await rehearsed(stack, "deploy");
    if (first.faults.length > 0) return first;
    return other.withSettings(stack, {}, async (cwd, scratch) => {
        const stateFile = path.join(scratch, "state.json");
        writeFileSync(stateFile, states.get(stack)!);
        return rehearse({ cwd, stack, mode: "deploy", stateFile });
    });
}

/** The same environment in another tier; where it has that tier already, the rehearsal is the environment's own. */
export function inTier(stack: string, tier: string): Promise<Rehearsal> {
    const isOwn = other.settingsOf(stack)["airworthy:tier"] === tier;
    return rehearsed(stack, "plan", isOwn ? {} : other.inTier(stack, tier));
}

function rehearseNow(stack: string, mode: "plan" | "deploy", changes: other.Settings): Promise<Rehearsal> {
    return other.withSettings(stack, changes, async (cwd, scratch) => {
        const stateFile = path.join(scratch, "state.json");
        const rehearsal = await rehearse({ cwd, stack, mode, stateFile });
        const isItself = Object.keys(changes).length === 0;
        if (mode === "deploy" && isItself && existsSync(stateFile))
            states.set(stack, readFileSync(stateFile, "utf8"));
        return rehearsal;
    });
}
