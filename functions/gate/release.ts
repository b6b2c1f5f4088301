import { DescribeServiceRevisionsCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { deploymentOf } from "../hook/deployment.ts";
import type { World } from "./world.ts";

/** What a deployment brings, as ECS tells. */
export interface Release {
    /** The image that comes in. */
    image: string;
    /** The image that all users have; none at the first deployment. */
    serving: string | undefined;
    startedAt: Date;
}

/** Throws where ECS does not tell: of a release that nobody knows, nothing may be said. */
export async function releaseOf(world: World): Promise<Release> {
    const { ecs, deployment, revision } = world;
    const found = await deploymentOf(ecs, deployment);
    if (!/^(PENDING|IN_PROGRESS)$/.test(found.status ?? ""))
        throw new Error(`The deployment is ${found.status}: there is nothing to let in.`);
    // Others may be there that somebody has begun, and stopped before they were migrated.
    const serving = found.sourceServiceRevisions?.find((one) => one.requestedProductionTrafficWeight === 100);
    return {
        image: await imageOfRevision(world, revision),
        serving: serving?.arn === undefined ? undefined : await imageOfRevision(world, serving.arn),
        startedAt: found.startedAt,
    };
}

async function imageOfRevision(world: World, arn: string): Promise<string> {
    const asked = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
    const [found] = (await world.ecs.send(asked)).serviceRevisions ?? [];
    if (found?.taskDefinition === undefined) throw new Error(`ECS does not tell of ${arn}.`);
    return imageOf(world, found.taskDefinition, world.container);
}

/** The image of one container of a task definition. */
export async function imageOf(
    { ecs }: Pick<World, "ecs">,
    taskDefinition: string,
    container: string,
): Promise<string> {
    const found = (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition;
    const image = found?.containerDefinitions?.find(({ name }) => name === container)?.image;
    if (image === undefined) throw new Error(`${taskDefinition} has no container ${container}.`);
    return image;
}
