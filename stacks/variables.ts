import type * as pulumi from "@pulumi/pulumi";

/** Everything that writes logs has a group of its own. */
export const logPurposes = ["flows", "exec", "app", "roles"] as const;

interface Parts<Secret> {
    /** How to connect to the database, as AWS's own database secrets spell it. */
    database: Secret;
    cache: Secret;
    /** How many connections to the database a task may keep. */
    connectionsPerTask: number;
    jobs: { url: pulumi.Input<string> };
    events: { busName: pulumi.Input<string> };
    uploads: { bucket: pulumi.Input<string> };
}

/** What the application is told of its surroundings, in the names that the clients' own libraries read, where they have some. */
export function variables<Secret>(parts: Parts<Secret>) {
    const { database: from, cache, connectionsPerTask, jobs, events, uploads } = parts;
    return {
        environment: {
            PGSSLMODE: "require",
            DATABASE_POOL_SIZE: String(connectionsPerTask),
            JOBS_QUEUE_URL: jobs.url,
            EVENT_BUS: events.busName,
            UPLOADS_BUCKET: uploads.bucket,
        },
        secrets: {
            PGHOST: { from, key: "host" },
            PGPORT: { from, key: "port" },
            PGDATABASE: { from, key: "dbname" },
            PGUSER: { from, key: "username" },
            PGPASSWORD: { from, key: "password" },
            REDIS_URL: { from: cache, key: "url" },
        },
    };
}
