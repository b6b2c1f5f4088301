import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { judge } from "../../policies/rule.ts";
import rule from "../../policies/rules/watch/alarms-hear-something.ts";
import { node } from "../support/rules-verdict.ts";

const { LogGroup, LogMetricFilter, MetricAlarm } = aws.cloudwatch;

/** What the rule says of an alarm: the outcome, and what it saw. */
function said(props: Node["props"], links: Record<string, Node[]>, ...others: Node[]): string {
    const [verdict] = judge(rule, [node(MetricAlarm, "alarm", props, links), ...others]);
    assert.equal(verdict!.error, undefined);
    return `${verdict!.outcome}: ${verdict!.message.split("\n")[0]}`;
}
const on = (namespace: string, metricName: string, dimensions?: object) => ({
    ...{ namespace, metricName, dimensions },
});
const onQueue = (QueueName: unknown) => on("AWS/SQS", "NumberOfMessagesSent", { QueueName });
const queue = () => node(aws.sqs.Queue, "jobs", { name: "shop-jobs" });
const balancer = (arnSuffix: unknown) => node(aws.lb.LoadBalancer, "web", { arnSuffix });

describe("an alarm hears something", () => {
    it("by a name that is known, and follows the links of one that is not", () => {
        assert.equal(said(onQueue("shop-jobs"), {}, queue()), "pass: ");
        assert.match(said(onQueue("shop"), {}, queue()), /^fail: .*QueueName "shop" names no Queue/);
        assert.equal(said(onQueue(UNKNOWN), { dimensions: [queue()] }, queue()), "pass: ");
        const other = balancer(UNKNOWN);
        assert.match(
            said(onQueue(UNKNOWN), { dimensions: [other] }, queue(), other),
            /^fail: .*names no Queue/,
        );
    });

    it("by a component that what it names is in", () => {
        const component = node(aws.iam.Role, "stands-in", {});
        const inside = { ...queue(), parent: component };
        assert.equal(said(onQueue(UNKNOWN), { dimensions: [component] }, component, inside), "pass: ");
    });

    it("or nobody can tell: what names it comes from nowhere, or what it names has no name yet", () => {
        assert.match(said(onQueue(UNKNOWN), {}, queue()), /^cannot tell: .*dimensions\.QueueName/);
        const failed = (LoadBalancer: string) =>
            on("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", { LoadBalancer });
        assert.match(said(failed("app/web/1"), {}, balancer(UNKNOWN)), /^cannot tell: .*arnSuffix/);
        assert.equal(said(failed("app/web/1"), {}, balancer("app/web/1")), "pass: ");
        assert.match(said(on("AWS/SQS", UNKNOWN as never, {}), {}), /^cannot tell: .*metricName/);
        assert.match(said({ ...onQueue(""), dimensions: UNKNOWN }, {}), /^cannot tell: .*dimensions/);
    });

    it("of AWS by the dimensions that AWS documents: of targets, and not of the whole balancer", () => {
        const healthy = on("AWS/ApplicationELB", "HealthyHostCount", { LoadBalancer: "app/web/1" });
        assert.match(said(healthy, {}, balancer("app/web/1")), /^fail: .*LoadBalancer and TargetGroup/);
        assert.match(
            said(on("AWS/SQS", "Sent", {}), {}),
            /^fail: AWS\/SQS Sent is nothing .*SQS Developer Guide/,
        );
        assert.match(said(on("constructor", "name", {}), {}), /^fail: constructor name is nothing/);
    });

    it("of a node of a cache, and of a certificate that this stack need not own", () => {
        const cache = (memberClusters: unknown) =>
            node(aws.elasticache.ReplicationGroup, "cache", { replicationGroupId: "shop", memberClusters });
        const evicts = (CacheClusterId: string, members: unknown = UNKNOWN) =>
            said(on("AWS/ElastiCache", "Evictions", { CacheClusterId }), {}, cache(members));
        for (const name of ["shop-001", "shop-0002-001"]) assert.equal(evicts(name), "pass: ");
        for (const name of ["shop", "shop-1", "shops-001"])
            assert.match(evicts(name), /^fail: .*ReplicationGroup/);
        assert.equal(evicts("shop-002", ["shop-001", "shop-002"]), "pass: ");
        assert.match(evicts("shop-003", ["shop-001", "shop-002"]), /^fail: .*"shop-003"/);
        const ends = (CertificateArn: unknown) =>
            on("AWS/CertificateManager", "DaysToExpiry", { CertificateArn });
        const arn = "arn:aws:acm:eu-west-1:123456789012:certificate/0b1c";
        assert.equal(said(ends(arn), {}), "pass: ");
        assert.match(said(ends("0b1c"), {}), /^fail: .*names no Certificate/);
        assert.match(said(ends(UNKNOWN), { dimensions: [queue()] }, queue()), /^cannot tell/);
    });

    it("in each metric that it reckons with, and never in an expression that finds them by itself", () => {
        const metric = onQueue("shop-jobs");
        const reckons = (...metricQueries: object[]) => said({ metricQueries }, {}, queue());
        const sum = { id: "sum", expression: "a + b" };
        assert.equal(reckons({ id: "a", metric }, { id: "b", metric }, sum), "pass: ");
        assert.match(
            reckons({ id: "a", metric }, { id: "b", metric: onQueue("b") }, sum),
            /^fail: .*"b" names/,
        );
        assert.match(reckons({ id: "q", expression: "SELECT MAX(X) FROM Y" }), /^fail: q: .*hides/);
        assert.match(reckons(sum), /^fail: It looks at no metric/);
        assert.match(said({}, {}), /^fail: It looks at no metric/);
    });

    it("of our own code where a function or a task is told of the environment", () => {
        const proven = on("Airworthy", "RestoreProven", { Environment: "shop" });
        const waiting = on("Airworthy/shop", "PoolerWaitingClients");
        const variables = (ENVIRONMENT: unknown) => ({ environment: { variables: { ENVIRONMENT } } });
        const run = (told: unknown) => node(aws.lambda.Function, "run", variables(told));
        const containers = [{ environment: [{ name: "ENVIRONMENT", value: "shop" }] }];
        const containerDefinitions = JSON.stringify(containers);
        const task = node(aws.ecs.TaskDefinition, "task", { containerDefinitions });
        for (const props of [proven, waiting]) {
            assert.deepEqual([said(props, {}, run("shop")), said(props, {}, task)], ["pass: ", "pass: "]);
            assert.match(said(props, {}, run("other")), /^fail: .*ENVIRONMENT is "shop"/);
            assert.match(said(props, {}, run(UNKNOWN)), /^cannot tell: .*ENVIRONMENT/);
        }
        assert.match(said({ ...proven, dimensions: {} }, {}, task), /^fail: .*comes by Environment/);
        assert.match(
            said({ ...waiting, dimensions: { A: "b" } }, {}, task),
            /^fail: .*comes by no dimension/,
        );
    });

    it("of a filter that reads it from logs", () => {
        const logs = node(LogGroup, "logs", { name: "/shop/app" });
        const filtered = (metricTransformation: unknown, logGroupName = "/shop/app") => {
            const props = { metricTransformation, logGroupName };
            return said(on("Shop", "Orders"), {}, node(LogMetricFilter, "orders", props), logs);
        };
        const orders = { namespace: "Shop", name: "Orders", value: "1" };
        assert.equal(filtered(orders), "pass: ");
        assert.match(filtered(orders, "/shop/nobody"), /^fail: Shop Orders is nothing/);
        assert.match(filtered({ namespace: "Shop", name: "Order" }), /^fail: Shop Orders is nothing/);
        const by = { namespace: "Shop", name: "Orders", dimensions: { Kind: "$.kind" } };
        assert.match(filtered(by), /^fail/);
        assert.match(filtered(UNKNOWN), /^cannot tell: .*metricTransformation/);
    });
});
