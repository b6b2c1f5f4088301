import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { agentOf, servedBy, toldApart } from "./datadog-agent.ts";
import type { Settings } from "./schema.ts";
import type { Tier } from "./tiers.ts";
import { resourceOf, type tracingOf } from "./tracing.ts";

/** A value of Parameter Store. */
type Told<Secret, Ready> = Pick<Secret, Extract<keyof Secret, "arn" | "toRead">> & { value: Ready };

interface Parts<Secret, Ready, Traced> {
    /** Who the application is in the database, in the form of AWS's own database secrets, and in the cache. */
    secrets: {
        application: Secret;
        cache: Secret;
        /** What others issued, by the variable that it is for. */
        issued: Record<string, Told<Secret, Ready>>;
    };
    /** What gives each of the two its value, with the group of the cache's clients. */
    roles: { ready: Ready };
    cache: { ready: Ready; clientSecurityGroupId: pulumi.Input<string> };
    /** How many connections a task may keep. */
    connectionsPerTask: number;
    /** What it connects to instead of the database itself. */
    pooler: { host: string; port: number; clientSecurityGroupId: pulumi.Input<string> };
    /** The database by another name there: for reads that may be some seconds old. */
    readerName: string;
    jobs: { url: pulumi.Input<string>; toSend: aws.iam.PolicyStatement[] };
    events: { busName: pulumi.Input<string>; toPublish: aws.iam.PolicyStatement[] };
    uploads: { bucket: pulumi.Input<string>; toUse: aws.iam.PolicyStatement[] };
    flags: {
        place: Record<"application" | "environment" | "profile", pulumi.Input<string>>;
        toRead: aws.iam.PolicyStatement[];
    };
    /** What it is told about what it has to tell. */
    telemetry: {
        variables: Record<string, string> & ReturnType<typeof tracingOf>;
        agent?: { site: string; image: string };
    };
    /** What its pages are told, so that users' browsers measure. */
    users: { variables: Record<string, string>; kept: Record<string, Told<Secret, Ready>> };
    /** What takes its traces to where they are looked at. */
    traced: Traced;
    /** What runs: by digest, or as it was built here. */
    image: string | { uri: pulumi.Input<string> };
    /** What sends it requests, and leaves an idle connection after so many seconds. */
    balancer: { idleSeconds: number };
}

/**
 * What the application is told of its surroundings, in the names that the clients' own libraries read, where they have
 * some; and what it may do there.
 */
export function application<Secret extends object, Ready, Traced>(parts: Parts<Secret, Ready, Traced>) {
    const { secrets, connectionsPerTask, pooler, readerName, telemetry, balancer } = parts;
    const { jobs, events, uploads, flags } = parts;
    const from = { ...secrets.application, value: parts.roles.ready };
    const cache = { ...secrets.cache, value: parts.cache.ready };
    const { agentKey, issued } = toldApart(secrets.issued);
    const version = versionOf(parts.image);
    const observed = agentOf(telemetry.agent, telemetry.variables.OTEL_SERVICE_NAME, version, agentKey);
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
            FLAGS_APPLICATION: flags.place.application,
            FLAGS_ENVIRONMENT: flags.place.environment,
            FLAGS_PROFILE: flags.place.profile,
            ...telemetry.variables,
            ...parts.users.variables,
            OTEL_RESOURCE_ATTRIBUTES: resourceOf(telemetry.variables.OTEL_SERVICE_NAME, version),
            ...(secrets.issued.SENTRY_DSN && { SENTRY_RELEASE: version }),
            // Longer than the load balancer keeps them: it must never send a request on one that is being closed.
            KEEP_ALIVE_SECONDS: String(balancer.idleSeconds + 15),
        },
        secrets: {
            PGDATABASE: { from, key: "dbname" },
            PGUSER: { from, key: "username" },
            PGPASSWORD: { from, key: "password" },
            REDIS_URL: { from: cache, key: "url" },
            ...Object.fromEntries(
                Object.entries({ ...issued, ...parts.users.kept }).map(([name, from]) => [name, { from }]),
            ),
        },
        traced: parts.traced,
        ...(observed && { observed }),
        rights: [...jobs.toSend, ...events.toPublish, ...uploads.toUse, ...flags.toRead],
        securityGroupIds: [pooler.clientSecurityGroupId, parts.cache.clientSecurityGroupId],
    };
}

/** The image's digest, or the tag that says what it was built of: Sentry takes no slash in the name of a release. */
function versionOf(image: string | { uri: pulumi.Input<string> }): pulumi.Output<string> {
    const uri = pulumi.output(typeof image === "string" ? image : image.uri);
    return uri.apply((name) => name.split("@")[1] ?? name.split(":").at(-1) ?? name);
}

interface Run {
    port: number;
    environment: Record<string, pulumi.Input<string>>;
    rights: aws.iam.PolicyStatement[];
    observed?: { tags: object };
}

interface Work<Own extends Run> {
    settings: Pick<Settings, "worker">;
    size: Pick<Tier, "worker">;
    environment: string;
    /** What the application's tasks are made of. */
    run: Own;
    jobs: { toWork: aws.iam.PolicyStatement[] };
}

/** Seconds: the longest question for jobs that SQS has, which a stop waits for; and an allowance for the end of it all. */
const [questionSeconds, endSeconds] = [20, 10];

/**
 * What workers are made of: what the application is, told how many jobs to have in hand; they may do what it may, and work
 * on jobs, and nobody calls them. A list of one, or of none where no command is set.
 */
export function workersOf<Own extends Run>({ settings, size, environment, run, jobs }: Work<Own>) {
    const { command, ...limits } = settings.worker;
    if (command.length === 0) return [];
    const stopSeconds = questionSeconds + limits.longestJobSeconds + endSeconds;
    const { port: _ofRequests, rights, environment: all, observed, ...own } = run;
    const { KEEP_ALIVE_SECONDS: _ofThem, ...told } = all;
    const workers = {
        ...{ ...own, ...size.worker, ...limits },
        ...{ family: `${environment}-worker`, command, stopSeconds },
        environment: {
            ...told,
            OTEL_SERVICE_NAME: `${environment}-worker`,
            DATABASE_POOL_SIZE: String(limits.concurrency),
            WORKER_CONCURRENCY: String(limits.concurrency),
            LONGEST_JOB_SECONDS: String(limits.longestJobSeconds),
            STOP_SECONDS: String(stopSeconds),
        },
        rights: [...rights, ...jobs.toWork],
        ...(observed && { observed: servedBy<Own["observed"]>(observed, `${environment}-worker`) }),
    };
    return [workers];
}
