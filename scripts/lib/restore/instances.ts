import { paginateDescribeDBInstances, type DBInstance } from "@aws-sdk/client-rds";
import { asked, type Cloud } from "../cloud.ts";

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
