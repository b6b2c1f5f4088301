import assert from "node:assert/strict";
import { PgBouncer, type PgBouncerArgs } from "../../../components/data/pgbouncer.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: PgBouncerArgs = {
    prefix: "acme-staging",
    port: 6432,
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cluster: { arn: "arn:cluster", clusterName: "cluster" },
    task: { definitionArn: "arn:task" },
    minTasks: 2,
    maxTasks: 4,
    database: { clientSecurityGroupId: "sg-database-client" },
    logGroupName: "/acme-staging/pooler",
    alertsTopicArn: "arn:alerts",
};
const made = () => recorded(() => new PgBouncer("pooler", args));

describe("PgBouncer", () => {
    it("stands behind one private name, of which a client forgets the addresses within seconds", async () => {
        const all = await made();
        assert.equal(
            inputsOf(all, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").name,
            "acme-staging.internal",
        );
        const { name, dnsConfig } = inputsOf(all, "aws:servicediscovery/service:Service");
        assert.equal(name, "pooler");
        const { dnsRecords, routingPolicy } = dnsConfig as { dnsRecords: object[]; routingPolicy: string };
        assert.deepEqual([dnsRecords, routingPolicy], [[{ ttl: 5, type: "A" }], "MULTIVALUE"]);
        const service = inputsOf(all, "aws:ecs/service:Service");
        assert.deepEqual(service.serviceRegistries, { registryArn: "arn:pooler" });
        let host = "";
        await recorded(() => void ({ host } = new PgBouncer("pooler", args)));
        assert.equal(host, "pooler.acme-staging.internal");
    });

    it("lets in who wears its clients' group, and goes to the database and to AWS, and nowhere else", async () => {
        const all = await made();
        const inward = inputsOf(all, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        assert.deepEqual(
            [inward.securityGroupId, inward.referencedSecurityGroupId, inward.fromPort],
            ["pooler-server-id", "pooler-client-id", 6432],
        );
        const { securityGroups } = inputsOf(all, "aws:ecs/service:Service").networkConfiguration as {
            securityGroups: string[];
        };
        assert.deepEqual(securityGroups, ["pooler-id", "pooler-server-id", "sg-database-client"]);
    });

    it("alerts when clients wait, by the figure that PgBouncer writes every minute", async () => {
        const all = await made();
        const { metricTransformation, pattern } = inputsOf(
            all,
            "aws:cloudwatch/logMetricFilter:LogMetricFilter",
            "pooler-wait",
        );
        const alarm = inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm", "pooler-wait");
        const { name, namespace } = metricTransformation as Record<string, string>;
        assert.deepEqual([alarm.metricName, alarm.namespace], [name, namespace]);
        assert.equal(alarm.threshold, 1_000_000);
        assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
        assert.equal(pattern, '[..., name="wait", microseconds, unit="us"]');
    });

    it("alerts when queries take more than 10 ms on average for half an hour, by the same line", async () => {
        const all = await made();
        const filter = inputsOf(all, "aws:cloudwatch/logMetricFilter:LogMetricFilter", "pooler-queries");
        const alarm = inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm", "pooler-queries");
        const { name, value } = filter.metricTransformation as Record<string, string>;
        assert.deepEqual([name, value], [alarm.metricName, "$microseconds"]);
        assert.deepEqual([alarm.threshold, alarm.period, alarm.evaluationPeriods], [10_000, 60, 30]);
        // "… xact 600 us, query 500 us, wait 30 us"
        assert.equal(
            filter.pattern,
            '[..., name="query", microseconds, comma="us,", last="wait", waited, unit="us"]',
        );
    });

    it("alerts before that, when the worst of the poolers has a queue or few connections left for 5 minutes", async () => {
        const all = await made();
        const seen = ["pooler-waiting", "pooler-pools"].map((name) => {
            const alarm = inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm", name);
            assert.deepEqual([alarm.namespace, alarm.dimensions], ["Airworthy/acme-staging", undefined]);
            assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
            assert.match(String(alarm.alarmDescription), /docs\/runbooks\/pooler\.md/);
            return [alarm.metricName, alarm.statistic, alarm.threshold, alarm.evaluationPeriods];
        });
        assert.deepEqual(seen, [
            ["PoolerWaitingClients", "Maximum", 0, 5],
            ["PoolerPoolUsePercent", "Maximum", 80, 5],
        ]);
    });
});
