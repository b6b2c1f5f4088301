import * as aws from "@pulumi/aws";
import { balancers } from "./balancers.ts";
import type { ResourceClass } from "./graph.ts";

interface Named {
    /** The types of resource of which the value names one. */
    types: ResourceClass[];
    /** By which of their properties. */
    by: string;
    /** Until that is known: another property, and what of the value is its text. */
    before?: { by: string; of(value: string): string };
    /** Values that may well name what this stack does not own. */
    elsewhere?: RegExp;
}

const targetGroups: ResourceClass[] = [aws.lb.TargetGroup, aws.alb.TargetGroup];
const { Certificate, CertificateValidation } = aws.acm;

/** What a dimension's value names. */
export const dimensions: Record<string, Named> = {
    // The group's own name is no node's.
    CacheClusterId: {
        types: [aws.elasticache.ReplicationGroup],
        by: "memberClusters",
        before: { by: "replicationGroupId", of: (value) => /^(.+?)(-\d{4})?-\d{3}$/.exec(value)?.[1] ?? "" },
    },
    CacheNodeId: { types: [], by: "", elsewhere: /^0001$/ },
    CanaryName: { types: [aws.synthetics.Canary], by: "name" },
    CertificateArn: {
        types: [Certificate, CertificateValidation],
        by: "arn",
        elsewhere: /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/.+$/,
    },
    ClusterName: { types: [aws.ecs.Cluster], by: "name" },
    DistributionId: { types: [aws.cloudfront.Distribution], by: "arn" },
    // Every one of CloudFront's, and of a firewall's own rules together.
    Region: { types: [], by: "", elsewhere: /^Global$/ },
    Rule: { types: [], by: "", elsewhere: /^ALL$/ },
    WebACL: { types: [aws.wafv2.WebAcl], by: "name" },
    DBInstanceIdentifier: { types: [aws.rds.Instance], by: "identifier" },
    // X-Ray has one of its own, of all traces.
    GroupName: { types: [aws.xray.Group], by: "groupName", elsewhere: /^Default$/ },
    FunctionName: { types: [aws.lambda.Function], by: "name" },
    LoadBalancer: { types: balancers, by: "arnSuffix" },
    QueueName: { types: [aws.sqs.Queue], by: "name" },
    RuleName: { types: [aws.cloudwatch.EventRule], by: "name" },
    ScheduleGroup: { types: [aws.scheduler.ScheduleGroup], by: "name" },
    application_name: { types: [aws.cloudcontrol.Resource], by: "desiredState" },
    ServiceName: { types: [aws.ecs.Service], by: "name" },
    TargetGroup: { types: targetGroups, by: "arnSuffix" },
};
