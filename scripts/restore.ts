/**
 * Brings the data back as it was: plans first and changes nothing; with --apply it makes a copy beside the database in use,
 * changes over to one, or deletes one; or it ends that a copy follows a database of another region.
 *
 *     npm run restore -- --stack production --to 2026-11-20T02:00:00Z
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { environmentOf, outputOf } from "./lib/environment.ts";
import { extractAsked, optionsOf } from "./lib/extract/asked.ts";
import { extract } from "./lib/extract/extract.ts";
import { extractPlan } from "./lib/extract/text.ts";
import { cutover } from "./lib/restore/cutover.ts";
import { restoreOptions } from "./lib/restore/options.ts";
import { promote } from "./lib/restore/promote.ts";
import { invokeByCli, type Invoke } from "./lib/restore/prove.ts";
import { restore } from "./lib/restore/restore.ts";
import { retire } from "./lib/restore/retire.ts";
import { Stopped } from "./lib/stack-update.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "restore",
    says: "Restores the database to a second or from a snapshot, as a copy beside the one in use; changes over to a copy; or retires or promotes one.",
    example: "npm run restore -- --stack production --to 2026-11-20T02:00:00Z",
    options: restoreOptions,
    exits: { good: "planned, or done and checked", faults: "stopped half-way, or not checked" },
};

async function obey(given: Given, world: World, invoke: Invoke | undefined): Promise<number> {
    const to = given.text("to");
    const generation = given.text("retire");
    const over = given.text("cutover");
    const isBack = given.flag("cutback");
    const follower = given.text("promote");
    const asked = [to, generation, over, follower, isBack || undefined];
    if (asked.filter((one) => one !== undefined).length !== 1) {
        throw new Misuse(
            "use --to with what to restore, or --retire with what to delete, or --cutover with what to change over to, or --cutback, or --promote with what is to follow no more.",
        );
    }
    const isLost = given.flag("lost");
    if (isLost && over === undefined) throw new Misuse("--lost is for --cutover; leave it out.");
    const isFence = given.flag("fence");
    if (isFence && follower === undefined) throw new Misuse("--fence is for --promote; leave it out.");
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
        return retire(environment, cloud, { generation, reason: given.text("reason"), ...how }, world);
    }
    if (follower !== undefined)
        return promote(environment, cloud, { generation: follower, isFence, ...how }, calls, world);
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
