import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface FargateServiceArgs {
    /** What its security group is of. */
    says: string;
    /** The VPC, and subnets in at least two of its zones that can call out and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    cluster: { arn: pulumi.Input<string>; clusterName: pulumi.Input<string> };
    task: { definitionArn: pulumi.Input<string> };
    /** Worn by the tasks besides a group that opens the way to AWS's services and other people's, on 443. */
    securityGroupIds: pulumi.Input<string>[];
    /** Tasks that always run, at least 2. */
    minTasks: number;
    /** Tasks that a busy hour may reach. */
    maxTasks: number;
    /** What they are measured by: the metric, its name, and the average above which more start. */
    measures: Record<string, Measure>;
    /** How others find the tasks. */
    found: Pick<aws.ecs.ServiceArgs, "loadBalancers" | "healthCheckGracePeriodSeconds" | "serviceRegistries">;
}

interface Measure {
    targetValue: number;
    predefinedMetricType: string;
    resourceLabel?: pulumi.Input<string>;
}

/**
 * Tasks in several zones: replaced one set by the next, back to the old set when the new one does not come up, and as
 * many as the load asks for.
 */
export function fargateService(
    parent: pulumi.Resource,
    name: string,
    args: FargateServiceArgs,
): aws.ecs.Service {
    if (args.minTasks < 2) throw new Error(`${name}: minTasks is ${args.minTasks}; use 2 or more.`);
    const { vpcId, privateSubnetIds: subnets } = args.network;
    const own = new aws.ec2.SecurityGroup(name, { vpcId, description: args.says }, { parent });
    const way = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    new aws.vpc.SecurityGroupEgressRule(name, { ...way, securityGroupId: own.id }, { parent });
    const service = new aws.ecs.Service(
        name,
        {
            cluster: args.cluster.arn,
            taskDefinition: args.task.definitionArn,
            launchType: "FARGATE",
            desiredCount: args.minTasks,
            networkConfiguration: {
                subnets,
                securityGroups: [own.id, ...args.securityGroupIds],
                assignPublicIp: false,
            },
            ...args.found,
            // All old tasks stay until all new ones are healthy.
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            availabilityZoneRebalancing: "ENABLED",
            // A deployment that failed makes `pulumi up` fail.
            waitForSteadyState: true,
            enableEcsManagedTags: true,
            propagateTags: "SERVICE",
        },
        // Autoscaling owns the number of tasks.
        { parent, ignoreChanges: ["desiredCount"] },
    );
    scale(parent, name, service, args);
    return service;
}

function scale(
    parent: pulumi.Resource,
    name: string,
    service: aws.ecs.Service,
    args: FargateServiceArgs,
): void {
    const scaled = new aws.appautoscaling.Target(
        name,
        {
            serviceNamespace: "ecs",
            scalableDimension: "ecs:service:DesiredCount",
            resourceId: pulumi.interpolate`service/${args.cluster.clusterName}/${service.name}`,
            minCapacity: args.minTasks,
            maxCapacity: args.maxTasks,
        },
        { parent },
    );
    for (const [measure, { targetValue, ...predefinedMetricSpecification }] of Object.entries(
        args.measures,
    )) {
        new aws.appautoscaling.Policy(
            `${name}-${measure}`,
            {
                policyType: "TargetTrackingScaling",
                serviceNamespace: scaled.serviceNamespace,
                scalableDimension: scaled.scalableDimension,
                resourceId: scaled.resourceId,
                targetTrackingScalingPolicyConfiguration: { targetValue, predefinedMetricSpecification },
            },
            { parent },
        );
    }
}
