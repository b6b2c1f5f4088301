/**
 * Judges the source without running it: types, lint, walls, dead exports, formatting, generated files.
 *
 *     npm run check
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { answer, Misuse, start, type Command } from "./lib/command.ts";
import { inTurns } from "./lib/in-turns.ts";
import type { Ran, World } from "./lib/world.ts";

interface Step {
    name: string;
    /** What to do when it fails. */
    fix: string;
    command: string;
    args: string[];
}

const command: Command = {
    name: "check",
    says: "Judges the source without running it, and reports every fault, not just the first.",
    example: "npm run check -- --only lint --only walls",
    options: {
        only: {
            type: "string",
            multiple: true,
            value: "STEP",
            says: "Run this step alone; may be repeated.",
        },
    },
    exits: { good: "nothing found", faults: "faults found" },
};

/** The rooms that the import walls stand between; those that a clone does not have yet are left out. */
const ROOMS = [
    "stacks",
    "components",
    "policies",
    "rehearsal",
    "functions",
    "workflow",
    "images",
    "scripts",
    "example",
    "test",
    "bench",
];

/** The steps in the order that they start: the slow ones first, for two run at a time. */
export function stepsFor(npmScripts: string[], exists: (file: string) => boolean): Step[] {
    const bin = (name: string, ...args: string[]) => ({
        command: path.join("node_modules", ".bin", name),
        args,
    });
    return [
        { name: "types", fix: "Mend the types.", ...bin("tsc", "--noEmit", "-p", ".") },
        { name: "lint", fix: "See eslint.config.js.", ...bin("eslint", ".", "--max-warnings", "0") },
        {
            name: "walls",
            fix: "See .dependency-cruiser.cjs: each wall says what to do instead.",
            ...bin(
                "depcruise",
                "--config",
                ".dependency-cruiser.cjs",
                "--output-type",
                "err-long",
                ...ROOMS.filter(exists),
            ),
        },
        {
            name: "dead exports",
            fix: "Export only what another file uses; delete files and packages that nothing uses.",
            ...bin("knip", "--no-progress"),
        },
        { name: "formatting", fix: "Run: npx prettier --write .", ...bin("prettier", "--check", ".") },
        ...npmScripts
            .filter((script) => script.startsWith("generate-"))
            .map((script) => ({
                name: script,
                fix: `Run: npm run ${script}`,
                command: "npm",
                args: ["run", "--silent", script, "--", "--check"],
            })),
    ];
}

export function report(step: Step, ran: Ran, seconds: number): string {
    const time = `${seconds.toFixed(1)} s`;
    if (ran.code === 0) return `passed  ${step.name} (${time})`;
    return [`FAILED  ${step.name} (${time}, exit ${ran.code}). ${step.fix}`, ran.output.trimEnd()].join("\n");
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const { scripts = {} } = JSON.parse(readFileSync(path.join(world.cwd, "package.json"), "utf8"));
        const all = stepsFor(Object.keys(scripts), (room) => world.exists(room));
        const steps = chosen(all, given.texts("only"));

        const codes = await inTurns(2, steps, async (step) => {
            const started = performance.now();
            const ran = await world.run(step.command, step.args);
            world.out(report(step, ran, (performance.now() - started) / 1000));
            return ran.code;
        });
        const failed = codes.filter((code) => code !== 0).length;
        world.out(`${codes.length - failed} passed, ${failed} failed`);
        return failed === 0 ? 0 : 1;
    });
}

function chosen(all: Step[], only: string[]): Step[] {
    const names = all.map((step) => step.name);
    const unknown = only.find((name) => !names.includes(name));
    if (unknown) throw new Misuse(`--only ${unknown}: there is no such step; there are ${names.join(", ")}`);
    return only.length === 0 ? all : all.filter((step) => only.includes(step.name));
}

start(import.meta.url, main);
