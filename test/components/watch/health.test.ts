import assert from "node:assert/strict";
import { Health, type HealthArgs } from "../../../components/watch/health.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: HealthArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "shop-live" },
    alertsTopicArn: "arn:alerts",
    alarms: { canaryName: "uptime-1" },
    cdn: { distributionId: "E1" },
    users: { monitorName: "shop-live" },
    firewall: { webAclName: "shop-live" },
    certificates: { certificateArn: "arn:certificate", edgeCertificateArn: "arn:edge-certificate" },
    edgeTopicArn: "arn:edge-alerts",
    balancer: {
        measured: { loadBalancer: "app/a/1", targetGroups: { primary: "tg/b/2", alternate: "tg/c/3" } },
    },
    cluster: { clusterName: "live" },
    service: { serviceName: "web" },
    pooler: { serviceName: "pooler" },
    worker: { serviceName: "worker" },
    database: {
        place: { identifier: "shop-live-b" },
        identifiers: { a: "shop-live-a", b: "shop-live-b" },
        readers: { identifiers: ["shop-live-b-1"] },
    },
    ...{ memoryGb: 4, connections: 413, identifier: "shop-live", nodes: 2, cacheNode: "r7g.xlarge" },
    jobs: { names: { jobs: "shop-live-jobs", deadLetters: "shop-live-jobs-dead" } },
    samplePercent: 5,
    telemetry: { businessMetrics: ["OrdersPlaced", "RevenueCents"] },
    logs: { app: { name: "/shop-live/app" } },
};
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
type Query = { id: string; expression?: string; metric?: { dimensions: Record<string, string> } };
interface Widget {
    type: string;
    x: number;
    y: number;
    width: number;
    height: number;
    properties: { title: string; markdown: string; metrics: unknown[][] };
}

describe("Health", () => {
    const built = (changes: Partial<HealthArgs> = {}) =>
        recorded(() => new Health("health", { ...args, ...changes }));
    const widgetsOf = async (changes: Partial<HealthArgs> = {}) => {
        const { dashboardBody } = inputsOf(await built(changes), "aws:cloudwatch/dashboard:Dashboard");
        return (JSON.parse(String(dashboardBody)) as { widgets: Widget[] }).widgets;
    };

    it("tells people by name, with the page on what to do, and that it is over", async () => {
        const made = (await built()).filter(({ type }) => type === alarm);
        assert.deepEqual(made.map(({ name }) => name).sort(), [
            ...["app-busy", "app-memory", "app-missing", "balancer-fails", "cache-busy", "cache-evicts"],
            ...["cache-full", "certificate-ends", "connections-b-r1", "database-busy-a", "database-busy-b"],
            ...["database-busy-b-r1", "database-full-a", "database-full-b", "database-full-b-r1"],
            ...["database-memory-a", "database-memory-b", "database-memory-b-r1", "edge-certificate-ends"],
            ...["edge-fails", "pages-slow", "poolers-busy", "poolers-memory"],
            ...["poolers-missing", "traces-missing"],
        ]);
        const pages = { "edge-fails": "edge", "pages-slow": "real-users", "traces-missing": "tracing" };
        for (const { name, inputs } of made) {
            assert.equal(inputs.name, `shop-live-${name}`);
            const page = Object(pages)[name] ?? "saturation";
            const text = new RegExp(` docs/runbooks/${page}\\.md It tells within \\d+ minutes\\.$`);
            assert.match(String(inputs.alarmDescription), text);
            // An alarm tells topics of its own region alone.
            const topic = name.startsWith("edge-") ? "arn:edge-alerts" : "arn:alerts";
            assert.equal(inputs.region, name.startsWith("edge-") ? "us-east-1" : undefined);
            assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topic], [topic]]);
        }
    });

    it("rings for the hours that the storage lasts, and for its last 2 GiB", async () => {
        const { metricQueries, threshold, comparisonOperator } = inputsOf(
            await built(),
            alarm,
            "database-full-a",
        );
        const [free, lost, hours] = metricQueries as Query[];
        assert.deepEqual(free!.metric!.dimensions, { DBInstanceIdentifier: "shop-live-a" });
        assert.equal(lost!.expression, "-RATE(free)");
        assert.equal(hours!.expression, "IF(free < 2147483648, 0, IF(lost > 0, free / lost / 3600, 999))");
        assert.deepEqual([threshold, comparisonOperator], [12, "LessThanThreshold"]);
    });

    it("rings for a twentieth of the memory that the instance class has", async () => {
        const { threshold, comparisonOperator } = inputsOf(await built(), alarm, "database-memory-b");
        assert.deepEqual([threshold, comparisonOperator], [(4 * 2 ** 30) / 20, "LessThanThreshold"]);
    });

    it("looks at every node of the cache, and rings for the worst", async () => {
        const { metricQueries } = inputsOf(await built({ nodes: 3 }), alarm, "cache-full");
        const queries = metricQueries as Query[];
        const nodes = queries.flatMap(({ metric }) => metric?.dimensions.CacheClusterId ?? []);
        assert.deepEqual(nodes, ["shop-live-001", "shop-live-002", "shop-live-003"]);
        assert.equal(queries.at(-1)!.expression, "MAX([n1, n2, n3])");
    });

    it("looks at the core that a node works on, and where it has two at their sum", async () => {
        const looked = async (cacheNode: string) => {
            const { metricQueries, threshold } = inputsOf(await built({ cacheNode }), alarm, "cache-busy");
            const [first] = metricQueries as { metric: { metricName: string } }[];
            return [first!.metric.metricName, threshold];
        };
        assert.deepEqual(await looked("r7g.xlarge"), ["EngineCPUUtilization", 90]);
        assert.deepEqual(await looked("r7g.2xlarge"), ["EngineCPUUtilization", 90]);
        assert.deepEqual(await looked("m7g.large"), ["CPUUtilization", 45]);
        assert.deepEqual(await looked("t4g.small"), ["CPUUtilization", 45]);
    });

    it("has no alarm on a certificate where there is none", async () => {
        const made = await built({ certificates: {} });
        assert.equal(
            made.some(({ name }) => name.endsWith("certificate-ends")),
            false,
        );
    });

    it("says nothing of slow pages where nobody measures them, nor of fewer than 20 loads an hour", async () => {
        const { metricQueries, threshold } = inputsOf(await built(), alarm, "pages-slow");
        assert.equal((metricQueries as Query[]).at(-1)!.expression, "IF(loads >= 20, slow, 0)");
        assert.equal(threshold, 2000);
        const without = await built({ users: { monitorName: undefined } });
        assert.ok(!without.some(({ name }) => name === "pages-slow"));
    });

    it("shows what is seen from outside, users and the business first, then each part in the order in which a request meets it, and the jobs", async () => {
        const widgets = await widgetsOf();
        const titles = widgets.filter(({ type }) => type === "text");
        assert.deepEqual(
            titles.map(
                ({ properties }) =>
                    /^## ([\w ]+)(?:, from [\w/-]+)? · docs\/runbooks\/[\w-]+\.md$/.exec(
                        properties.markdown,
                    )?.[1],
            ),
            [
                ...["From outside", "Users", "What users feel", "Business", "Edge", "Application"],
                ...["Poolers", "Database", "Cache", "Jobs"],
            ],
        );
        assert.deepEqual(
            [...titles].sort((a, b) => a.y - b.y),
            titles,
        );
    });

    it("puts no graph over another, nor beyond the page's 24 columns", async () => {
        const seen = new Set<string>();
        for (const { x, y, width, height } of await widgetsOf()) {
            assert.ok(x + width <= 24);
            for (let column = x; column < x + width; column++)
                for (let row = y; row < y + height; row++) {
                    assert.ok(!seen.has(`${column} ${row}`), `two at ${column}, ${row}`);
                    seen.add(`${column} ${row}`);
                }
        }
    });

    it("marks deployments where users are shown, by a rule that counts those of the application alone", async () => {
        const made = await built();
        const rule = inputsOf(made, "aws:cloudwatch/eventRule:EventRule");
        const pattern = JSON.parse(String(rule.eventPattern)) as { resources: string[] };
        assert.deepEqual(pattern.resources, ["arn:aws:ecs:eu-central-1:123456789012:service/live/web"]);
        const marked = (await widgetsOf()).filter(({ properties }) =>
            properties.metrics?.some(([namespace]) => namespace === "AWS/Events"),
        );
        assert.deepEqual(
            marked.map(({ properties }) => properties.title.split(",")[0]),
            ["Requests a minute", "Errors a minute"],
        );
    });

    it("shows each number that the application is told to write, and says from which log; none where it is told of none", async () => {
        const shown = async (businessMetrics: string[]) => {
            const widgets = await widgetsOf({ telemetry: { businessMetrics } });
            const heads = widgets.map(({ properties }) => properties.markdown ?? "");
            const rows = widgets.flatMap(({ properties }) => properties.metrics ?? []);
            const own = rows.filter(([, name]) => businessMetrics.includes(String(name)));
            return { head: heads.find((head) => head.startsWith("## Business")), own };
        };
        assert.deepEqual(await shown(["SignUps", "Churned"]), {
            head: "## Business, from /shop-live/app · docs/runbooks/business.md",
            own: ["SignUps", "Churned"].map((name) => ["Airworthy/shop-live", name, { stat: "Sum" }]),
        });
        assert.deepEqual(await shown([]), { head: undefined, own: [] });
    });

    it("shows replicas beside the database, and workers where there are some", async () => {
        const text = JSON.stringify(await widgetsOf());
        assert.match(text, /"DatabaseConnections","DBInstanceIdentifier","shop-live-b-1"/);
        assert.match(text, /"ServiceName","worker"/);
        const without = JSON.stringify(await widgetsOf({ worker: undefined }));
        assert.doesNotMatch(without, /"ServiceName","worker"/);
    });
});
