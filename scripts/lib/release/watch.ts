import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { AwsRefusal, type Cloud } from "../cloud.ts";
import { span } from "../table.ts";
import type { World } from "../world.ts";
import type { Place } from "./place.ts";
import { isWell, standingOf, type Revision, type Standing } from "./standing.ts";

/** Short, because a rollback's seconds count; ECS lets a caller describe some 20 times a second. */
const SECONDS_BETWEEN_LOOKS = 2;

/** A deployment in words: what it is doing, and who gets what meanwhile. */
export function stageOf({ status, lifecycleStage }: ServiceDeployment): string {
    const doing: string = (status === "IN_PROGRESS" ? lifecycleStage : undefined) ?? status ?? "?";
    return doing.toLowerCase().replaceAll("_", " ");
}

/** Seconds that a watch outlasts what passes by itself. What it watches goes on meanwhile, and may have to be stopped. */
const OUTLASTS = 900;

async function looked(cloud: Cloud, place: Place, name: string, world: World): Promise<Standing> {
    for (let waited = 0; ; waited += 15) {
        try {
            return await standingOf(cloud, place);
        } catch (error) {
            if (!(error instanceof AwsRefusal) || !error.isPassing || waited >= OUTLASTS) throw error;
            if (waited === 0)
                world.err(
                    `${name}: ECS can't be asked (${error.code}). What it has begun goes on, and so does the watch, for ${span(OUTLASTS * 1000)}.`,
                );
            await world.pause(15);
        }
    }
}

const tagOf = ({ image }: Revision) => image.replace(/^.*\/([^/]+)@sha256:([0-9a-f]{12}).*$/, "$1@$2");

/** Looks until no deployment is in flight, and says each change once. `seen` may look, too, and end the watch by `true`. */
export async function untilOver(
    cloud: Cloud,
    place: Place,
    name: string,
    world: World,
    seen: (standing: Standing, waited: number) => Promise<boolean> | boolean = () => false,
): Promise<Standing> {
    let said = "";
    for (let waited = 0; ; waited += SECONDS_BETWEEN_LOOKS) {
        const standing = await looked(cloud, place, name, world);
        const shares = standing.revisions.map((one) => `${tagOf(one)} ${one.share} %`).join(", ");
        const now = `${name}: ${stageOf(standing.newest)}: ${shares}`;
        if (now !== said) world.err(now);
        said = now;
        if ((await seen(standing, waited)) || !standing.flight) return standing;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

/** Its targets may take some checks until they are well; what is not so within two minutes is not well. */
export async function untilWell(
    cloud: Cloud,
    place: Place,
    isMeant: (revision: Revision) => boolean,
    world: World,
): Promise<Standing> {
    for (let waited = 0; ; waited += 5) {
        const standing = await standingOf(cloud, place);
        const { serving, flight } = standing;
        const isGood = serving !== undefined && isMeant(serving) && isWell(serving);
        // What is wrong otherwise gets no better by waiting.
        const isHopeless = !serving || !isMeant(serving) || flight !== undefined;
        if (isGood || isHopeless || waited >= 120) return standing;
        await world.pause(5);
    }
}
