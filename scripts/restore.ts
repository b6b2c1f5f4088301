/**
 * Brings the data back as it was: plans first and changes nothing; with --apply it makes a copy beside the database in use,
 * changes over to one, or deletes one.
 *
 *     npm run restore -- --stack production --to 2026-11-20T02:00:00Z
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { environmentOf, outputOf, stackOption } from "./lib/environment.ts";
import { extractAsked, extractOptions, optionsOf } from "./lib/extract/asked.ts";
import { extract } from "./lib/extract/extract.ts";
import { extractPlan } from "./lib/extract/text.ts";
import { cutover } from "./lib/restore/cutover.ts";
import { Stopped } from "./lib/stack-update.ts";
import { invokeByCli, type Invoke } from "./lib/restore/prove.ts";
import { restore } from "./lib/restore/restore.ts";
import { retire } from "./lib/restore/retire.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "restore",
    says: "Restores the database to a second or from a snapshot, as a copy beside the one in use; changes over to a copy; or retires one.",
    example: "npm run restore -- --stack production --to 2026-11-20T02:00:00Z",
    options: {
        ...stackOption,
        to: {
            type: "string",
            value: "POINT",
            says: "A second in UTC (2026-11-20T02:00:00Z), or a snapshot or recovery point of `npm run backups`.",
        },
        from: {
            type: "string",
            value: "NAME",
            says: "With a second: the generation whose backup is meant; without it the active one. With a snapshot: the stack that it is of; without it this one.",
        },
        cutover: {
            type: "string",
            value: "GENERATION",
            says: "Make it the database in use; the one that serves already: give up what was begun.",
        },
        cutback: { type: "boolean", says: "Go back to the generation that the last change-over came from." },
        "leave-writes": {
            type: "string",
            value: "COUNT",
            says: "On the way back: how many writes may stay behind, at most; the plan counts them.",
        },
        lost: {
            type: "boolean",
            says: "With --cutover: the one that serves is down and stays so. Nothing can close it, or count what is only there.",
        },
        retire: { type: "string", value: "GENERATION", says: "Delete a generation that is not in use." },
        reason: {
            type: "string",
            value: "TEXT",
            says: "With --retire: why it may be deleted. With --extract: why, kept with the rows.",
        },
        ...extractOptions,
        apply: { type: "boolean", says: "Do it. Without it the plan is shown, and nothing changes." },
        "despite-faults": { type: "boolean", says: "Go on though the rehearsal finds faults." },
        ...yesOption,
    },
    exits: { good: "planned, or done and checked", faults: "stopped half-way, or not checked" },
};

async function obey(given: Given, world: World, invoke: Invoke | undefined): Promise<number> {
    const to = given.text("to");
    const generation = given.text("retire");
    const over = given.text("cutover");
    const isBack = given.flag("cutback");
    if ([to, generation, over, isBack || undefined].filter((one) => one !== undefined).length !== 1) {
        throw new Misuse(
            "use --to with what to restore, or --retire with what to delete, or --cutover with what to change over to, or --cutback.",
        );
    }
    const isLost = given.flag("lost");
    if (isLost && over === undefined) throw new Misuse("--lost is for --cutover; leave it out.");
    const leaveWrites = countIn(given.text("leave-writes"), over !== undefined || isBack);
    const rows = extractAsked(given);
    const how = {
        isApply: given.flag("apply"),
        isYes: given.flag("yes"),
        isDespiteFaults: given.flag("despite-faults"),
    };
    const environment = await environmentOf(given.text("stack"), world);
    const cloud = await signIn(environment);
    const calls = invoke ?? invokeByCli(cloud.region, world);
    if (generation !== undefined) {
        return retire(environment, { generation, reason: given.text("reason"), ...how }, world);
    }
    if (to !== undefined) {
        const purpose = rows && {
            plan: extractPlan(rows, environment.name, outputOf(environment, "databaseInstance")),
            options: optionsOf(rows),
            run: (one: string) => extract(environment, cloud, one, rows, how.isYes, world),
        };
        return restore(environment, cloud, { to, from: given.text("from"), purpose, ...how }, calls, world);
    }
    return cutover(environment, cloud, { generation: over, leaveWrites, isLost, ...how }, calls, world);
}

function countIn(text: string | undefined, isTaken: boolean): number | undefined {
    if (text === undefined) return undefined;
    if (!isTaken) throw new Misuse("--leave-writes is for --cutback and --cutover; leave it out.");
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new Misuse(`--leave-writes is ${text}; use the count that the plan of --cutback names.`);
}

export function main(argv: string[], world: World, invoke?: Invoke): Promise<number> {
    return answer(command, argv, world, (given) =>
        obey(given, world, invoke).catch((error: unknown) => {
            if (!(error instanceof Stopped)) throw error;
            world.err(`restore: ${error.message}`);
            return 1;
        }),
    );
}

start(import.meta.url, main);
