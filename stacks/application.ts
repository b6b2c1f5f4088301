import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

interface Parts<Secret> {
    /** Who the application is in the database, in the form of AWS's own database secrets. */
    login: Secret;
    cache: Secret;
    /** How many connections a task may keep. */
    connectionsPerTask: number;
    /** What it connects to instead of the database itself. */
    pooler: { host: string; port: number };
    /** The database by another name there: for reads that may be some seconds old. */
    readerName: string;
    jobs: { url: pulumi.Input<string>; toSend: aws.iam.PolicyStatement[] };
    events: { busName: pulumi.Input<string>; toPublish: aws.iam.PolicyStatement[] };
    uploads: { bucket: pulumi.Input<string>; toUse: aws.iam.PolicyStatement[] };
}

/**
 * What the application is told of its surroundings, in the names that the clients' own libraries read, where they have
 * some; and what it may do there.
 */
export function application<Secret>(parts: Parts<Secret>) {
    const { login: from, cache, connectionsPerTask, pooler, readerName, jobs, events, uploads } = parts;
    return {
        environment: {
            PGHOST: pooler.host,
            PGPORT: String(pooler.port),
            PGSSLMODE: "require",
            PGDATABASE_READER: readerName,
            DATABASE_POOL_SIZE: String(connectionsPerTask),
            JOBS_QUEUE_URL: jobs.url,
            EVENT_BUS: events.busName,
            UPLOADS_BUCKET: uploads.bucket,
        },
        secrets: {
            PGDATABASE: { from, key: "dbname" },
            PGUSER: { from, key: "username" },
            PGPASSWORD: { from, key: "password" },
            REDIS_URL: { from: cache, key: "url" },
        },
        rights: [...jobs.toSend, ...events.toPublish, ...uploads.toUse],
    };
}
