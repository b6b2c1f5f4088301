/**
 * Says which revision serves what share of the requests, what is in flight, and how fast one can go back. Changes nothing.
 *
 *     npm run status -- --stack production
 */
import { signIn } from "./lib/cloud.ts";
import { answer, start, type Command } from "./lib/command.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { flagsOn } from "./lib/flag/shown.ts";
import { alarmsOf } from "./lib/release/alarms.ts";
import { placeOf } from "./lib/release/place.ts";
import { isGoingTo } from "./lib/release/ready.ts";
import { readRecord } from "./lib/release/record.ts";
import { statusOf, statusText } from "./lib/release/shown.ts";
import { pastOf, standingOf } from "./lib/release/standing.ts";
import { isAtOnce } from "./lib/release/way-back.ts";
import { workersOf } from "./lib/release/workers.ts";
import { sleepOf } from "./lib/wake.ts";
import type { World } from "./lib/world.ts";

/** Deployments to look through for the ones that brought what serves. */
const PAST = 100;

const command: Command = {
    name: "status",
    says: "Says which revision serves what share since when, what is in flight, until when a rollback is instant, and which flags are on.",
    example: "npm run status -- --stack production --json",
    options: { ...stackOption, json: { type: "boolean", says: "For machines: one object." } },
    exits: { good: "all is well, in flight or not", faults: "something is not, and is named" },
};

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const environment = await environmentOf(given.text("stack"), world);
        const place = placeOf(environment);
        const cloud = await signIn(environment);
        const standing = await standingOf(cloud, place);
        const past = await pastOf(cloud, place, PAST);
        const { record } = await readRecord(cloud, place);
        const sleep = await sleepOf(cloud, environment.name);
        const status = statusOf({
            ...{ standing, past, released: record, sleep, now: new Date() },
            alarms: await alarmsOf(cloud, place),
            workers: await workersOf(cloud, place),
            flags: await flagsOn(cloud, environment),
        });
        world.out(given.flag("json") ? JSON.stringify(status, undefined, 4) : statusText(status));
        const { stack } = environment;
        if (sleep) world.err(`Next, to wake it: npm run wake -- --stack ${stack}`);
        const { flight } = standing;
        const coming = standing.revisions.find(({ arn }) => arn === flight?.targetServiceRevision?.arn);
        // One that is on its way back, or that a rollback has begun, is watched by rollback.
        if (coming && isGoingTo(standing, coming.image) && !isAtOnce(flight?.deploymentConfiguration ?? {}))
            world.err(
                `Next, to see it through: npm run deploy -- --stack ${stack} --image ${coming.image}, which joins it`,
            );
        const next = flight ? "to go back" : "to go back to what served before";
        world.err(`Next, ${next}: npm run rollback -- --stack ${stack}`);
        return status.faults.length > 0 ? 1 : 0;
    });
}

start(import.meta.url, main);
