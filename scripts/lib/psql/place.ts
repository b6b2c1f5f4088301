import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { asked, type Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";

export type Mode = "read" | "write";

/** Where consoles of an environment are started. */
export interface Consoles extends Record<Mode, string> {
    cluster: string;
    subnetIds: string[];
    securityGroupIds: string[];
}

/** A generation of the database, as a console is told. */
export interface Database {
    generation: string;
    instance: string;
    host: string;
    port: number;
}

export function consolesOf(environment: Environment): Consoles {
    const { read, write, subnetIds, securityGroupIds } = mapOutputOf(environment, "databaseConsoles");
    const cluster = outputOf(environment, "clusterName");
    if (!read || !write || !subnetIds || !securityGroupIds)
        throw new Refusal(
            `The output databaseConsoles of ${environment.stack} is not whole; deploy it with this version of the program.`,
        );
    const lists = { subnetIds: subnetIds.split(","), securityGroupIds: securityGroupIds.split(",") };
    return { cluster, read, write, ...lists };
}

/** The generation that is asked for, or the one that serves, where it can be reached. */
export async function databaseOf(
    environment: Environment,
    cloud: Cloud,
    asks: string | undefined,
): Promise<Database> {
    const all = mapOutputOf(environment, "databaseGenerations");
    const active = outputOf(environment, "databaseInstance");
    const generation = asks ?? Object.keys(all).find((name) => all[name] === active);
    const instance = all[generation ?? ""];
    if (generation === undefined || instance === undefined)
        throw new Misuse(`--generation is ${generation}; use ${Object.keys(all).join(" or ")}.`);
    const question = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance });
    const { DBInstances = [] } = await asked("rds:DescribeDBInstances", cloud.rds().send(question));
    const { DBInstanceStatus: status = "unknown", Endpoint } = DBInstances[0] ?? {};
    const { Address: host, Port: port } = Endpoint ?? {};
    if (!host || !port)
        throw new Refusal(
            `The database ${instance} is ${status} and has no address yet; wait until it has one.`,
        );
    return { generation, instance, host, port };
}
