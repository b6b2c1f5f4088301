import type { Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { plain } from "../table.ts";
import type { World } from "../world.ts";
import { alarmsOf, refusing } from "./alarms.ts";
import { tableOf } from "./announcement.ts";
import { checkImageIsThere } from "./image.ts";
import type { Place } from "./place.ts";
import { standingOf, targetOf, type Standing } from "./standing.ts";
import { stageOf } from "./watch.ts";
import { isAtOnce } from "./way-back.ts";

interface Wanted {
    stack: string;
    image: string;
    fixForward: string | undefined;
}

/** Refuses before anything changes; where the very image is on its way already, that is no reason to. */
export async function readyFor(cloud: Cloud, place: Place, wanted: Wanted, world: World): Promise<Standing> {
    const { stack, image } = wanted;
    await checkImageIsThere(cloud, image, "Push it first. Nothing was changed.", world);
    const standing = await standingOf(cloud, place);
    const { flight, configuration } = standing;
    if (flight) {
        if (isGoingTo(standing, image)) return standing;
        throw new Refusal(
            `Another deployment is in flight (${stageOf(flight)}). Wait for its end (npm run status -- --stack ${stack}), or stop it: npm run rollback -- --stack ${stack}. Nothing was changed.`,
        );
    }
    if (isAtOnce(configuration))
        throw new Refusal(
            `The service has no hooks and no alarms: a rollback was stopped before it gave them back. It does so when it is run again: npm run rollback -- --stack ${stack}. Nothing was changed.`,
        );
    const red = refusing(await alarmsOf(cloud, place));
    for (const { name, state, reason } of red) world.err(`deploy: ${name}: ${state}. ${plain(reason)}`);
    if (red.length > 0 && wanted.fixForward === undefined)
        throw new Refusal(
            `${red.map(({ name }) => name).join(", ")}: no rollback alarm may be red or missing, for ECS does not heed one that is red from the start. Mend that first; or, if this image is what mends it: --fix-forward <reason>. Nothing was changed.`,
        );
    if (wanted.fixForward !== undefined) tableOf(place);
    return standing;
}

/** Whether the deployment in flight brings this image, and is not on its way back. */
export function isGoingTo(standing: Standing, image: string): boolean {
    return (
        targetOf(standing)?.image === image && /^(PENDING|IN_PROGRESS)$/.test(standing.flight?.status ?? "")
    );
}
