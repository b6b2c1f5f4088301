/**
 * Runs a Pulumi program offline, judges it with policy packs and prints what would be deployed and what is not ready.
 *
 *     npm run rehearse -- --stack production
 */
import { stripVTControlCharacters } from "node:util";
import { stopAll } from "../rehearsal/child.ts";
import { Misuse } from "../rehearsal/misuse.ts";
import { rehearse, type Rehearsal, type RehearseOptions } from "../rehearsal/rehearse.ts";
import { jsonReport } from "../rehearsal/report/json.ts";
import { textReport } from "../rehearsal/report/text.ts";
import { blocking } from "../rehearsal/report/verdict.ts";
import { answer, Misuse as CommandMisuse, start, type Given } from "./lib/command.ts";
import { complianceReport } from "./lib/compliance.ts";
import { Progress } from "./lib/progress.ts";
import { rehearseCommand, rehearseOptions } from "./lib/rehearse-options.ts";
import type { World } from "./lib/world.ts";

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const MILLISECONDS_BETWEEN_LOOKS = 250;

/** A stack's result, or why it has none. */
type Outcome = Rehearsal | { stack: string; error: string };

async function rehearseOne(
    stack: string,
    options: Omit<RehearseOptions, "stack">,
    given: Given,
    world: World,
) {
    // Loaded where it is asked for alone: the user waits for all that a command loads.
    const real = given.flag("engine") ? await import("../rehearsal/real/rehearse.ts") : undefined;
    const run = real?.rehearseWithEngine ?? rehearse;
    const progress = new Progress(stack, world);
    try {
        const rehearsal = await run({
            ...options,
            stack,
            onResource: (resource) => progress.resource(resource),
            onLine: (line) => progress.line(line),
        });
        progress.end();
        return rehearsal;
    } catch (error) {
        const message = messageOf(error, world);
        progress.end(message);
        return { stack, error: stripVTControlCharacters(message) };
    }
}

async function rehearseAll(given: Given, world: World): Promise<number> {
    const { stacks, options } = await rehearseOptions(given);
    const ended: Outcome[] = await Promise.all(
        stacks.map((stack) => rehearseOne(stack, options, given, world)),
    );
    // Only now: by then it has loaded most of what this needs.
    const { judgedTogether } = await import("../rehearsal/account-faults.ts");
    const outcomes = judgedTogether(ended);
    const done = outcomes.filter((outcome): outcome is Rehearsal => !("error" in outcome));
    if (given.flag("json")) {
        const reports = outcomes.map((one) => ("error" in one ? { ...one, ready: false } : jsonReport(one)));
        world.out(JSON.stringify(reports, null, 4));
    } else if (done.length > 0) {
        const packs = options.policyPacks ?? [];
        const told = done.map(async (one) => [textReport(one), ...(await complianceReport(one, packs))]);
        world.out((await Promise.all(told)).map((lines) => lines.join("\n")).join("\n\n"));
    }
    if (done.length < outcomes.length) return 2;
    return done.every((rehearsal) => blocking(rehearsal) === 0) ? 0 : 1;
}

/** What the user can use: a mistake's own words; of a fault of the rehearsal itself, that it is one. */
function messageOf(error: unknown, world: World): string {
    if (error instanceof Misuse) return error.message;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    if (world.env.REHEARSAL_DEBUG) return stack ?? message;
    return `This is a fault of the rehearsal itself: ${message} (REHEARSAL_DEBUG=1 shows where).`;
}

/** Answers the command line; whatever the end, no process that it started is left. */
export async function main(argv: string[], world: World): Promise<number> {
    const end = (code: number) => {
        stopAll();
        process.exit(code);
    };
    const handlers = Object.entries(SIGNALS).map(([signal, code]) => [signal, () => end(code)] as const);
    for (const [signal, handler] of handlers) process.once(signal, handler);
    const parent = process.ppid;
    // npm hands SIGTERM to a shell in between, which dies of it alone: its end then is the signal.
    const watch = setInterval(() => {
        if (world.env.npm_lifecycle_event && process.ppid !== parent) end(SIGNALS.SIGTERM);
    }, MILLISECONDS_BETWEEN_LOOKS).unref();
    try {
        return await answer(rehearseCommand, argv, world, (given) =>
            rehearseAll(given, world).catch((error: unknown) => {
                if (error instanceof CommandMisuse) throw error;
                world.err(`rehearse: ${stripVTControlCharacters(messageOf(error, world))}`);
                return 2;
            }),
        );
    } finally {
        clearInterval(watch);
        stopAll();
        for (const [signal, handler] of handlers) process.off(signal, handler);
    }
}

start(import.meta.url, main);
