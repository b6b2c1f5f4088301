import { StopServiceDeploymentCommand, type ServiceDeployment } from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import type { Environment } from "../environment.ts";
import { preview, rehearse, Stopped, takesAway, up, type Change } from "../stack-update.ts";
import { span } from "../table.ts";
import { RELEASE_HOURS, sleepOf, wake } from "../wake.ts";
import type { Ran, World } from "../world.ts";
import { announce } from "./announcement.ts";
import { placeOf } from "./place.ts";
import { isGoingTo, readyFor } from "./ready.ts";
import { readRecord, recordOf, writeRecord } from "./record.ts";
import type { Asked, Scene } from "./scene.ts";
import { standingOf, type Standing } from "./standing.ts";
import { hasTakenOver, judged, putBack } from "./verdict.ts";
import { untilOver } from "./watch.ts";
import { sharesOf } from "./way-back.ts";

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
    const ready = () => readyFor(cloud, scene.place, { stack, image, fixForward }, world);
    let standing = await ready();
    world.out(`${standing.flight ? "Is being released to" : "Is released to"} ${stack}:\n${image}`);
    world.out(`Serves now: ${sharesOf(standing.revisions.filter(({ share }) => share > 0))}`);
    await confirmed(environment, ask.isYes, world);
    const hasSlept = (await sleepOf(cloud, environment.name)) !== undefined;
    await wake(environment, cloud, RELEASE_HOURS, world);
    // Asleep no alarm had anything to look at.
    if (hasSlept) standing = await ready();
    if (standing.flight) {
        world.err("deploy: it is on its way already; waiting for its end.");
        const end = await followed(scene, Promise.resolve({ code: 0, output: "" }));
        if (!hasTakenOver(end, image)) return judged(scene, 0, standing.newest, (await kept(scene)).record);
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
        // It has come to an end by itself, which the next look tells; or that one asks again.
        const isOver = error instanceof AwsRefusal && error.code === "ConflictException";
        if (!isOver && !(error instanceof AwsRefusal && error.isPassing)) throw error;
    });
}
