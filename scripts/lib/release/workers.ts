import { UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { asked, type Cloud } from "../cloud.ts";
import { plain } from "../table.ts";
import type { World } from "../world.ts";
import { deployedBefore } from "./kept.ts";
import type { Place } from "./place.ts";
import { deploymentsOf, pastOf, revisionsOf, serviceOf, taskDefinitionOf, workingOf } from "./standing.ts";

/** What the workers' service runs, or is on its way to. */
export interface Workers {
    service: string;
    images: string[];
    isMoving: boolean;
}

/** Seconds between two looks: what workers have in hand keeps them for longer. */
const SECONDS_BETWEEN_LOOKS = 5;

/** Undefined where the environment has none. */
export async function workersOf(cloud: Cloud, place: Place): Promise<Workers | undefined> {
    const { cluster, workers: service } = place;
    if (service === undefined) return undefined;
    const { taskDefinition = "", deployments = [] } = await serviceOf(cloud, { cluster, service });
    const isMoving = deployments.some(({ rolloutState }) => rolloutState === "IN_PROGRESS");
    return { service, images: await imagesOf(cloud, taskDefinition), isMoving };
}

/**
 * Brings the workers to the version that serves, by the task definition that they had then. ECS replaces them one by one,
 * and each ends what it has in hand. True when they run it, or there are none.
 */
export async function bringWorkers(
    cloud: Cloud,
    place: Place,
    image: string,
    world: World,
): Promise<boolean> {
    const workers = await workersOf(cloud, place);
    if (workers === undefined || (workers.images.includes(image) && !workers.isMoving)) return true;
    const own = { cluster: place.cluster, service: workers.service };
    if (!workers.images.includes(image)) {
        const taskDefinition = await formerOf(cloud, own, image);
        if (taskDefinition === undefined) {
            world.err(
                `rollback: THE WORKERS ARE NOT BACK. They run ${workers.images.join(", ")}, and ECS remembers none of ${image}: pulumi up makes them.`,
            );
            return false;
        }
        world.err("rollback: the workers go back, too, each when it has ended what it has in hand.");
        await asked(
            "ecs:UpdateService",
            cloud.ecs().send(new UpdateServiceCommand({ ...own, taskDefinition })),
        );
    }
    return until(cloud, own, image, world);
}

async function until(
    cloud: Cloud,
    own: { cluster: string; service: string },
    image: string,
    world: World,
): Promise<boolean> {
    for (;;) {
        const [last] = await pastOf(cloud, own, 1);
        const [newest] = await deploymentsOf(cloud, [last?.serviceDeploymentArn ?? ""]);
        const [revision] = await revisionsOf(cloud, [newest?.targetServiceRevision?.arn]);
        const isMeant = (await imagesOf(cloud, revision?.taskDefinition ?? "")).includes(image);
        if (isMeant && newest?.status === "SUCCESSFUL") {
            world.err(`rollback: the workers run ${image} again.`);
            return true;
        }
        if (!isMeant || !/^(PENDING|IN_PROGRESS)$/.test(newest?.status ?? "")) {
            world.err(
                `rollback: THE WORKERS ARE NOT BACK. Their newest deployment is ${newest?.status}. ${plain(newest?.statusReason ?? "")} Look at docs/runbooks/jobs.md, and run it again.`,
            );
            return false;
        }
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

/** The newest task definition of an image that the workers have run. */
async function formerOf(cloud: Cloud, own: { cluster: string; service: string }, image: string) {
    for await (const taskDefinition of deployedBefore(cloud, own))
        if ((await imagesOf(cloud, taskDefinition)).includes(image)) return taskDefinition;
    return undefined;
}

async function imagesOf(cloud: Cloud, taskDefinition: string): Promise<string[]> {
    return workingOf(await taskDefinitionOf(cloud, taskDefinition)).flatMap(({ image }) => image ?? []);
}
