import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { application, workersOf } from "../../stacks/application.ts";
import { tiers } from "../../stacks/tiers.ts";
import { tracingOf } from "../../stacks/tracing.ts";
import { faults, ready } from "../support/settings.ts";

const statement = (Action: string) => ({ Effect: "Allow" as const, Action, Resource: "arn:it" });
const parts = {
    secrets: {
        ...{ application: { arn: "login" }, cache: { arn: "cache" } },
        issued: { SENTRY_DSN: { arn: "dsn", value: "kept" } },
    },
    image: `acme/app@sha256:${"ab".repeat(32)}`,
    roles: { ready: "aligned" },
    ...{ connectionsPerTask: 20, readerName: "app_reader" },
    pooler: { host: "pooler.internal", port: 6432, clientSecurityGroupId: "sg-pooler" },
    cache: { clientSecurityGroupId: "sg-cache", ready: "filled" },
    jobs: { url: "https://jobs", toSend: [statement("send")] },
    events: { busName: "acme", toPublish: [statement("publish")] },
    uploads: { bucket: "uploads", toUse: [statement("use")] },
    flags: {
        place: { application: "acme", environment: "live", profile: "flags" },
        toRead: [statement("read")],
    },
    telemetry: {
        variables: {
            ...{ AWS_EMF_NAMESPACE: "Airworthy/acme-live", BUSINESS_METRICS: "SignUps" },
            ...tracingOf("acme-live"),
        },
    },
    users: {
        variables: { RUM_ENDPOINT: "https://rum", RUM_SAMPLE_PERCENT: "20" },
        kept: { RUM_APP_MONITOR_ID: { arn: "monitor", value: "made" } },
    },
    traced: "collector",
    balancer: { idleSeconds: 60 },
};
const worker = { command: ["node", "/app/worker.js"], concurrency: 4, longestJobSeconds: 60 };
const run = { ...application(parts), image: parts.image, port: 8080 };
const work = {
    ...{ settings: { worker }, size: tiers.mvp, environment: "acme-staging", run },
    jobs: { toWork: [statement("work")] },
};

describe("what the application is told", () => {
    it("waits for its logins to have values: who it is in the database, and in the cache", () => {
        const { PGUSER, REDIS_URL } = run.secrets;
        assert.deepEqual(PGUSER, { from: { arn: "login", value: "aligned" }, key: "username" });
        assert.deepEqual(REDIS_URL.from, { arn: "cache", value: "filled" });
    });

    it("has what others issued by its own variable, and the version with it: the digest, or the tag of what was built", () => {
        const secrets: Record<string, object> = run.secrets;
        assert.deepEqual(secrets.SENTRY_DSN, { from: { arn: "dsn", value: "kept" } });
        const versionOf = async (image: typeof parts.image | { uri: string }) => {
            const { SENTRY_RELEASE } = application({ ...parts, image }).environment;
            return new Promise((resolve) => pulumi.output(SENTRY_RELEASE).apply(resolve));
        };
        return Promise.all([
            versionOf(parts.image).then((seen) => assert.equal(seen, `sha256:${"ab".repeat(32)}`)),
            versionOf({ uri: "1.dkr.ecr.eu-west-1.amazonaws.com/acme/app:0123abcd" }).then((seen) =>
                assert.equal(seen, "0123abcd"),
            ),
        ]);
    });

    it("has no version of nothing", () => {
        const secrets = { ...parts.secrets, issued: {} };
        const told = application({ ...parts, secrets });
        assert.deepEqual(
            ["SENTRY_RELEASE" in told.environment, "SENTRY_DSN" in told.secrets],
            [false, false],
        );
    });

    it("is to keep idle connections longer than the load balancer sends requests on them", () => {
        assert.equal(run.environment.KEEP_ALIVE_SECONDS, "75");
        const patient = application({ ...parts, balancer: { idleSeconds: 300 } });
        assert.equal(patient.environment.KEEP_ALIVE_SECONDS, "315");
    });
});

describe("where the flags are", () => {
    it("is told to the application and its workers, by the names that AppConfig's clients ask for", () => {
        for (const { environment, rights } of [run, ...workersOf(work)]) {
            const { FLAGS_APPLICATION, FLAGS_ENVIRONMENT, FLAGS_PROFILE } = environment as Record<
                string,
                unknown
            >;
            assert.deepEqual(
                [FLAGS_APPLICATION, FLAGS_ENVIRONMENT, FLAGS_PROFILE],
                ["acme", "live", "flags"],
            );
            assert.ok(rights.some(({ Action }) => Action === "read"));
        }
    });
});

describe("what workers are told", () => {
    it("is what the application is, and how many jobs and connections to have; they may work on jobs as well", () => {
        const [told, ...more] = workersOf(work);
        assert.equal(more.length, 0);
        const { KEEP_ALIVE_SECONDS: _ofRequests, ...shared } = run.environment;
        assert.deepEqual(told!.environment, {
            ...shared,
            OTEL_SERVICE_NAME: "acme-staging-worker",
            ...{ DATABASE_POOL_SIZE: "4", WORKER_CONCURRENCY: "4" },
            ...{ LONGEST_JOB_SECONDS: "60", STOP_SECONDS: "90" },
        });
        assert.deepEqual(
            told!.rights.map(({ Action }) => Action),
            ["send", "publish", "use", "read", "work"],
        );
        assert.deepEqual([told!.image, told!.command, "port" in told!], [run.image, worker.command, false]);
        assert.deepEqual(told!.securityGroupIds, ["sg-pooler", "sg-cache"]);
        assert.equal(told!.family, "acme-staging-worker");
    });

    it("leaves a stop time for the last question and the longest job, within Fargate's 120 seconds", () => {
        for (const longestJobSeconds of [1, 90]) {
            const settings = { worker: { ...worker, longestJobSeconds } };
            const [told] = workersOf({ ...work, settings });
            assert.equal(told!.stopSeconds, longestJobSeconds + 30);
            assert.ok(told!.stopSeconds <= 120);
        }
    });

    it("is nothing where no command is set", () => {
        assert.deepEqual(workersOf({ ...work, settings: { worker: { ...worker, command: [] } } }), []);
    });

    const set = (changes: object) => ({ "airworthy:worker": JSON.stringify({ ...worker, ...changes }) });
    for (const [changes, says] of [
        [{ command: "node /app/worker.js" }, /worker\.command is .*; use a list such as \[node, /],
        [{ command: [""] }, /worker\.command\.0 is "";/],
        [{ concurrency: 11 }, /worker\.concurrency is 11; use 1 to 10/],
        [{ longestJobSeconds: 91 }, /worker\.longestJobSeconds is 91; use 1 to 90/],
        [{ instances: 3 }, /worker\.instances is 3, but there is no such setting/],
    ] as const) {
        it(`refuses ${JSON.stringify(changes)} and says what to use`, () => {
            const [fault, ...others] = faults(set(changes));
            assert.match(fault!, says);
            assert.deepEqual(others, []);
        });
    }

    it("takes [] and the shipped command", () => {
        assert.deepEqual(
            [faults(set({ command: [] })), faults({}), typeof ready["airworthy:worker"]],
            [[], [], "string"],
        );
    });
});
