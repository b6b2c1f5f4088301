import type { RestoreJobsListMember } from "@aws-sdk/client-backup";
import { AwsRefusal, type Cloud } from "../cloud.ts";
import { mapOutputOf, type Environment } from "../environment.ts";
import { newestFirst, type Point } from "./point.ts";
import { rdsPoints } from "./rds.ts";
import { restoreJobs } from "./restore-jobs.ts";
import { vaultPoints } from "./vaults.ts";

interface Found {
    points: Point[];
    /** The restores that have been done. */
    jobs: RestoreJobsListMember[];
    /** Why another region could not be asked; empty when all could. */
    unasked: string[];
}

/** Everything that an environment can be restored from. Another region that is down holds nothing up: it is said. */
export async function allPoints(environment: Environment, cloud: Cloud): Promise<Found> {
    const vaults = Object.entries(mapOutputOf(environment, "backupVaults"));
    const [rds, jobs] = await Promise.all([rdsPoints(environment.name, cloud), restoreJobs(cloud)]);
    const unasked: string[] = [];
    const kept = await Promise.all(
        vaults.map(async ([region, vault]) => {
            try {
                return await vaultPoints(environment.name, { region, vault }, cloud, jobs);
            } catch (error) {
                if (region === cloud.region || !(error instanceof AwsRefusal)) throw error;
                unasked.push(`The vault ${vault} in ${region} could not be asked. ${error.message}`);
                return [];
            }
        }),
    );
    return { points: newestFirst([...rds, ...kept.flat()]), jobs, unasked };
}
