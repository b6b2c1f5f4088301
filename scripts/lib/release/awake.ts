import { AwsRefusal, type Cloud } from "../cloud.ts";
import type { Environment } from "../environment.ts";
import { RELEASE_HOURS, wake } from "../wake.ts";
import type { World } from "../world.ts";

/**
 * Wakes an environment that is to go back, for asleep it has no task that could be healthy. Whoever may not ask whether it
 * sleeps goes back all the same: most never sleep, and who is on call has no time for a right that is missing.
 */
export async function awake(environment: Environment, cloud: Cloud, world: World): Promise<void> {
    try {
        await wake(environment, cloud, RELEASE_HOURS, world);
    } catch (error) {
        if (!(error instanceof AwsRefusal)) throw error;
        world.err(`rollback: whether ${environment.stack} sleeps is not known. ${error.message}`);
    }
}
