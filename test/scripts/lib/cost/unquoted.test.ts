import assert from "node:assert/strict";
import { added, alarmOf, costOf, databaseOf, tasksOf } from "../../../support/added.ts";

const webAcl = (inputs: object) => added("aws:wafv2/webAcl:WebAcl", { rules: [], ...inputs });
const managed = (vendorName: string, name: string) =>
    webAcl({ rules: [{ statement: { managedRuleGroupStatement: { vendorName, name } } }] });

describe("what a program adds and nobody has quoted", () => {
    for (const [fact, resources, price] of [
        [
            "tasks that may be interrupted",
            tasksOf({ capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] }),
            "fargate-spot-x86_64-vcpu-hour",
        ],
        ["tasks on machines", tasksOf({ launchType: "EC2" }), "ec2-x86_64-vcpu-hour"],
        [
            "tasks of Windows",
            tasksOf({}, { runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" } }),
            "fargate-windows-x86_64-vcpu-hour",
        ],
        [
            "a larger disk of a task",
            tasksOf({}, { ephemeralStorage: { sizeInGib: 100 } }),
            "fargate-disk-gb-hour",
        ],
        ["a database's IOPS", databaseOf({ iops: 4000 }), "rds-gp3-single-az-iops-month"],
        ["a database's throughput", databaseOf({ storageThroughput: 500 }), "rds-gp3-single-az-mbps-month"],
        ["Database Insights", databaseOf({ databaseInsightsMode: "advanced" }), "rds-insights-vcpu-hour"],
        ["Enhanced Monitoring", databaseOf({ monitoringInterval: 1 }), "logs-ingested-gb"],
        [
            "a table's capacity",
            [added("aws:dynamodb/table:Table", { writeCapacity: 1000, readCapacity: 10 })],
            "dynamodb-write-unit-hour",
        ],
        [
            "a table's copy in another region",
            [
                added("aws:dynamodb/table:Table", {
                    billingMode: "PAY_PER_REQUEST",
                    replicas: [{ regionName: "us-west-2" }],
                }),
            ],
            "dynamodb-replicated-write-million",
        ],
        [
            "a queue in order",
            [added("aws:sqs/queue:Queue", { fifoQueue: true })],
            "sqs-fifo-requests-million",
        ],
        [
            "text messages",
            [added("aws:sns/topicSubscription:TopicSubscription", { protocol: "sms" })],
            "sns-sms-100k",
        ],
        [
            "old versions that change their class",
            [
                added("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", {
                    rules: [{ noncurrentVersionTransitions: [{ storageClass: "GLACIER" }] }],
                }),
            ],
            "s3-transition",
        ],
        [
            "another endpoint than the two that are quoted",
            [added("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType: "GatewayLoadBalancer" })],
            "vpc-endpoint-gatewayloadbalancer-hour",
        ],
        [
            "a network load balancer",
            [added("aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network", internal: true })],
            "load-balancer-network-hour",
        ],
        [
            "addresses of a distribution's own",
            [
                added("aws:cloudfront/distribution:Distribution", {
                    viewerCertificate: { sslSupportMethod: "vip" },
                }),
            ],
            "cloudfront-own-addresses-month",
        ],
        [
            "Origin Shield",
            [
                added("aws:cloudfront/distribution:Distribution", {
                    origins: [{ originShield: { enabled: true } }],
                }),
            ],
            "cloudfront-shield-10k",
        ],
        ["the control of bots", [managed("AWS", "AWSManagedRulesBotControlRuleSet")], "waf-dear-group-month"],
        ["a firewall's group that somebody else sells", [managed("F5", "F5OWASP")], "waf-dear-group-month"],
        [
            "looking at large bodies",
            [
                webAcl({
                    associationConfig: {
                        requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_64" } }],
                    },
                }),
            ],
            "waf-body-16kb-million",
        ],
        [
            "a private certificate",
            [added("aws:acm/certificate:Certificate", { certificateAuthorityArn: "arn:aws:acm-pca:x" })],
            "certificate-private",
        ],
        [
            "a certificate that can be taken elsewhere",
            [added("aws:acm/certificate:Certificate", { options: { export: "ENABLED" } })],
            "certificate-exportable",
        ],
        ["an alarm on a query", alarmOf('SELECT MAX(CPU) FROM "AWS/EC2"'), "alarm-metric-month"],
        [
            "a metric by what the log says",
            [
                added("aws:cloudwatch/logMetricFilter:LogMetricFilter", {
                    metricTransformation: { namespace: "Shop", name: "Sold", dimensions: { Kind: "$.kind" } },
                }),
            ],
            "custom-metric-month",
        ],
        [
            "logs that are seldom read",
            [added("aws:cloudwatch/logGroup:LogGroup", { logGroupClass: "INFREQUENT_ACCESS" })],
            "infrequent_access-ingested-gb",
        ],
        [
            "looking at rights that nobody uses",
            [added("aws:accessanalyzer/analyzer:Analyzer", { type: "ACCOUNT_UNUSED_ACCESS" })],
            "access-analyzer-month",
        ],
        [
            "CloudTrail's insights",
            [
                added("aws:cloudtrail/trail:Trail", {
                    insightSelectors: [{ insightType: "ApiCallRateInsight" }],
                }),
            ],
            "cloudtrail-insights-100k",
        ],
        [
            "functions that Inspector scans",
            [added("aws:inspector2/enabler:Enabler", { resourceTypes: ["LAMBDA"] })],
            "inspector-function-month",
        ],
        [
            "machines that Inspector scans",
            [added("aws:inspector2/enabler:Enabler", { resourceTypes: ["EC2"] })],
            "inspector-ec2",
        ],
        [
            "a type of Cloud Control's",
            [added("aws:cloudcontrol/resource:Resource", { typeName: "AWS::MSK::Cluster" })],
            "not in the table",
        ],
        [
            "a schedule that only the cloud knows",
            [added("aws:synthetics/canary:Canary", { schedule: { expression: "cron(soon)" } })],
            "canary-run",
        ],
    ] as const) {
        it(`is unknown by name: ${fact}`, () => {
            const { unknown } = costOf(...resources);
            assert.ok(
                unknown.some(({ priceId }) => priceId === price),
                unknown.map(({ priceId }) => priceId).join(", "),
            );
        });
    }
});
