import {
    StopServiceDeploymentCommand,
    UpdateServiceCommand,
    type DeploymentConfiguration,
} from "@aws-sdk/client-ecs";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import type { Environment } from "../environment.ts";
import { plain, utc } from "../table.ts";
import type { World } from "../world.ts";
import { announceWayBack } from "./announcement.ts";
import { awake } from "./awake.ts";
import { checkImageIsThere } from "./image.ts";
import { keptRelease } from "./kept.ts";
import { placeOf, type Place } from "./place.ts";
import { protectAgain } from "./protection.ts";
import { readRecord, recordOf, settleRecord, writeRecord } from "./record.ts";
import { isWell, standingOf, type Revision, type Standing } from "./standing.ts";
import { unbegun } from "./unbegun.ts";
import { stageOf, untilOver, untilWell } from "./watch.ts";
import { bringWorkers } from "./workers.ts";
import { AT_ONCE, isAtOnce, wayBack, type WayBack } from "./way-back.ts";

export interface Asked {
    /** A task definition further back. @default what served before */
    to: string | undefined;
    isYes: boolean;
}

interface Scene {
    environment: Environment;
    cloud: Cloud;
    place: Place;
    ask: Asked;
    world: World;
    /** When the command began, in milliseconds. */
    begun: number;
    /** How the service deployed before this run changed that. */
    before?: DeploymentConfiguration;
}

/** Brings back what served before, whatever else is going on, and says from when it serves. */
export async function rollback(
    environment: Environment,
    cloud: Cloud,
    ask: Asked,
    world: World,
): Promise<number> {
    const scene = { environment, cloud, place: placeOf(environment), ask, world, begun: Date.now() };
    return goBack(scene, await standingOf(cloud, scene.place));
}

async function goBack(scene: Scene, standing: Standing): Promise<number> {
    const { cloud, place, world, ask } = scene;
    const way = wayBack(standing, ask.to !== undefined);
    if (way.kind === "redeploy") {
        const isOrderSought = ask.to === undefined && !way.isStuck;
        const order = isOrderSought && (await unbegun(cloud, place, scene.environment, standing));
        if (!order) return redeploy(scene, way, standing.configuration);
        world.err(
            `rollback: ${order.image} was ordered (${order.why}), and ECS has begun no deployment of it: ${way.from.image} serves on, and the order is taken back. A pulumi up that still runs may begin it all the same: npm run status. To go back further, run it again.`,
        );
        return stayed(scene, way.from);
    }
    if (way.kind === "there") {
        world.err(
            `rollback: ${way.to.image} serves, and nothing was deployed since somebody, or ECS itself, went back to it. To go back further: --to <task definition>`,
        );
        return stayed(scene, way.to);
    }
    if (ask.to !== undefined)
        throw new Refusal(
            `A deployment is in flight (${stageOf(way.flight)}); leave --to out, or wait for its end.`,
        );
    if (way.kind === "join")
        world.err(`rollback: ${way.to.image} is being brought back already; waiting for that.`);
    if (way.kind === "stop" && !(await stopped(scene, way)))
        return goBack(scene, await standingOf(cloud, place));
    return followed(scene, way.to);
}

async function stayed(scene: Scene, { taskDefinition }: Revision): Promise<number> {
    await awake(scene.environment, scene.cloud, scene.world);
    return settled(scene, taskDefinition);
}

/** Asks ECS to take the deployment back; false when it has come to its end meanwhile. */
async function stopped({ environment, cloud, ask, world }: Scene, way: WayBack & { kind: "stop" }) {
    const { flight, to } = way;
    world.out(
        `The deployment in flight (${stageOf(flight)}) is stopped, and all requests go to\n${to.image},\nwhich still runs.`,
    );
    await confirmed(environment, ask.isYes, world);
    // Who has said yes to going back has said it to the other way, too, should this one be too late.
    ask.isYes = true;
    const serviceDeploymentArn = flight.serviceDeploymentArn!;
    const question = new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: "ROLLBACK" });
    try {
        await asked("ecs:StopServiceDeployment", cloud.ecs().send(question));
    } catch (error) {
        if (!(error instanceof AwsRefusal) || !/^(Conflict|ServiceDeploymentNotFound)/.test(error.code))
            throw error;
        world.err(`rollback: too late to stop it (${error.code}): it has come to its end.`);
        return false;
    }
    return true;
}

/** Until it is over, and then whether it is what was wanted. */
async function followed(scene: Scene, to: Pick<Revision, "taskDefinition" | "image">): Promise<number> {
    const { cloud, place, world, begun } = scene;
    let isSaid = false;
    const end = await untilOver(cloud, place, "rollback", world, ({ serving }) => {
        if (isSaid || serving?.taskDefinition !== to.taskDefinition) return false;
        isSaid = true;
        const seconds = Math.round((Date.now() - begun) / 1000);
        world.err(
            `rollback: ${to.image} serves 100 % since ${utc(new Date())}, ${seconds} s after the command.`,
        );
        return false;
    });
    if (end.newest.status === "SUCCESSFUL" && end.serving?.taskDefinition !== to.taskDefinition) {
        world.err("rollback: it came to its end before ECS could stop it.");
        return goBack(scene, end);
    }
    return settled(scene, to.taskDefinition);
}

async function redeploy(
    scene: Scene,
    { from, isStuck }: WayBack & { kind: "redeploy" },
    before: DeploymentConfiguration,
): Promise<number> {
    const { environment, cloud, place, ask, world } = scene;
    const kept = await keptRelease(cloud, place, ask.to, from);
    await checkImageIsThere(
        cloud,
        kept.image,
        "It can't run any more: deploy a good image (npm run deploy).",
        world,
    );
    world.out(
        `${from.image}\n${isStuck ? "failed, and still has requests" : "serves, and what served before it has ended"}. Its tasks are started anew, and then all requests go at once to\n${kept.image},\nof ${kept.taskDefinition}.\nNo hook and no alarm is asked.`,
    );
    await confirmed(environment, ask.isYes, world);
    // Only here: a deployment in flight is stopped at once, whatever sleeps.
    await awake(environment, cloud, world);
    await writeRecord(
        cloud,
        place,
        await readRecord(cloud, place),
        recordOf(kept.image, "rollback", environment, cloud),
    );
    await announceWayBack(scene, kept.image, from.image);
    const { cluster, service } = place;
    const question = new UpdateServiceCommand({
        ...{ cluster, service, taskDefinition: kept.taskDefinition },
        deploymentConfiguration: AT_ONCE,
        ...(isStuck && { forceNewDeployment: true }),
    });
    await asked("ecs:UpdateService", cloud.ecs().send(question));
    return followed(isAtOnce(before) ? scene : { ...scene, before }, kept);
}

/** The end of every way: the record says what serves, the service is protected as before, and it is said what is so. */
async function settled(scene: Scene, taskDefinition: string): Promise<number> {
    const { environment, cloud, place, world } = scene;
    const isMeant = (one: Revision) => one.taskDefinition === taskDefinition;
    const standing = await untilWell(cloud, place, isMeant, world);
    const { serving, newest } = standing;
    const isProtected = await protectAgain(cloud, place, standing, scene.before, world);
    if (serving === undefined || !isMeant(serving) || !isWell(serving)) {
        const { healthy = 0, targets = 0 } = serving?.health ?? {};
        const why = newest.statusReason ? ` ECS says: ${plain(newest.statusReason)}` : "";
        world.err(
            `rollback: NOT DONE. ${serving?.image ?? "No revision"} gets all requests, ${healthy} of ${targets} tasks are healthy, and the deployment is ${newest.status}.${why} Next: npm run status -- --stack ${environment.stack}`,
        );
        return 1;
    }
    const { record } = await readRecord(cloud, place);
    if (record?.image !== serving.image)
        await settleRecord(cloud, place, record, recordOf(serving.image, "rollback", environment, cloud));
    world.out(serving.image);
    world.err(
        `rollback: done. It serves 100 %, ${serving.health.healthy} of ${serving.health.targets} tasks healthy, and the next pulumi up keeps it.`,
    );
    world.err(
        `Next, when it is mended: npm run deploy -- --stack ${environment.stack} --image <repository@sha256:…>`,
    );
    return (await bringWorkers(cloud, place, serving.image, world)) && isProtected ? 0 : 1;
}
