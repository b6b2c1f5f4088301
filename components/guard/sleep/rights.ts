import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { edgeRegion } from "../../parts/edge-region.ts";
import { here, toLog, type Account } from "../../parts/rights.ts";

export interface Sleeping {
    /** What the names of the function, its parameters and its mute rules start with. */
    prefix: string;
    logGroupName: pulumi.Input<string>;
    cluster: { clusterName: pulumi.Input<string> };
    /** The poolers first: the others need them. */
    services: Record<string, { serviceName: pulumi.Input<string> }>;
    /** Instances that hold data, by generations. None may have a replica: RDS stops no such instance. */
    database: { identifiers: Record<string, string> };
    /** What asks the database something every minute and every hour, and as which role. */
    manifest: { schedules: string[]; callerName: pulumi.Input<string> };
    /** The alarms that tell one of them are muted. */
    alertsTopicArn: pulumi.Input<string>;
    pageTopicArn: pulumi.Input<string>;
    edgeTopicArn: pulumi.Input<string>;
}

/** What the function does, action by action; AWS knows the looks for "*" only, where it says so. */
export function rightsTo(args: Account & Sleeping): aws.iam.PolicyStatement[] {
    const { prefix, cluster, services, database, manifest, accountId } = args;
    const allow = (
        Action: string[],
        Resource: aws.iam.PolicyStatement["Resource"],
        Condition?: aws.iam.PolicyStatement["Condition"],
    ): aws.iam.PolicyStatement => ({ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });
    const inCluster = (kind: string, rest: pulumi.Input<string>) =>
        here(args, "ecs", pulumi.interpolate`${kind}/${cluster.clusterName}/${rest}`);
    const instances = Object.values(database.identifiers).map((one) => here(args, "rds", `db:${one}`));
    const schedules = manifest.schedules.map((one) => here(args, "scheduler", `schedule/default/${one}`));
    return [
        toLog(args, args.logGroupName),
        allow(["rds:DescribeDBInstances", "rds:StartDBInstance", "rds:StopDBInstance"], instances),
        allow(
            ["ecs:DescribeServices", "ecs:UpdateService"],
            Object.values(services).map(({ serviceName }) => inCluster("service", serviceName)),
        ),
        allow(["ecs:ListTasks"], "*", {
            ArnEquals: {
                "ecs:cluster": here(args, "ecs", pulumi.interpolate`cluster/${cluster.clusterName}`),
            },
        }),
        allow(["ecs:DescribeTasks"], inCluster("task", "*")),
        allow(["application-autoscaling:DescribeScalableTargets"], "*"),
        allow(
            ["application-autoscaling:RegisterScalableTarget"],
            here(args, "application-autoscaling", "scalable-target/*"),
            {
                StringEquals: {
                    "application-autoscaling:service-namespace": "ecs",
                    "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
                },
            },
        ),
        allow(["scheduler:GetSchedule", "scheduler:UpdateSchedule"], schedules),
        // The schedule keeps the role that it has: who writes it hands it over once more.
        allow(["iam:PassRole"], pulumi.interpolate`arn:aws:iam::${accountId}:role/${manifest.callerName}`, {
            StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
        }),
        allow(
            ["ssm:GetParameters"],
            ["sleep", "awake-until"].map((one) => here(args, "ssm", `parameter/${prefix}/${one}`)),
        ),
        allow(["ssm:PutParameter"], here(args, "ssm", `parameter/${prefix}/sleep`)),
        ...[...new Set([args.region, edgeRegion])].flatMap((region) => toMute({ accountId, region }, prefix)),
    ];
}

/** In every region that has alarms of it. */
function toMute(at: Account, prefix: string): aws.iam.PolicyStatement[] {
    const [alarms, rules] = [
        here(at, "cloudwatch", "alarm:*"),
        here(at, "cloudwatch", `alarm-mute-rule:${prefix}-asleep-*`),
    ];
    return [
        { Effect: "Allow", Action: ["cloudwatch:DescribeAlarms"], Resource: alarms },
        // Asked for the rule, and for each alarm in it (API reference of PutAlarmMuteRule).
        { Effect: "Allow", Action: ["cloudwatch:PutAlarmMuteRule"], Resource: [rules, alarms] },
        { Effect: "Allow", Action: ["cloudwatch:DeleteAlarmMuteRule"], Resource: rules },
    ];
}
