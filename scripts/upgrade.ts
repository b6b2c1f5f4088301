/**
 * Brings a database of the next major version up to date beside the one in use: plans first and changes nothing; with --apply
 * it makes it, copies all rows and goes on copying, and compares. The change-over is `npm run restore -- --cutover`.
 *
 *     npm run upgrade -- --stack production --version 18
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command, type Given } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { Stopped } from "./lib/stack-update.ts";
import { invokeByCli, type Invoke } from "./lib/restore/prove.ts";
import { upgrade } from "./lib/upgrade/upgrade.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "upgrade",
    says: "Makes a generation of a later major version of Postgres follow the one in use, until a change-over leads to it.",
    example: "npm run upgrade -- --stack production --version 18",
    options: {
        ...stackOption,
        version: { type: "string", value: "MAJOR", says: "The major version to go to." },
        abandon: { type: "boolean", says: "Give up the upgrade that has begun." },
        apply: { type: "boolean", says: "Do it. Without it the plan is shown, and nothing changes." },
        "despite-faults": { type: "boolean", says: "Go on though the rehearsal finds faults." },
        ...yesOption,
    },
    exits: {
        good: "planned, or up to date and compared",
        faults: "in the way, stopped, or rows that differ",
    },
};

async function obey(given: Given, world: World, invoke?: Invoke, everyMs = 15_000): Promise<number> {
    const text = given.text("version");
    if ((text === undefined) !== given.flag("abandon"))
        throw new Misuse("use --version with the major version to go to, or --abandon.");
    if (text !== undefined && !/^\d{2}$/.test(text))
        throw new Misuse(`--version is ${text}; use a major version, such as 18.`);
    const environment = await environmentOf(given.text("stack"), world);
    const cloud = await signIn(environment);
    const ask = {
        version: text === undefined ? undefined : Number(text),
        isApply: given.flag("apply"),
        isYes: given.flag("yes"),
        isDespiteFaults: given.flag("despite-faults"),
        everyMs,
    };
    return upgrade(environment, cloud, ask, invoke ?? invokeByCli(cloud.region, world), world);
}

export function main(argv: string[], world: World, invoke?: Invoke, everyMs?: number): Promise<number> {
    return answer(command, argv, world, (given) =>
        obey(given, world, invoke, everyMs).catch((error: unknown) => {
            if (!(error instanceof Stopped)) throw error;
            world.err(`upgrade: ${error.message}`);
            return 1;
        }),
    );
}

start(import.meta.url, main);
