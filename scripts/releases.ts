/**
 * Lists the releases, newest first: when, why, how each ended, how long it served, which image, by whom. Changes nothing.
 *
 *     npm run releases -- --stack production
 */
import { signIn } from "./lib/cloud.ts";
import { answer, start, type Command } from "./lib/command.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { releasesOf, releasesText } from "./lib/release/history.ts";
import { placeOf } from "./lib/release/place.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "releases",
    says: "Lists the releases, newest first, as far as AWS remembers: ECS 90 days, and Systems Manager 100 records.",
    example: "npm run releases -- --stack production",
    options: { ...stackOption, json: { type: "boolean", says: "For machines: one list." } },
    exits: { good: "they are listed", faults: "there is none" },
};

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const environment = await environmentOf(given.text("stack"), world);
        const place = placeOf(environment);
        const releases = await releasesOf(await signIn(environment), place);
        if (given.flag("json")) world.out(JSON.stringify(releases, undefined, 4));
        else if (releases.length > 0) world.out(releasesText(releases));
        if (releases.length === 0) {
            world.err(
                `releases: there is none. Next: npm run deploy -- --stack ${environment.stack} --image …`,
            );
            return 1;
        }
        world.err(`Next, to see what serves now: npm run status -- --stack ${environment.stack}`);
        return 0;
    });
}

start(import.meta.url, main);
