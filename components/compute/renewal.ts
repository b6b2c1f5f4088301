import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../parts/alarm.ts";
import { afterWaking, type Awake } from "../parts/awake.ts";
import { policyOf, trustedBy } from "../parts/rights.ts";
import { toPeople, type Heard } from "../parts/told.ts";

export interface RenewalArgs extends Heard {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** What the name of the group of schedules starts with: at most 56 letters, digits, hyphens and underscores. */
    prefix: string;
    cluster: { clusterName: pulumi.Input<string> };
    /** The services whose tasks start anew, by a name for the schedule: one after the other, an hour apart. */
    services: Record<string, { serviceName: pulumi.Input<string> } | undefined>;
    /** Then they start anew. @default always, and they do at 8 UTC */
    awake?: Awake | undefined;
}

/** UTC. Midweek, so that people are at work when a start fails; the first service's hour. */
const firstHour = 8;

/**
 * Starts the tasks of each service anew once a week, as a deployment of the revision that runs: one that does not come up
 * is rolled back. A task reads its secrets when it starts, and a password holds until the rotation after the next, 30 days
 * at the least: so four tries fall into the life of each.
 */
export class Renewal extends pulumi.ComponentResource {
    /** Those that are there, in the same order. */
    readonly services: Record<string, { serviceName: pulumi.Input<string> }> = {};

    constructor(name: string, args: RenewalArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Renewal", name, {}, opts);
        const { accountId, region, prefix, awake } = args;
        for (const [service, one] of Object.entries(args.services)) if (one) this.services[service] = one;
        const { clusterName } = args.cluster;
        const groupName = `${prefix}-renewal`;
        const child = { parent: this };
        const services = Object.entries(this.services).map(([service, { serviceName }], at) => ({
            ...{ service, serviceName },
            when: afterWaking(awake, 1 + at, `cron(0 ${firstHour + at} ? * WED *)`, "WED"),
            arn: pulumi.interpolate`arn:aws:ecs:${region}:${accountId}:service/${clusterName}/${serviceName}`,
        }));
        const role = new aws.iam.Role(
            name,
            { assumeRolePolicy: trustedBy("scheduler.amazonaws.com", args) },
            child,
        );
        const restart: aws.iam.PolicyStatement = {
            Effect: "Allow",
            Action: "ecs:UpdateService",
            Resource: services.map(({ arn }) => arn),
        };
        const policy = policyOf([restart]);
        const rights = new aws.iam.RolePolicy(name, { role: role.id, policy }, child);
        // A group of its own has metrics of its own.
        const group = new aws.scheduler.ScheduleGroup(name, { name: groupName }, child);
        for (const { service, serviceName: Service, when } of services) {
            const input = pulumi.jsonStringify({ Cluster: clusterName, Service, ForceNewDeployment: true });
            const retryPolicy = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 };
            const arn = "arn:aws:scheduler:::aws-sdk:ecs:updateService";
            new aws.scheduler.Schedule(
                `${name}-${service}`,
                {
                    groupName: group.name,
                    ...when,
                    flexibleTimeWindow: { mode: "OFF" },
                    target: { arn, roleArn: role.arn, input, retryPolicy },
                },
                { parent: this, dependsOn: [rights] },
            );
        }
        this.tellFailures(
            name,
            args,
            services.map(({ arn }) => arn),
        );
        this.registerOutputs({});
    }

    /** Any deployment that fails, whoever began it; and a call of the scheduler that never got through. */
    private tellFailures(name: string, args: RenewalArgs, resources: pulumi.Input<string>[]): void {
        const child = { parent: this };
        const rule = new aws.cloudwatch.EventRule(
            name,
            {
                description: "Deployments of ECS that failed",
                eventPattern: pulumi.jsonStringify({
                    source: ["aws.ecs"],
                    "detail-type": ["ECS Deployment State Change"],
                    resources,
                    detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
                }),
            },
            child,
        );
        new aws.cloudwatch.EventTarget(name, { rule: rule.name, ...toPeople(args) }, child);
        new aws.cloudwatch.MetricAlarm(
            name,
            {
                alarmDescription:
                    "EventBridge Scheduler could not restart a service, so that its passwords grow old. Run `aws ecs update-service --force-new-deployment` for it, and look for AccessDenied in CloudTrail. " +
                    `docs/runbooks/rotation.md. ${tellsWithin(5)}`,
                namespace: "AWS/Scheduler",
                metricName: "InvocationDroppedCount",
                dimensions: { ScheduleGroup: `${args.prefix}-renewal` },
                statistic: "Sum",
                // An hour, in seconds.
                ...{ period: 3600, evaluationPeriods: 1 },
                ...{ comparisonOperator: "GreaterThanThreshold", threshold: 0 },
                // Nothing was dropped.
                treatMissingData: "notBreaching",
                alarmActions: [args.alertsTopicArn],
            },
            child,
        );
    }
}
