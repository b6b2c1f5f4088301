import assert from "node:assert/strict";
import { differenceOf } from "../../../../scripts/lib/cost/difference.ts";
import { estimate, type Estimate } from "../../../../scripts/lib/cost/estimate.ts";
import { Graph } from "../../../../scripts/lib/cost/graph.ts";
import { freeTypes, pricesIn, quoteFor } from "../../../../scripts/lib/cost/price.ts";
import { BILLED } from "../../../../scripts/lib/cost/table.ts";
import { Usage, usageIn, type UsageSettings } from "../../../../scripts/lib/cost/usage.ts";
import { settingsOf } from "../../../../bench/other-settings.ts";
import { rehearsed } from "../../../support/rehearsed.ts";

const prices = pricesIn();
const usageOf = (stack: string) => usageIn(stack, JSON.stringify(settingsOf(stack)["airworthy:usage"]));
const graphOf = async (stack: string) => new Graph((await rehearsed(stack)).resources);
const usdOf = ({ lines }: Estimate, resource: string, what: string) =>
    lines.find((line) => line.resource === resource && line.what.startsWith(what))?.usd?.toFixed(2);

describe("what an environment costs", function () {
    this.timeout(300_000);

    for (const stack of ["staging", "production"]) {
        it(`passes over no resource of ${stack}: each has a charge, or is billed with another, or is free by a quote`, async () => {
            const graph = await graphOf(stack);
            const strangers = graph.nodes.filter(({ type }) => !BILLED.has(type) && !freeTypes().has(type));
            assert.deepEqual(
                strangers.map(({ type }) => type),
                [],
            );
            const { lines } = estimate(graph, usageOf(stack), prices);
            const charged = new Set(lines.map(({ urn }) => urn));
            const silent = graph.nodes.filter(({ urn }) => !charged.has(urn)).map(({ type }) => type);
            assert.deepEqual(silent.sort(), [
                ...["aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"],
                ...["aws:cloudwatch/logDeliverySource:LogDeliverySource", "aws:ec2/flowLog:FlowLog"],
                ...["aws:s3/bucketObjectv2:BucketObjectv2", "aws:s3/bucketObjectv2:BucketObjectv2"],
            ]);
            for (const { usd, price, unknown } of lines)
                assert.equal(usd !== undefined, price !== undefined && unknown === undefined);
        });

        it(`is known of ${stack} for 19 of 20 charges`, async () => {
            const { unknownShare, unknown } = estimate(await graphOf(stack), usageOf(stack), prices);
            assert.ok(unknownShare < 0.05, String(unknownShare));
            for (const line of unknown) assert.match(line.unknown ?? "", /quoted|told by the program/);
        });
    }

    it("multiplies what the program says with what is quoted", async () => {
        const found = estimate(await graphOf("production"), usageOf("production"), prices);
        for (const [resource, what, quantity, id] of [
            ["aws:ec2/natGateway:NatGateway network-1", "1 gateway", 730, "nat-gateway-hour"],
            ["aws:rds/instance:Instance postgres-a", "50 GB", 50, "rds-gp3-multi-az-gb-month"],
            // Told to workers as well, and one metric all the same.
            ["aws:ecs/taskDefinition:TaskDefinition app", "the metric Airworthy/", 1, "custom-metric-month"],
            // 5 percent of 1.5 million requests.
            ["aws:ecs/taskDefinition:TaskDefinition app", "traces", 0.075, "xray-traces-million"],
            // 2 tasks of half a vCPU.
            ["aws:ecs/service:Service app", "2 tasks: 0.5 vCPU", 730, "fargate-x86_64-vcpu-hour"],
            ["aws:lb/loadBalancer:LoadBalancer web", "1 load balancer", 730, "load-balancer-hour"],
            // Its capacity is added up, and within its price.
            ["aws:wafv2/webAcl:WebAcl firewall", "requests, for each 500", 0, "waf-extra-wcu-million"],
        ] as const) {
            const { usd } = quoteFor(prices, id, "us-east-1")!;
            assert.equal(usdOf(found, resource, what), (quantity * usd).toFixed(2), resource);
        }
        const counted = found.lines.filter(({ what }) => what.startsWith("the metric "));
        assert.equal(counted.length, 2);
        assert.ok(found.usd > 200 && found.usd < 800, String(found.usd));
        const endpoints = found.lines.filter(({ priceId }) => priceId === "vpc-endpoint-hour");
        assert.deepEqual(
            endpoints.map(({ quantity }) => quantity),
            [1460, 1460, 1460, 1460],
        );
        assert.equal(found.usd, found.fixedUsd + found.usageUsd);
    });

    it("is fixed where nobody uses it, and grows with its users by nothing but use", async () => {
        const graph = await graphOf("production");
        const { given } = usageOf("production");
        const at = (more: Partial<UsageSettings>) =>
            estimate(graph, new Usage({ ...given, ...more }), prices);
        const [none, some, many] = [
            at({ users: 0, releases: 0, busyHours: 0 }),
            at({}),
            at({ users: 50_000 }),
        ];
        assert.equal(none.fixedUsd, many.fixedUsd);
        assert.ok(none.usageUsd < some.usageUsd && some.usageUsd < many.usageUsd);
    });

    it("is unknown, by name and as a share, where a price has no quote; and never $0", async () => {
        const graph = await graphOf("production");
        const without = prices.filter(({ id }) => !["nat-gateway-hour", "vpc-endpoint-gateway"].includes(id));
        const [all, less] = [prices, without].map((list) => estimate(graph, usageOf("production"), list));
        assert.equal(less!.unknown.length, all!.unknown.length + 3);
        const { usd } = quoteFor(prices, "nat-gateway-hour", "us-east-1")!;
        assert.equal((all!.usd - less!.usd).toFixed(2), (730 * usd).toFixed(2));
        assert.equal(less!.unknownShare, less!.unknown.length / less!.lines.length);
        const gateway = less!.unknown.find(({ priceId }) => priceId === "nat-gateway-hour");
        assert.equal(gateway?.resource, "aws:ec2/natGateway:NatGateway network-1");
        assert.equal(
            gateway.unknown,
            "nat-gateway-hour is quoted nowhere; run: npm run prices -- --price nat-gateway-hour --region us-east-1",
        );
    });

    it("is unknown in a region without quotes, and says how to get them", async () => {
        const { resources } = await rehearsed("production");
        const there = resources.map((one) =>
            one.type === "pulumi:providers:aws"
                ? { ...one, inputs: { ...one.inputs, region: "eu-central-1" } }
                : one,
        );
        const quoted = prices.filter(({ region }) => ["*", "us-east-1"].includes(region));
        const { unknown } = estimate(new Graph(there), usageOf("production"), quoted);
        const gateway = unknown.find(({ priceId }) => priceId === "nat-gateway-hour");
        assert.equal(
            gateway?.unknown,
            "nat-gateway-hour is quoted for us-east-1 and not for eu-central-1; run: npm run prices -- --price nat-gateway-hour --region eu-central-1",
        );
    });

    it("names a type that the table does not have", async () => {
        const { resources } = await rehearsed("staging");
        const one = resources.find(({ type }) => type === "aws:ec2/eip:Eip")!;
        const strange = { ...one, type: "aws:braket/job:Job" };
        const { unknown } = estimate(new Graph([strange]), usageOf("staging"), prices);
        assert.deepEqual(
            unknown.map((line) => line.unknown),
            ["what aws:braket/job:Job is billed by is not in the table"],
        );
    });

    it("has the first audit log for nothing, and pays for a second one by the event", async () => {
        const { resources } = await rehearsed("production");
        const trail = resources.find(({ type }) => type === "aws:cloudtrail/trail:Trail")!;
        const twice = [...resources, { ...trail, urn: `${trail.urn}-2`, name: "second" }];
        const found = estimate(new Graph(twice), usageOf("production"), prices);
        assert.equal(usdOf(found, `${trail.type} ${trail.name}`, "management events"), "0.00");
        // A million events that are counted by a hundred thousand.
        assert.equal(usdOf(found, `${trail.type} second`, "management events once more"), "20.00");
    });

    it("is the same of what is deployed as of what the program plans", async () => {
        const [planned, deployed] = [
            await graphOf("production"),
            new Graph((await rehearsed("production", "deploy")).resources),
        ];
        const limit = { percent: 0, usd: 0, allowsUnknown: false };
        const [before, after] = [deployed, planned].map((graph) =>
            estimate(graph, usageOf("production"), prices),
        );
        const { changed, newUnknown, isPast } = differenceOf(before!, after!, limit);
        assert.deepEqual([changed, newUnknown, isPast], [[], [], false]);
    });

    it("is the same in whatever order an engine registers", async () => {
        const { resources } = await rehearsed("production");
        const [one, other] = [resources, [...resources].reverse()].map((all) =>
            estimate(new Graph(all), usageOf("production"), prices),
        );
        assert.deepEqual(one, other);
    });
});
