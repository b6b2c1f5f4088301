import type { RestoreJobsListMember } from "@aws-sdk/client-backup";
import type { Cloud } from "../cloud.ts";
import { mapOutputOf, type Environment } from "../environment.ts";
import { newestFirst, type Point } from "./point.ts";
import { rdsPoints } from "./rds.ts";
import { restoreJobs } from "./restore-jobs.ts";
import { vaultPoints } from "./vaults.ts";

/** Everything that an environment can be restored from, and the restores that have been done. */
export async function allPoints(
    environment: Environment,
    cloud: Cloud,
): Promise<{ points: Point[]; jobs: RestoreJobsListMember[] }> {
    const vaults = mapOutputOf(environment, "backupVaults");
    const [rds, jobs] = await Promise.all([rdsPoints(environment.name, cloud), restoreJobs(cloud)]);
    const kept = await vaultPoints(environment.name, vaults, cloud, jobs);
    return { points: newestFirst([...rds, ...kept]), jobs };
}
