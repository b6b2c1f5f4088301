import { paginateDescribeDBInstances, type DBInstance } from "@aws-sdk/client-rds";
import { asked, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { Environment } from "../environment.ts";

/** Every database of the account in the environment's region, those that are still being made, too. */
export async function instancesOf(cloud: Cloud): Promise<DBInstance[]> {
    const all: DBInstance[] = [];
    const read = async () => {
        for await (const { DBInstances } of paginateDescribeDBInstances({ client: cloud.rds() }, {}))
            all.push(...(DBInstances ?? []));
    };
    await asked("rds:DescribeDBInstances", read());
    return all;
}

/** What RDS lets this one follow; undefined for one that was promoted, or never followed. */
export function sourceOf({ ReadReplicaSourceDBInstanceIdentifier: source }: DBInstance): string | undefined {
    return source === "" ? undefined : source;
}

/** Refuses what can't be done with a generation for as long as it follows a database of another region. */
export async function refuseFollowing(
    { name, stack }: Pick<Environment, "name" | "stack">,
    generation: string,
    cloud: Cloud,
    why: string,
): Promise<void> {
    const all = await instancesOf(cloud);
    const instance = all.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === `${name}-${generation}`);
    const source = instance && sourceOf(instance);
    if (source === undefined) return;
    throw new Refusal(
        `Generation ${generation} follows ${source}: ${why}. First: npm run restore -- --stack ${stack} --promote ${generation}`,
    );
}
