import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import type { Cloud } from "../cloud.ts";
import { upFailed } from "../stack-update.ts";
import { blame } from "./blame.ts";
import type { Place } from "./place.ts";
import { recordOf, settleRecord, type ReleaseRecord } from "./record.ts";
import type { Scene } from "./scene.ts";
import { isWell, targetOf, type Standing } from "./standing.ts";
import { untilWell } from "./watch.ts";
import { sharesOf } from "./way-back.ts";
import { workersOf } from "./workers.ts";

/**
 * Whether an image serves all requests, by the newest deployment where that was to bring it: one that ECS has taken back
 * may have had other settings of the very image that serves.
 */
export function hasTakenOver(standing: Standing, image: string): boolean {
    const { serving, newest } = standing;
    const target = targetOf(standing);
    const isTakenBack = target?.image === image && (newest.status !== "SUCCESSFUL" || serving !== target);
    return serving?.image === image && !isTakenBack;
}

/** What serves decides; and Pulumi has to be through, too, or the rest of the program is half deployed. */
export async function judged(
    scene: Scene,
    upCode: number,
    before: ServiceDeployment,
    own: ReleaseRecord | undefined,
): Promise<number> {
    const { environment, cloud, place, ask, world } = scene;
    const standing = await untilWell(cloud, place, ({ image }) => image === ask.image, world);
    const { serving, newest } = standing;
    const isHealthy = serving !== undefined && isWell(serving) && standing.flight === undefined;
    const isServing = isHealthy && hasTakenOver(standing, ask.image);
    const left = isServing && upCode === 0 ? await workersLeft(cloud, place, ask.image) : undefined;
    if (left !== undefined) {
        world.err(`deploy: it serves 100 % and is healthy, and ${left}`);
        return 1;
    }
    if (isServing && upCode === 0) {
        world.out(ask.image);
        const { healthy, targets } = serving.health;
        world.err(`deploy: done. It serves 100 %, ${healthy} of ${targets} tasks healthy.`);
        world.err(`Next: npm run status -- --stack ${environment.stack}`);
        return 0;
    }
    if (isServing) {
        world.err(`deploy: it serves 100 % and is healthy, and ${upFailed(upCode)}`);
        return 1;
    }
    const serves = standing.revisions.filter(({ share }) => share > 0);
    const shown = serves.map(
        (one) => `${sharesOf([one])}, ${one.health.healthy} of ${one.health.targets} tasks healthy`,
    );
    world.err(`deploy: NOT RELEASED. What serves: ${shown.join("; ") || sharesOf([])}`);
    if (targetOf(standing)?.image === ask.image)
        for (const line of await blame(cloud, place, newest)) world.err(line);
    else if (newest.serviceDeploymentArn === before.serviceDeploymentArn)
        world.err(
            `ECS has begun no deployment of it. ${upCode === 0 ? "pulumi up succeeded all the same." : upFailed(upCode)}`,
        );
    else
        world.err(
            `The newest deployment is of another image, and ${newest.status}: somebody else has deployed.`,
        );
    await putBack(scene, standing, own, newest.serviceDeploymentArn !== before.serviceDeploymentArn);
    world.err(`Next: npm run status -- --stack ${environment.stack}`);
    return 1;
}

/** In words, that the workers are at another version than what serves: Pulumi may have missed that ECS took them back. */
async function workersLeft(cloud: Cloud, place: Place, image: string): Promise<string | undefined> {
    const workers = await workersOf(cloud, place);
    if (!workers || workers.images.includes(image)) return undefined;
    return `the workers run ${workers.images.join(", ")}: look at docs/runbooks/jobs.md, and bring them along: pulumi up --refresh`;
}

/** The record says what serves again, so that the next `pulumi up` doesn't try once more what has failed. */
export async function putBack(
    scene: Scene,
    { serving }: Standing,
    own: ReleaseRecord | undefined,
    hasBegun: boolean,
): Promise<void> {
    const { environment, cloud, place, world } = scene;
    if (serving === undefined || serving.image === own?.image) return;
    if (scene.isResumed && !hasBegun)
        return world.err(
            `deploy: an earlier run has ordered it, and its pulumi up may still be on its way: ${place.parameter} names it on. When that is over, run the same command again; to take the order back: npm run rollback -- --stack ${environment.stack}`,
        );
    const isPut = await settleRecord(
        cloud,
        place,
        own,
        recordOf(serving.image, "rollback", environment, cloud),
    );
    world.err(
        isPut
            ? `deploy: ${place.parameter} says again what serves, and the next pulumi up keeps it.`
            : `deploy: somebody else has written ${place.parameter} meanwhile; it stays as it is.`,
    );
}
