/**
 * Records what the real engine registers for each fixed program, for machines that have no Pulumi CLI.
 *
 *     npm run record -- component protect
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopAll } from "../rehearsal/child.ts";
import { realEngine, type RealEngine } from "../rehearsal/real/engine.ts";
import { observed } from "../rehearsal/real/facts.ts";
import { Misuse, answer, start, type Command, type Given } from "./lib/command.ts";
import { inTurns } from "./lib/in-turns.ts";
import {
    EXISTING,
    PROGRAMS,
    RECORDINGS,
    STACK,
    STACK_OUTPUTS,
    SURROUNDINGS,
    compact,
    hashOf,
    programs,
    stepsOf,
    type RecordedRun,
    type Recording,
} from "./lib/recording.ts";
import type { World } from "./lib/world.ts";

const WIDTH = 2; // each program keeps a CLI, a language host and its own process busy

const recordCommand: Command = {
    name: "record",
    says: "Records what the real engine registers for the fixed programs; needs a Pulumi CLI on PATH.",
    example: "npm run record -- component protect",
    options: {},
    operands: "[PROGRAM...]",
    exits: { good: "recorded", faults: "a program failed in the real engine" },
};

async function recordedRun(
    engine: RealEngine,
    command: RecordedRun["command"],
    step: number,
): Promise<RecordedRun> {
    const run = await engine[command]();
    if (!run.ok) throw new Error([run.printed, ...run.events.errors].join("\n"));
    const { resources, deletes } = observed({ ...run, violations: [] });
    return { command, step, resources: resources.map(compact), deletes };
}

async function record(program: string, folder: string): Promise<Recording> {
    const engine = await realEngine({
        cwd: folder,
        stack: STACK,
        stackOutputs: program === "stack-reference" ? STACK_OUTPUTS : {},
        existing: EXISTING,
        environment: { ...process.env, ...SURROUNDINGS },
    });
    try {
        const runs: RecordedRun[] = [];
        for (const step of stepsOf(folder)) {
            if (step > 1) await engine.configure(`${program}:step`, String(step));
            runs.push(await recordedRun(engine, "preview", step), await recordedRun(engine, "up", step));
        }
        const date = new Date().toISOString().slice(0, 10);
        return { program, cli: await engine.version(), date, hash: hashOf(folder), runs };
    } finally {
        engine.close();
    }
}

async function recordAll(given: Given, world: World): Promise<number> {
    const known = programs(world.cwd);
    const strange = given.operands.filter((name) => !known.includes(name));
    if (strange.length > 0) throw new Misuse(`There is no program ${strange.join(", ")} in ${PROGRAMS}.`);
    const chosen = given.operands.length > 0 ? given.operands : known;
    mkdirSync(join(world.cwd, RECORDINGS), { recursive: true });
    const results = await inTurns(WIDTH, chosen, async (program) => {
        try {
            const recording = await record(program, join(world.cwd, PROGRAMS, program));
            const file = join(world.cwd, RECORDINGS, `${program}.json`);
            writeFileSync(file, `${JSON.stringify(recording, null, 4)}\n`);
            world.err(`${program}: ${recording.runs.length} runs`);
            return true;
        } catch (error) {
            world.err(`${program}: ${(error as Error).message}`);
            return false;
        }
    });
    world.err("npm test holds the rehearsal to the recordings.");
    return results.every(Boolean) ? 0 : 1;
}

/** Answers the command line; no process that it started outlives it. */
export async function main(argv: string[], world: World): Promise<number> {
    try {
        return await answer(recordCommand, argv, world, (given) => recordAll(given, world));
    } finally {
        stopAll();
    }
}

start(import.meta.url, main);
