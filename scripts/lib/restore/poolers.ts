import { Refusal } from "../command.ts";
import { outputOf, type Environment } from "../environment.ts";
import { plain } from "../table.ts";
import type { World } from "../world.ts";

/**
 * Refuses while ECS is deploying the poolers: then tasks come and go, and a switch would wait for those that are gone.
 * By the AWS CLI, as the functions are called.
 */
export async function refuseDeploying(environment: Environment, region: string, world: World): Promise<void> {
    const [cluster, service] = ["clusterName", "poolerServiceName"].map((name) =>
        outputOf(environment, name),
    );
    const where = ["--region", region, "--cluster", cluster!, "--services", service!];
    const asked = ["--query", "services[0].deployments[].rolloutState", "--output", "json"];
    const ran = await world.run("aws", ["ecs", "describe-services", ...where, ...asked], { cwd: world.cwd });
    if (ran.code === 127) throw new Refusal("There is no aws on PATH; install the AWS CLI.");
    if (ran.code !== 0) throw new Refusal(`The poolers can't be looked at: ${plain(ran.output)}`);
    const states = statesIn(ran.output);
    if (states.length === 1 && states[0] === "COMPLETED") return;
    throw new Refusal(
        `ECS is deploying the poolers (${states.join(", ") || plain(ran.output)}); wait until \`aws ecs wait services-stable --cluster ${cluster} --services ${service}\` ends, and run the same command.`,
    );
}

function statesIn(output: string): string[] {
    try {
        const states: unknown = JSON.parse(output);
        return Array.isArray(states) ? states.map(String) : [];
    } catch {
        return [];
    }
}
