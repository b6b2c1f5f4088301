/**
 * Brings the data back as it was: plans first and changes nothing; with --apply it makes a copy beside the database in use.
 *
 *     npm run restore -- --stack production --to 2026-11-20T02:00:00Z
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { Stopped } from "./lib/restore/deploy.ts";
import { invokeByCli, type Invoke } from "./lib/restore/prove.ts";
import { restore } from "./lib/restore/restore.ts";
import { retire } from "./lib/restore/retire.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "restore",
    says: "Restores the database to a second or from a snapshot, as a copy beside the one in use; or retires a copy.",
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
            value: "GENERATION",
            says: "With a second: the generation whose backup is meant. Without it the active one.",
        },
        retire: { type: "string", value: "GENERATION", says: "Delete a generation that is not in use." },
        reason: { type: "string", value: "TEXT", says: "With --retire: why it may be deleted." },
        apply: { type: "boolean", says: "Do it. Without it the plan is shown, and nothing changes." },
        "despite-faults": { type: "boolean", says: "Go on though the rehearsal finds faults." },
        ...yesOption,
    },
    exits: { good: "planned, or done and checked", faults: "stopped half-way, or not checked" },
};

async function obey(given: Given, world: World, invoke: Invoke | undefined): Promise<number> {
    const to = given.text("to");
    const generation = given.text("retire");
    if ((to === undefined) === (generation === undefined)) {
        throw new Misuse("use --to with what to restore, or --retire with what to delete.");
    }
    const how = {
        isApply: given.flag("apply"),
        isYes: given.flag("yes"),
        isDespiteFaults: given.flag("despite-faults"),
    };
    const environment = await environmentOf(given.text("stack"), world);
    const cloud = await signIn(environment);
    if (generation !== undefined) {
        return retire(environment, { generation, reason: given.text("reason"), ...how }, world);
    }
    const ask = { to: to!, from: given.text("from"), ...how };
    return restore(environment, cloud, ask, invoke ?? invokeByCli(cloud.region, world), world);
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
