import assert from "node:assert/strict";
import { differenceOf } from "../../../../scripts/lib/cost/difference.ts";
import { added, alarmOf, costOf, databaseOf, tasksOf } from "../../../support/added.ts";

describe("what a program adds", () => {
    for (const [fact, resources, price, usd] of [
        [
            "addresses of tasks",
            tasksOf({ networkConfiguration: { assignPublicIp: true } }),
            "public-ipv4-hour",
            "7.30",
        ],
        ["the address of a database", databaseOf({ publiclyAccessible: true }), "public-ipv4-hour", "3.65"],
        [
            "a secret and its copies",
            [
                added("aws:secretsmanager/secret:Secret", {
                    replicas: [{ region: "us-west-2" }, { region: "eu-west-1" }],
                }),
            ],
            "secret-month",
            "1.20",
        ],
        [
            "a key's rotations",
            [added("aws:kms/key:Key", { enableKeyRotation: true })],
            "kms-rotation-month",
            "2.00",
        ],
        [
            "an alarm's band of what is expected",
            alarmOf("ANOMALY_DETECTION_BAND(m, 2)", "Sent"),
            "alarm-metric-month",
            "0.30",
        ],
        [
            "a metric that no alarm reads",
            [
                added("aws:cloudwatch/logMetricFilter:LogMetricFilter", {
                    metricTransformation: { namespace: "Shop", name: "Sold" },
                }),
            ],
            "custom-metric-month",
            "0.30",
        ],
        // A tenth of a gigabyte a month for ten years, and 15 % of that once it is compressed: 1.83 GB.
        [
            "a log that is kept for ever",
            [added("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 0 })],
            "logs-stored-gb-month",
            "0.05",
        ],
        [
            "half of what goes through a NAT gateway",
            [added("aws:ec2/natGateway:NatGateway", {})],
            "internet-out-gb",
            "0.90",
        ],
        // 1.5 million requests of 20 KB, out of one zone and into another.
        ["what goes from zone to zone", [added("aws:ec2/vpc:Vpc", {})], "zone-to-zone-gb", "0.60"],
        [
            "what a CDN asks its origins",
            [added("aws:cloudfront/distribution:Distribution", {})],
            "cloudfront-origin-gb",
            "0.03",
        ],
    ] as const) {
        it(`has its price: ${fact}`, () => {
            const { lines } = costOf(...resources);
            assert.equal(lines.find(({ priceId }) => priceId === price)?.usd?.toFixed(2), usd);
        });
    }

    it("is billed once where the cluster bills it already", () => {
        const metric = { metricName: "RunningTaskCount", namespace: "ECS/ContainerInsights" };
        const { lines } = costOf(added("aws:cloudwatch/metricAlarm:MetricAlarm", metric));
        assert.deepEqual(
            lines.map(({ priceId }) => priceId),
            ["alarm-metric-month"],
        );
    });

    it("is one lookup for ten requests, of however many records", () => {
        const record = added("aws:route53/record:Record", {});
        const { lines } = costOf(...["a", "b", "c"].map((urn) => ({ ...record, urn })));
        const millions = lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
        assert.equal(millions.toFixed(6), "0.150000");
    });

    it("passes no limit where a number is none", () => {
        const [none, strange] = [
            costOf(),
            costOf(
                added("aws:synthetics/canary:Canary", { schedule: { expression: "cron(0-x/10 * * * ? *)" } }),
            ),
        ];
        assert.equal(strange.usd, 0);
        assert.equal(
            differenceOf(none, strange, { percent: 10, usd: 100, allowsUnknown: false }).isPast,
            true,
        );
    });
});
