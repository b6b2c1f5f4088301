import type { Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { Place } from "./place.ts";
import { imageOf, pastOf, revisionsOf, serviceOf, taskDefinitionOf, type Revision } from "./standing.ts";

/** What is deployed again: a task definition that has served. */
interface Kept {
    taskDefinition: string;
    image: string;
}

/** The task definition that served before: of the last deployment that was successful and had another one. */
export async function keptRelease(
    cloud: Cloud,
    place: Place,
    to: string | undefined,
    from: Revision,
): Promise<Kept> {
    const service = await serviceOf(cloud, place);
    const wanted = to ?? (await lastGood(cloud, place, from.taskDefinition));
    if (wanted === undefined)
        throw new Refusal(
            `There is nothing to go back to: within the 90 days that ECS remembers, no other task definition than ${from.taskDefinition} was deployed with success. Deploy a good image: npm run deploy`,
        );
    const found = await taskDefinitionOf(cloud, wanted);
    // By a name, such as that of a status, ECS finds it, too; what serves is known by the ARN.
    const { taskDefinitionArn: taskDefinition = wanted } = found;
    const container = service.loadBalancers?.[0]?.containerName;
    if (!found.containerDefinitions?.some(({ name }) => name === container))
        throw new Refusal(
            `${taskDefinition} has no container ${container}, which answers requests; use one that npm run releases names. Nothing was changed.`,
        );
    if (found.status !== "ACTIVE")
        throw new Refusal(
            `${taskDefinition} is ${found.status}: somebody has deregistered it, and it can't run again. Deploy its image anew: npm run deploy -- --image ${imageOf(found, service)}`,
        );
    return { taskDefinition, image: imageOf(found, service) };
}

async function lastGood(cloud: Cloud, place: Place, except: string): Promise<string | undefined> {
    for await (const one of deployedBefore(cloud, place)) if (one !== except) return one;
    return undefined;
}

/** The task definitions that a service's last deployments brought with success, the newest first. */
export async function* deployedBefore(
    cloud: Cloud,
    own: Pick<Place, "cluster" | "service">,
): AsyncGenerator<string> {
    const past = (await pastOf(cloud, own, 100)).filter(({ status }) => status === "SUCCESSFUL");
    for (let at = 0; at < past.length; at += 20) {
        const arns = past.slice(at, at + 20).map((one) => one.targetServiceRevisionArn);
        const revisions = await revisionsOf(cloud, arns);
        for (const arn of arns) {
            const found = revisions.find((one) => one.serviceRevisionArn === arn)?.taskDefinition;
            if (found !== undefined) yield found;
        }
    }
}
