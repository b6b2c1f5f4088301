import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { rehearse, type Rehearsal } from "../../rehearsal/rehearse.ts";

const root = path.resolve(import.meta.dirname, "../..");
const done = new Map<string, Promise<Rehearsal>>();

/** Settings of an environment that differ from its stack file; `undefined` leaves one out. */
type Changes = Record<string, unknown>;

/**
 * A rehearsal of this blueprint, from nothing, without policies. Each is made once, for all test files: mocha runs them
 * in one process, and every rehearsal is a process of its own.
 */
export function rehearsed(stack: string, mode: "plan" | "deploy" = "plan", changes: Changes = {}) {
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
    const scratch = mkdtempSync(path.join(tmpdir(), "airworthy-rehearsed-"));
    const stateFile = path.join(scratch, "state.json");
    try {
        writeFileSync(stateFile, states.get(stack)!);
        return await rehearse({ cwd: root, stack, mode: "deploy", stateFile });
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

/** The environment's settings as they ship. */
export function settingsOf(stack: string): Record<string, unknown> {
    const text = readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
    return (parse(text) as { config: Record<string, unknown> }).config;
}

/** The same environment in another tier; where it has that tier already, the rehearsal is the environment's own. */
export function inTier(stack: string, tier: string): Promise<Rehearsal> {
    const isOwn = settingsOf(stack)["airworthy:tier"] === tier;
    return rehearsed(stack, "plan", isOwn ? {} : { "airworthy:tier": tier });
}

async function rehearseNow(stack: string, mode: "plan" | "deploy", changes: Changes): Promise<Rehearsal> {
    const scratch = mkdtempSync(path.join(tmpdir(), "airworthy-rehearsed-"));
    try {
        const cwd = Object.keys(changes).length > 0 ? cloneWith(scratch, stack, changes) : root;
        const stateFile = path.join(scratch, "state.json");
        const rehearsal = await rehearse({ cwd, stack, mode, stateFile });
        if (mode === "deploy" && cwd === root && existsSync(stateFile))
            states.set(stack, readFileSync(stateFile, "utf8"));
        return rehearsal;
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

/** The same project with other settings. */
function cloneWith(scratch: string, stack: string, changes: Changes): string {
    const settings = `Pulumi.${stack}.yaml`;
    const folder = path.join(scratch, "clone");
    mkdirSync(folder);
    for (const entry of readdirSync(root)) {
        if (entry !== settings) symlinkSync(path.join(root, entry), path.join(folder, entry));
    }
    const config = { ...settingsOf(stack), ...changes };
    writeFileSync(path.join(folder, settings), stringify({ config }));
    return folder;
}
