import { StopServiceDeploymentCommand, type ServiceDeployment } from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import type { Environment } from "../environment.ts";
import { preview, rehearse, Stopped, takesAway, up, upFailed, type Change } from "../stack-update.ts";
import { span } from "../table.ts";
import type { Ran, World } from "../world.ts";
import { announce } from "./announcement.ts";
import { blame } from "./blame.ts";
import { placeOf, type Place } from "./place.ts";
import { isGoingTo, readyFor } from "./ready.ts";
import { readRecord, recordOf, settleRecord, writeRecord, type ReleaseRecord } from "./record.ts";
import { isWell, standingOf, type Standing } from "./standing.ts";
import { untilOver, untilWell } from "./watch.ts";
import { sharesOf } from "./way-back.ts";

export interface Asked {
    image: string;
    /** For the record. @default "deploy" */
    why?: ReleaseRecord["why"];
    /** Why it is deployed though a rollback alarm is red. */
    fixForward: string | undefined;
    /** Why it is deployed though no other environment has proven it. */
    skipPromotion?: string | undefined;
    isYes: boolean;
    isDespiteFaults: boolean;
}

interface Scene {
    environment: Environment;
    cloud: Cloud;
    place: Place;
    ask: Asked;
    world: World;
    /** That new tasks get until they are healthy: a crash loop would go on for hours. */
    scaleUpSeconds: number;
    /** An earlier run has ordered it, and was stopped: what it has started may still be on its way. */
    isResumed?: boolean;
}

/** Seconds in which new tasks should be healthy; twice what Fargate takes for a big image. Not measured against AWS. */
export const SCALES_UP_WITHIN = 900;

/** A release replaces task definitions, and takes nothing else away. */
const isMeant = (change: Change) =>
    !takesAway(change) ||
    (change.type === "aws:ecs/taskDefinition:TaskDefinition" && /replace/.test(change.op));

/** Releases an image and says by ECS, whatever Pulumi says, whether it serves. */
export async function release(
    environment: Environment,
    cloud: Cloud,
    ask: Asked,
    world: World,
    scaleUpSeconds: number,
): Promise<number> {
    const { stack } = environment;
    const scene = { environment, cloud, place: placeOf(environment), ask, world, scaleUpSeconds };
    const { image, fixForward } = ask;
    const standing = await readyFor(cloud, scene.place, { stack, image, fixForward }, world);
    const isJoining = standing.flight !== undefined;
    world.out(`${isJoining ? "Is being released to" : "Is released to"} ${stack}:\n${image}`);
    world.out(`Serves now: ${sharesOf(standing.revisions.filter(({ share }) => share > 0))}`);
    await confirmed(environment, ask.isYes, world);
    if (isJoining) {
        world.err("deploy: it is on its way already; waiting for its end.");
        const end = await followed(scene, Promise.resolve({ code: 0, output: "" }));
        if (end.serving?.image !== image)
            return judged(scene, 0, standing.newest, (await kept(scene)).record);
    }
    await rehearse(stack, ask.isDespiteFaults, "deploy", world);
    const before = await kept(scene);
    const reason = [fixForward, ask.skipPromotion].filter((one) => one !== undefined).join("; ") || undefined;
    const record = recordOf(image, ask.why ?? "deploy", environment, cloud, reason);
    const isResumed = before.record?.image === image && before.record.over === record.over;
    const own = isResumed && !reason ? before : await writeRecord(cloud, scene.place, before, record);
    Object.assign(scene, { isResumed });
    try {
        await preview(stack, isMeant, "deploy", world);
        if (fixForward !== undefined)
            await announce(cloud, scene.place, { image, why: "fix-forward", reason: fixForward });
    } catch (error) {
        if (error instanceof Stopped || error instanceof Refusal)
            await putBack(scene, await standingOf(cloud, scene.place), own.record, false);
        throw error;
    }
    const upping = up(stack, "deploy", world);
    await followed(scene, upping);
    return judged(scene, (await upping).code, standing.newest, own.record);
}

const kept = ({ cloud, place }: Scene) => readRecord(cloud, place);

/** Watches what ECS does while Pulumi waits, until both have come to an end. What does not come up is stopped. */
async function followed(scene: Scene, upping: Promise<Ran>): Promise<Standing> {
    const { cloud, place, ask, world, scaleUpSeconds } = scene;
    let isUp = false;
    const ended = upping.finally(() => (isUp = true));
    // Who waits for Pulumi hears of what it threw.
    ended.catch(() => undefined);
    let since: number | undefined;
    for (;;) {
        const standing = await untilOver(cloud, place, "deploy", world, async (now, waited) => {
            const { flight } = now;
            const isScaling = flight?.lifecycleStage === "SCALE_UP" && isGoingTo(now, ask.image);
            if (!isScaling) since = undefined;
            else if (since === undefined) since = waited;
            else if (waited - since >= scaleUpSeconds) await stopped(scene, flight);
            return false;
        });
        if (isUp) return standing;
        // Pulumi has not begun its deployment yet, or is busy with the rest.
        await Promise.race([ended.catch(() => undefined), world.pause(5)]);
    }
}

async function stopped(
    { cloud, world, scaleUpSeconds }: Scene,
    { serviceDeploymentArn }: ServiceDeployment,
): Promise<void> {
    world.err(
        `deploy: no healthy tasks within ${span(scaleUpSeconds * 1000)}: it is stopped, and what served goes on.`,
    );
    const question = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" });
    await asked("ecs:StopServiceDeployment", cloud.ecs().send(question)).catch((error: unknown) => {
        // It has come to an end by itself, which the next look tells.
        if (!(error instanceof AwsRefusal) || error.code !== "ConflictException") throw error;
    });
}

/** What serves decides; and Pulumi has to be through, too, or the rest of the program is half deployed. */
async function judged(
    scene: Scene,
    upCode: number,
    before: ServiceDeployment,
    own: ReleaseRecord | undefined,
): Promise<number> {
    const { environment, cloud, place, ask, world } = scene;
    const standing = await untilWell(cloud, place, ({ image }) => image === ask.image, world);
    const { serving, newest } = standing;
    const isServing = serving?.image === ask.image && isWell(serving) && standing.flight === undefined;
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
    world.err(
        `deploy: NOT RELEASED. What serves: ${sharesOf(standing.revisions.filter(({ share }) => share > 0))}`,
    );
    const isOurs = standing.revisions.some(
        ({ arn, image }) => arn === newest.targetServiceRevision?.arn && image === ask.image,
    );
    if (isOurs) for (const line of await blame(cloud, place, newest)) world.err(line);
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

/** The record says what serves again, so that the next `pulumi up` doesn't try once more what has failed. */
async function putBack(
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
