import { UpdateServiceCommand, type DeploymentConfiguration } from "@aws-sdk/client-ecs";
import { asked, type Cloud } from "../cloud.ts";
import type { World } from "../world.ts";
import type { Place } from "./place.ts";
import { deploymentsOf, pastOf, type Standing } from "./standing.ts";
import { isAtOnce } from "./way-back.ts";

/** Deployments to look through for what the service had before a rollback. */
const PAST = 60;

/**
 * Gives the service back the strategy, hooks and alarms that it had before a rollback; where an earlier run took them and
 * was killed, those of the newest deployment that no rollback has made: ECS keeps them with each. The next `pulumi up` would
 * not: without a refresh it believes that they are there. A change of these starts no deployment (the service model's words
 * on UpdateService). False when there is nothing to give back.
 */
export async function protectAgain(
    cloud: Cloud,
    place: Place,
    standing: Standing,
    before: DeploymentConfiguration | undefined,
    world: World,
): Promise<boolean> {
    if (!isAtOnce(standing.configuration)) return true;
    const deploymentConfiguration = before ?? (await remembered(cloud, place));
    if (!deploymentConfiguration) {
        world.err(
            "The service has no hooks and no alarms, and no deployment that ECS remembers had any: pulumi up --refresh brings back what the program says.",
        );
        return false;
    }
    const { cluster, service } = place;
    const question = new UpdateServiceCommand({ cluster, service, deploymentConfiguration });
    await asked("ecs:UpdateService", cloud.ecs().send(question));
    world.err("The service has its strategy, hooks and alarms again.");
    return true;
}

async function remembered(cloud: Cloud, place: Place): Promise<DeploymentConfiguration | undefined> {
    const arns = (await pastOf(cloud, place, PAST)).flatMap((one) => one.serviceDeploymentArn ?? []);
    const all = (await deploymentsOf(cloud, arns)).map((one) => one.deploymentConfiguration);
    return all.find((one) => one !== undefined && !isAtOnce(one));
}
