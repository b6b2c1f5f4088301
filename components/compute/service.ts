import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { fargateService, type FargateServiceArgs } from "../parts/fargate-service.ts";
import type { Account } from "../parts/rights.ts";
import { byProcessor } from "../parts/scaling.ts";
import { release, type ReleaseArgs } from "./service/release.ts";

type Omitted = "says" | "measures" | "found" | "task" | "release";
type Metric =
    aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetric;

export interface ServiceArgs extends Omit<FargateServiceArgs, Omitted>, Account {
    task: { definitionArn: pulumi.Input<string>; containerName: string };
    /** Port on which the container listens. */
    port: number;
    /** The two groups of targets that send requests, and what they are called in metrics. */
    target: {
        ways: Ways;
        measured: { loadBalancer: pulumi.Input<string>; targetGroups: Record<string, pulumi.Input<string>> };
        /** Worn by the tasks, so that it reaches them. */
        targetSecurityGroupId: pulumi.Input<string>;
    };
    /** How a new version comes in. */
    release: Omit<ReleaseArgs, keyof Account>;
    /** Requests a minute that one task is to serve; above it more tasks start. */
    requestsPerTask: number;
    /** Average CPU in percent above which more tasks start. @default 60, which leaves room while they do. */
    cpuPercent?: number;
}

interface Ways {
    targetGroupArn: pulumi.Input<string>;
    alternateTargetGroupArn: pulumi.Input<string>;
    productionListenerRule: pulumi.Input<string>;
    testListenerRule: pulumi.Input<string>;
}

/** Tasks behind a load balancer that serve what users ask for. */
export class Service extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;

    constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Service", name, {}, opts);
        const { cpuPercent = 60, target, task, accountId, region } = args;
        const { moverRoleArn: roleArn, ...coming } = release(this, name, {
            ...{ accountId, region },
            ...args.release,
        });
        const { targetGroupArn, ...others } = target.ways;
        const service = fargateService(this, name, {
            ...args,
            says: "Tasks of the service",
            securityGroupIds: [target.targetSecurityGroupId, ...args.securityGroupIds],
            release: coming,
            measures: (service) => ({
                cpu: byProcessor(cpuPercent),
                requests: {
                    targetValue: args.requestsPerTask,
                    customizedMetricSpecification: { metrics: requestsPerTask(args, service) },
                },
            }),
            found: {
                loadBalancers: [
                    {
                        targetGroupArn,
                        containerName: task.containerName,
                        containerPort: args.port,
                        advancedConfiguration: { ...others, roleArn },
                    },
                ],
                // Seconds in which a new task may fail its health checks.
                healthCheckGracePeriodSeconds: 60,
            },
        });
        this.serviceName = service.name;
        this.registerOutputs({ serviceName: this.serviceName });
    }
}

/**
 * Requests a minute to both groups of targets, by the tasks that serve. AWS's own metric names one group, and sees
 * nothing once the other one serves (aws/containers-roadmap#1681). While both versions run, half of the tasks have no
 * users: then the number that is wanted counts.
 */
function requestsPerTask({ target, cluster }: ServiceArgs, service: aws.ecs.Service): Metric[] {
    const { loadBalancer, targetGroups } = target.measured;
    const metric = (
        id: string,
        namespace: string,
        metricName: string,
        stat: string,
        named: Record<string, pulumi.Input<string>>,
    ): Metric => ({
        id,
        returnData: false,
        metricStat: {
            stat,
            metric: {
                ...{ namespace, metricName },
                dimensions: Object.entries(named).map(([name, value]) => ({ name, value })),
            },
        },
    });
    const requests = Object.entries(targetGroups).map(([id, TargetGroup]) =>
        metric(id, "AWS/ApplicationELB", "RequestCount", "Sum", {
            TargetGroup,
            LoadBalancer: loadBalancer,
        }),
    );
    const tasks = { ClusterName: cluster.clusterName, ServiceName: service.name };
    const [running, wanted] = ["Running", "Desired"].map((which) =>
        metric(which.toLowerCase(), "ECS/ContainerInsights", `${which}TaskCount`, "Average", tasks),
    );
    // A list leaves out what has no data, which a sum of two would be without: a group that no request reaches has none.
    const expression = `SUM([${Object.keys(targetGroups).join(", ")}]) / MIN([running, desired])`;
    return [...requests, running!, wanted!, { id: "requests", expression, returnData: true }];
}
