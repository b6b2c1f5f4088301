import assert from "node:assert/strict";
import { readSettings, SettingsError } from "../../stacks/settings.ts";

/** The database's settings as text, but for what is given. */
export function database(changes: object = {}): string {
    const shipped = { backupDays: 14, active: "a", generations: { a: { version: 18 } }, invariants: {} };
    return JSON.stringify({ ...shipped, ...changes });
}

export const ready: Record<string, string> = {
    "aws:region": "eu-central-1",
    "airworthy:alertEmail": "oncall@acme.dev",
    "airworthy:monthlyBudgetUsd": "300",
    "airworthy:pager": "",
    "airworthy:sentryDsn": "",
    "airworthy:account": JSON.stringify({ id: "", guards: "own", guardedBy: "", costMonitorArn: "" }),
    "airworthy:tier": "mvp",
    "airworthy:logRetentionDays": "365",
    "airworthy:compliance": "[]",
    "airworthy:domain": '{"name":"","dns":"route53","zoneId":""}',
    "airworthy:cdn": JSON.stringify({
        ...{ staticPaths: ["/assets/*"], cacheablePaths: [], contentSecurityPolicy: "default-src 'self'" },
        ...{ contentSecurityMode: "enforce", permissionsPolicy: "camera=()" },
    }),
    "airworthy:firewall": JSON.stringify({
        ...{ mode: "block", requestsPerIp: 2000, userBy: "", requestsPerUser: 1000 },
        ...{ requestsPerPath: {}, maxBodyKb: 1024, uploadMb: {} },
    }),
    "airworthy:network": '{"cidr":"10.10.0.0/16","zones":2}',
    "airworthy:database": database(),
    "airworthy:backupCopyRegion": "eu-west-1",
    "airworthy:uploads": '{"origins":[]}',
    "airworthy:images": '{"repository":"own","pullers":[]}',
    "airworthy:service": JSON.stringify({
        image: `ghcr.io/acme/app@sha256:${"ab".repeat(32)}`,
        cpuArchitecture: "ARM64",
        port: 8080,
        healthPath: "/healthz",
    }),
    "airworthy:worker": JSON.stringify({
        command: ["node", "/app/worker.js"],
        concurrency: 10,
        longestJobSeconds: 60,
    }),
    "airworthy:release": JSON.stringify({
        ...{ strategy: "canary", canaryMinutes: 10, bakeMinutes: 30, maxCostIncreasePercent: 30 },
        migrations: ["node", "/app/migrate.js"],
    }),
    "airworthy:telemetry": '{"businessMetrics":["SignUps"]}',
    "airworthy:tracing": '{"samplePercent":5}',
    "airworthy:datadog":
        '{"site":"","externalId":"","notify":"","locations":["aws:eu-central-1"],"agentImage":""}',
    ...{ "airworthy:datadogApiKey": "", "airworthy:datadogAppKey": "" },
    "airworthy:ci": JSON.stringify({
        ...{ repository: "", provider: "own", stateBucket: "", stateKeyArn: "" },
    }),
    "airworthy:uptime": JSON.stringify({ everyMinutes: 5 }),
    "airworthy:realUsers": JSON.stringify({ samplePercent: 100 }),
    "airworthy:sleep": JSON.stringify({ nights: "asleep", timezone: "UTC", wakesAt: 7, sleepsAt: 20 }),
    "airworthy:usage": JSON.stringify({
        ...{ users: 5000, requestsPerUser: 300, responseKb: 20, logKbPerRequest: 2 },
        ...{ jobsPerUser: 10, uploadMbPerUser: 20, releases: 20, busyHours: 60 },
    }),
};

export function faults(
    changes: Record<string, string | undefined>,
    secretKeys?: string[],
): readonly string[] {
    const raw = Object.entries({ ...ready, ...changes }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
    );
    try {
        readSettings("staging", Object.fromEntries(raw), secretKeys);
        return [];
    } catch (error) {
        assert.ok(error instanceof SettingsError, String(error));
        assert.equal(error.message, error.faults.join("\n"));
        return error.faults;
    }
}
