import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ServiceArgs {
    /** The VPC, and subnets in at least two of its zones that can call out and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    cluster: { arn: pulumi.Input<string>; clusterName: pulumi.Input<string> };
    task: { definitionArn: pulumi.Input<string>; containerName: string };
    /** Port on which the container listens. */
    port: number;
    /** Target group that sends requests, and its name in metrics. */
    target: { targetGroupArn: pulumi.Input<string>; resourceLabel: pulumi.Input<string> };
    /** Security groups that open the way from the load balancer and to the database. */
    securityGroupIds: pulumi.Input<string>[];
    /** Tasks that always run, at least 2. */
    minTasks: number;
    /** Tasks that a busy hour may reach. */
    maxTasks: number;
    /** Requests a minute that one task is to serve; above it more tasks start. */
    requestsPerTask: number;
    /** Average CPU in percent above which more tasks start. @default 60, which leaves room while they do. */
    cpuPercent?: number;
}

/**
 * Tasks in several zones behind a load balancer: replaced one set by the next, back to the old set when the new one
 * does not come up, and as many as the load asks for.
 */
export class Service extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;

    constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Service", name, {}, opts);
        if (args.minTasks < 2) throw new Error(`${name}: minTasks is ${args.minTasks}; use 2 or more.`);
        const own = this.openToServices(name, args.network.vpcId);
        const service = new aws.ecs.Service(
            name,
            {
                cluster: args.cluster.arn,
                taskDefinition: args.task.definitionArn,
                launchType: "FARGATE",
                desiredCount: args.minTasks,
                networkConfiguration: {
                    subnets: args.network.privateSubnetIds,
                    securityGroups: [own, ...args.securityGroupIds],
                    assignPublicIp: false,
                },
                loadBalancers: [
                    {
                        targetGroupArn: args.target.targetGroupArn,
                        containerName: args.task.containerName,
                        containerPort: args.port,
                    },
                ],
                // All old tasks stay until all new ones are healthy.
                deploymentMinimumHealthyPercent: 100,
                deploymentMaximumPercent: 200,
                deploymentCircuitBreaker: { enable: true, rollback: true },
                // Seconds in which a new task may fail its health checks.
                healthCheckGracePeriodSeconds: 60,
                availabilityZoneRebalancing: "ENABLED",
                // A deployment that failed makes `pulumi up` fail.
                waitForSteadyState: true,
                enableEcsManagedTags: true,
                propagateTags: "SERVICE",
            },
            // Autoscaling owns the number of tasks.
            { parent: this, ignoreChanges: ["desiredCount"] },
        );
        this.serviceName = service.name;
        this.scale(name, args);
        this.registerOutputs({ serviceName: this.serviceName });
    }

    /** AWS's services and other people's answer on 443; nothing else is open from here. */
    private openToServices(name: string, vpcId: pulumi.Input<string>): pulumi.Output<string> {
        const child = { parent: this };
        const group = new aws.ec2.SecurityGroup(name, { vpcId, description: "Tasks of the service" }, child);
        new aws.vpc.SecurityGroupEgressRule(
            name,
            {
                securityGroupId: group.id,
                cidrIpv4: "0.0.0.0/0",
                ipProtocol: "tcp",
                fromPort: 443,
                toPort: 443,
            },
            child,
        );
        return group.id;
    }

    private scale(name: string, args: ServiceArgs): void {
        const { cpuPercent = 60 } = args;
        const scaled = new aws.appautoscaling.Target(
            name,
            {
                serviceNamespace: "ecs",
                scalableDimension: "ecs:service:DesiredCount",
                resourceId: pulumi.interpolate`service/${args.cluster.clusterName}/${this.serviceName}`,
                minCapacity: args.minTasks,
                maxCapacity: args.maxTasks,
            },
            { parent: this },
        );
        const measures = {
            cpu: { targetValue: cpuPercent, predefinedMetricType: "ECSServiceAverageCPUUtilization" },
            requests: {
                targetValue: args.requestsPerTask,
                predefinedMetricType: "ALBRequestCountPerTarget",
                resourceLabel: args.target.resourceLabel,
            },
        };
        for (const [measure, { targetValue, ...predefinedMetricSpecification }] of Object.entries(measures)) {
            new aws.appautoscaling.Policy(
                `${name}-${measure}`,
                {
                    policyType: "TargetTrackingScaling",
                    serviceNamespace: scaled.serviceNamespace,
                    scalableDimension: scaled.scalableDimension,
                    resourceId: scaled.resourceId,
                    targetTrackingScalingPolicyConfiguration: { targetValue, predefinedMetricSpecification },
                },
                { parent: this },
            );
        }
    }
}
