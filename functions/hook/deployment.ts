import { DescribeServiceDeploymentsCommand, type ECSClient } from "@aws-sdk/client-ecs";

/** The SDK waits up to 15.5 s in all between six tries of one call that is throttled. */
export const patience = { maxAttempts: 6, retryMode: "standard" };

/** A deployment as ECS knows it, and when it began. Throws where ECS does not tell: of that, nothing may be said. */
export async function deploymentOf(ecs: ECSClient, arn: string) {
    const asked = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
    const found = (await ecs.send(asked)).serviceDeployments?.[0];
    const startedAt = found?.startedAt ?? found?.createdAt;
    if (found === undefined || startedAt === undefined)
        throw new Error(`ECS does not tell of ${arn}, or not when it began.`);
    return { ...found, startedAt };
}
