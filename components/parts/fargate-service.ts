import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { notOverNewer } from "./not-over-newer.ts";
import { outwardGroup } from "./outward-group.ts";
import { scale, type Measure, type Step } from "./scaling.ts";

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
    /** What says how many there should be, by names. */
    measures: (service: aws.ecs.Service) => Record<string, Measure | Step>;
    /** How others find the tasks. @default nobody has to: they ask for their work themselves */
    found?: Pick<
        aws.ecs.ServiceArgs,
        "loadBalancers" | "healthCheckGracePeriodSeconds" | "serviceRegistries"
    >;
    /** Alarms that take a new version back when they ring, where there is no `release` that has its own. @default none */
    rollbackAlarmNames?: pulumi.Input<string>[];
    /** How a new version comes in. @default one set of tasks is replaced by the next */
    release?: Release;
}

interface Release {
    deployment: Pick<aws.ecs.ServiceArgs, "deploymentConfiguration" | "alarms">;
    /** The longest that a deployment takes. */
    minutes: number;
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
    const own = outwardGroup(parent, name, { vpcId, description: args.says });
    const service = new aws.ecs.Service(
        name,
        {
            cluster: args.cluster.arn,
            taskDefinition: args.task.definitionArn,
            launchType: "FARGATE",
            desiredCount: args.minTasks,
            networkConfiguration: {
                subnets,
                securityGroups: [own, ...args.securityGroupIds],
                assignPublicIp: false,
            },
            ...args.found,
            ...(args.rollbackAlarmNames && {
                alarms: { alarmNames: args.rollbackAlarmNames, enable: true, rollback: true },
            }),
            // All old tasks stay until all new ones are healthy.
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            availabilityZoneRebalancing: "ENABLED",
            // A deployment that failed makes `pulumi up` fail.
            waitForSteadyState: true,
            ...args.release?.deployment,
            enableEcsManagedTags: true,
            propagateTags: "SERVICE",
        },
        {
            parent,
            ...optionsOf(args),
            hooks: { beforeUpdate: [notOverNewer(parent, name, args.cluster.arn)] },
        },
    );
    scale(parent, name, {
        resourceId: pulumi.interpolate`service/${args.cluster.clusterName}/${service.name}`,
        ...{ minTasks: args.minTasks, maxTasks: args.maxTasks, measures: args.measures(service) },
    });
    return service;
}

/**
 * Autoscaling owns the number of tasks. Between two groups of targets ECS decides which one serves, and an update that
 * names them sends it back to the first of them (hashicorp/terraform-provider-aws#45678).
 */
function optionsOf({ release }: FargateServiceArgs): pulumi.CustomResourceOptions {
    if (release === undefined) return { ignoreChanges: ["desiredCount"] };
    const all = `${release.minutes}m`;
    return {
        ignoreChanges: ["desiredCount", "loadBalancers"],
        customTimeouts: { create: all, update: all },
    };
}
