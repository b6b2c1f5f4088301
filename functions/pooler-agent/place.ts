import { readFileSync } from "node:fs";
import { Variables } from "../environment/variables.ts";
import { LEASE_SECONDS, type Generation } from "../switch/record.ts";

/** What the pooler's task is told. */
export interface Place {
    table: string;
    deployed: Generation;
    database: string;
    /** The database by its other name, for reads that may be some seconds old; and the replica that the start script took. */
    reader: { database: string; host: string | undefined };
    login: { user: string; password: string };
    /** Where PgBouncer's settings and its socket are: in memory, for this user alone. */
    folder: string;
    /** What the metrics' namespace ends with. */
    prefix: string;
    /** PEM of who may sign for a database. */
    ca: string;
    leaseSeconds: number;
}

export function placeFrom(env: NodeJS.ProcessEnv): Place {
    const told = new Variables(env);
    const place = {
        table: told.text("SWITCH_TABLE"),
        deployed: {
            instance: told.text("DATABASE_INSTANCE"),
            host: told.text("DATABASE_HOST"),
            port: told.whole("DATABASE_PORT", 65535),
        },
        database: told.text("DATABASE_NAME"),
        reader: {
            database: told.text("DATABASE_READER_NAME"),
            host: env.DATABASE_READER_HOSTS,
        },
        login: { user: told.text("LOOKUP_USER"), password: told.text("LOOKUP_PASSWORD") },
        folder: told.text("PGBOUNCER_FOLDER"),
        prefix: told.text("ENVIRONMENT"),
        // Shorter than a deployment's in tests, which wait for it.
        leaseSeconds: Number(env.LEASE_SECONDS ?? LEASE_SECONDS),
    };
    return { ...told.checked(place), ca: readFileSync(env.CA_FILE ?? "/etc/ssl/rds.pem", "utf8") };
}

/** The last part of the task's ARN: how ECS's own lists name it (its Developer Guide, "Task metadata endpoint v4"). */
export async function taskOf(env: NodeJS.ProcessEnv): Promise<string> {
    if (env.TASK_ID) return env.TASK_ID;
    const about = env.ECS_CONTAINER_METADATA_URI_V4;
    if (!about) throw new Error("ECS_CONTAINER_METADATA_URI_V4 is not set; outside of ECS use TASK_ID.");
    const answer = await fetch(`${about}/task`, { signal: AbortSignal.timeout(5000) });
    const { TaskARN = "" } = (await answer.json()) as { TaskARN?: string };
    const task = TaskARN.split("/").at(-1);
    if (!task) throw new Error(`The task's metadata has no TaskARN: ${about}/task`);
    return task;
}
