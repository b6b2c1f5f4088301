/**
 * Sends users through the core workflow at a rate that nothing slows down, and says whether the app bears it.
 *
 *     npm run load -- --stack staging --soak
 */
import { answer, Misuse, start, type Command } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { load, type Bounds } from "./lib/load/load.ts";
import { GATES, MOST_RATE, wantedIn } from "./lib/load/plan.ts";
import { addressed, deployed } from "./lib/load/site.ts";
import { untilSignal } from "./lib/load/stopping.ts";
import { stackOption } from "./lib/environment.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "load",
    says: "Sends users through the steps of workflow.yaml at a rate that a slow app does not slow down, and measures what they wait.",
    example: "npm run load -- --stack staging --soak --like production",
    options: {
        ...stackOption,
        url: {
            type: "string",
            value: "URL",
            says: "An app anywhere, instead of a stack's; no evidence is kept.",
        },
        soak: { type: "boolean", says: "The normal rate for 15 min: p95 below 300 ms, errors below 1 %." },
        launch: {
            type: "boolean",
            says: "10 times that for 30 min: p95 below 2 s, errors below 1 %, and what always holds looked at after it.",
        },
        rate: { type: "string", value: "USERS", says: "Users a second, with --minutes." },
        minutes: { type: "string", value: "MINUTES", says: "How long, with --rate." },
        "normal-rate": {
            type: "string",
            value: "USERS",
            says: "Users a second that are normal. Without it those of the busiest hour in 14 days, and 1 at least.",
        },
        like: { type: "string", value: "STACK", says: "The stack whose users are what is normal." },
        ...yesOption,
    },
    exits: { good: "it passed", faults: "it failed, was stopped, or says nothing, and why is said" },
};

const BOUNDS: Omit<Bounds, "signal"> = {
    gates: GATES,
    // Who comes in ten seconds at the highest rate: a workflow that takes longer is no use to anybody.
    most: 10 * MOST_RATE,
    // A third of what a soak lets a request take.
    mostLateMilliseconds: 100,
    random: Math.random,
    lineSeconds: 5,
};

export function main(argv: string[], world: World, bounds: Partial<Bounds> = {}): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const url = given.text("url");
        if (url !== undefined && given.text("stack") !== undefined)
            throw new Misuse("--url and --stack both say what to load; use one.");
        const wanted = wantedIn({
            ...{ isSoak: given.flag("soak"), isLaunch: given.flag("launch") },
            ...{ rate: given.text("rate"), minutes: given.text("minutes") },
            ...{ normalRate: given.text("normal-rate"), like: given.text("like") },
        });
        const site = url === undefined ? await deployed(given.text("stack"), world) : addressed(url);
        return untilSignal((signal) =>
            load(site, wanted, given.flag("yes"), world, { ...BOUNDS, signal, ...bounds }),
        );
    });
}

start(import.meta.url, main);
