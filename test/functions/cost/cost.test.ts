import assert from "node:assert/strict";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { answered } from "../../../functions/cost/index.ts";
import type { Context } from "../../../functions/hook/in-time.ts";
import { awsFor, type Aws } from "../../support/aws.ts";
import { REGION } from "../../support/environment.ts";

const of = `arn:aws:ecs:${REGION}:123456789012`;
const EVENT = {
    executionId: "3a0345ba",
    lifecycleStage: "POST_PRODUCTION_TRAFFIC_SHIFT",
    resourceArn: `${of}:service-deployment/live/web/EZe5RNVLH6PPzHXINuP28`,
    executionDetails: {
        serviceArn: `${of}:service/live/web`,
        targetServiceRevisionArn: `${of}:service-revision/live/web/9313423515462893900`,
    },
};
const ENV = {
    ...{ LOAD_BALANCER: "app/web-1/0f", TARGET_GROUPS: "targetgroup/web/1,targetgroup/other/2" },
    ...{ NAMESPACE: "Airworthy/shop-live", CPU_ARCHITECTURE: "ARM64" },
    ...{ MAX_COST_INCREASE_PERCENT: "30", LIMIT_SECONDS: "840" },
};
/** When the deployment began, and when all users had the new version: 20 minutes later. */
const [BEGAN, SHIFTED] = [Date.UTC(2026, 10, 22, 12, 0, 20), Date.UTC(2026, 10, 22, 12, 20, 40)];

/** What a minute brings. */
interface Minute {
    requests: number;
    /** Which group of targets has them. */
    group?: 0 | 1;
    cpuUnits?: number;
    bytes?: number;
    paidUsd?: number;
}

describe("the cost of a request, version against version", () => {
    let aws: Aws;
    before(async function () {
        aws = await awsFor(this);
        process.env.AWS_REGION = REGION;
    });
    after(async () => {
        delete process.env.AWS_REGION;
        await aws?.stop();
    });
    beforeEach(async () => {
        await aws.reset();
        aws.standIns.push(({ service }) =>
            service === "ecs"
                ? { body: JSON.stringify({ serviceDeployments: [{ startedAt: BEGAN / 1000 }] }) }
                : undefined,
        );
    });

    /** Puts each minute from `from` to `to` as AWS and the app do. */
    async function happened(from: number, to: number, minute: Minute): Promise<void> {
        const cloudwatch = new CloudWatchClient({ region: REGION, disableRequestCompression: true });
        const { requests, group = 0, cpuUnits = 0, bytes = 0, paidUsd = 0 } = minute;
        const put = async (Namespace: string, MetricName: string, Value: number, named = {}) => {
            const Dimensions = Object.entries<string>(named).map(([Name, value]) => ({ Name, Value: value }));
            const MetricData = [];
            for (let at = from; at < to; at += 60_000)
                MetricData.push({ MetricName, Value, Dimensions, Timestamp: new Date(at) });
            if (Value > 0) await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
        };
        const LoadBalancer = ENV.LOAD_BALANCER;
        const TargetGroup = ENV.TARGET_GROUPS.split(",")[group];
        await put("AWS/ApplicationELB", "RequestCount", requests, { LoadBalancer, TargetGroup });
        await put("AWS/ApplicationELB", "ProcessedBytes", bytes, { LoadBalancer });
        const service = { ClusterName: "live", ServiceName: "web" };
        await put("ECS/ContainerInsights", "CpuUtilized", cpuUnits, service);
        await put(ENV.NAMESPACE, "PaidUsd", paidUsd);
    }

    const minute = (of: string) => Date.parse(`2026-11-22T${of}:00Z`);
    const was = (minutes: Minute) => happened(minute("11:00"), minute("12:00"), minutes);
    const is = (minutes: Minute) => happened(minute("12:21"), minute("13:00"), { group: 1, ...minutes });

    async function judged(env: Record<string, string> = {}, context: Context = {}) {
        let clock = SHIFTED;
        const lines: Record<string, unknown>[] = [];
        const { hookStatus } = await answered(
            EVENT,
            { ...ENV, ...env },
            context,
            () => new Date(clock),
            (seconds) => Promise.resolve((clock += seconds * 1000)),
            (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
        );
        assert.equal(lines.length, 1);
        assert.equal(lines[0]!.deployment, EVENT.resourceArn);
        return { hookStatus, why: String(lines[0]!.why), seconds: (clock - SHIFTED) / 1000 };
    }

    it("lets pass what costs as much, however the requests have moved to the other group", async () => {
        await was({ requests: 500, cpuUnits: 256, bytes: 5e6 });
        await is({ requests: 800, cpuUnits: 409.6, bytes: 8e6 });
        const { hookStatus, why, seconds } = await judged();
        assert.equal(hookStatus, "SUCCEEDED", why);
        assert.match(why, /^\+?-?0\.0 %, at most \+30 %: a million requests cost USD 1\.17, was USD 1\.17 /);
        // Three whole minutes, and three until CloudWatch has them.
        assert.equal(seconds, 390);
    });

    it("takes back what needs twice the CPU, and says which part has grown from what", async () => {
        await was({ requests: 500, cpuUnits: 256, bytes: 1e6 });
        await is({ requests: 500, cpuUnits: 512, bytes: 5e6 });
        const { hookStatus, why } = await judged();
        assert.equal(hookStatus, "FAILED");
        // 0.25 vCPU for a minute are 15 s, by 500 requests: USD 0.27 a million at 0.03238 an hour.
        assert.match(why, /CPU USD 0\.540, was USD 0\.270/);
    });

    it("takes back what pays others more for each request", async () => {
        await was({ requests: 500, cpuUnits: 256, paidUsd: 0.01 });
        await is({ requests: 500, cpuUnits: 256, paidUsd: 0.02 });
        const { hookStatus, why } = await judged();
        assert.equal(hookStatus, "FAILED");
        assert.match(why, /paid calls USD 40\.0, was USD 20\.0/);
    });

    it("says nothing of a site with few requests, before or after, and lets it pass", async () => {
        await is({ requests: 500, cpuUnits: 256 });
        const none = await judged();
        assert.deepEqual([none.hookStatus, none.seconds], ["SUCCEEDED", 0]);
        assert.match(none.why, /^not judged: 0 requests in the 30 minutes before the deployment/);
    });

    it("waits for a thousand requests as long as it may", async () => {
        await was({ requests: 500, cpuUnits: 256 });
        await is({ requests: 10, cpuUnits: 256 });
        const { hookStatus, why, seconds } = await judged();
        assert.equal(hookStatus, "SUCCEEDED");
        assert.match(why, /^not judged: \d+ requests in 820 s after it, of 1000 that it takes$/);
        assert.ok(seconds < 820);
    });

    it("fails where it can't tell: no CPU, no deployment, no settings", async () => {
        await was({ requests: 500, cpuUnits: 256 });
        await is({ requests: 500 });
        const blind = await judged();
        assert.equal(blind.hookStatus, "FAILED");
        assert.match(blind.why, /There is no CpuUtilized of the service after, with \d+ requests/);
        const unset = await judged({ CPU_ARCHITECTURE: "MIPS", MAX_COST_INCREASE_PERCENT: "0" });
        assert.equal(unset.hookStatus, "FAILED");
        assert.match(
            unset.why,
            /CPU_ARCHITECTURE is MIPS; use X86_64 or ARM64\. MAX_COST_INCREASE_PERCENT is "0"/,
        );
        aws.standIns.splice(0, 1, ({ service }) => (service === "ecs" ? { body: "{}" } : undefined));
        const unknown = await judged();
        assert.equal(unknown.hookStatus, "FAILED");
        assert.match(unknown.why, /ECS does not tell of arn:/);
    });

    it("takes a number that CloudWatch could not tell for none of zero", async () => {
        await was({ requests: 500, cpuUnits: 256 });
        await is({ requests: 500, cpuUnits: 512 });
        aws.standIns.push(({ action }) => {
            if (action !== "GetMetricData") return undefined;
            const failed = { Id: "requests0", StatusCode: "InternalError", Timestamps: [], Values: [] };
            return { body: JSON.stringify({ MetricDataResults: [failed] }) };
        });
        const { hookStatus, why } = await judged();
        assert.deepEqual(
            [hookStatus, why],
            ["FAILED", "CloudWatch does not tell of requests0: InternalError."],
        );
    });

    it("fails in time for an answer where a service of AWS's never gives one", async () => {
        aws.standIns.splice(0, 1, ({ service }) => (service === "ecs" ? "never" : undefined));
        const { hookStatus, why } = await judged({}, { getRemainingTimeInMillis: () => 6000 });
        assert.deepEqual([hookStatus, why], ["FAILED", "there was no verdict within 1 s"]);
    });
});
