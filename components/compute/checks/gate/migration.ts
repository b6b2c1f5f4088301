import * as pulumi from "@pulumi/pulumi";
import { container } from "../../../parts/container.ts";
import { fargateTask } from "../../../parts/fargate-task.ts";
import { toFetch, type BuiltImage } from "../../../parts/image.ts";
import type { Account } from "../../../parts/rights.ts";

export interface MigrationArgs extends Account {
    /** Name of all revisions in the account. */
    family: string;
    /** The one that is released, and what it was built for. */
    image: string | BuiltImage;
    cpuArchitecture: "X86_64" | "ARM64";
    /** The command that migrates, and ends. */
    command: string[];
    /** Who it is in the database, in the form of AWS's own database secrets. */
    login: Login;
    database: { place: { port: number } };
    logGroupName: pulumi.Input<string>;
}

interface Login {
    arn: pulumi.Input<string>;
    value: pulumi.Resource;
    toRead: Parameters<typeof fargateTask>[2]["toStart"];
}

export const containerName = "migrate";
/** The database itself, for a pooler by transaction would lose the lock that keeps two migrations apart. */
const variables = { PGHOST: "host", PGDATABASE: "dbname", PGUSER: "username", PGPASSWORD: "password" };

/** The task that brings the schema up to date, and ends: the application's own image, with another login and no rights. */
export function migration(parent: pulumi.Resource, name: string, args: MigrationArgs) {
    const { image, login } = args;
    return fargateTask(parent, name, {
        ...args,
        // The database does the work.
        ...{ cpu: 512, memory: 1024 },
        container: migrating(args),
        toStart: [...login.toRead, ...toFetch(image)],
        toRun: [],
        waits: [login.value, ...(typeof image === "string" ? [] : [image.pushed])],
    });
}

function migrating({ image, command, login, database, ...args }: MigrationArgs) {
    return {
        ...container({
            ...args,
            ...{ name: containerName, user: "10001:10001" },
            image: typeof image === "string" ? image : image.uri,
            environment: { PGPORT: String(database.place.port), PGSSLMODE: "verify-full" },
            // What it has begun is undone by its end.
            stopSeconds: 30,
            logMode: "blocking",
        }),
        command,
        secrets: Object.entries(variables).map(([variable, key]) => ({
            name: variable,
            valueFrom: pulumi.interpolate`${login.arn}:${key}::`,
        })),
    };
}
