import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../../parts/function-alarm.ts";
import { here, type Account } from "../../parts/rights.ts";
import { vpcFunction } from "../../parts/vpc-function.ts";

export interface CostCheckArgs extends Account {
    /** What the function's name starts with; no other environment of the account may have it. */
    prefix: string;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    cluster: { clusterName: pulumi.Input<string> };
    /** Log group of the verdicts. */
    logGroupName: pulumi.Input<string>;
    code: { archive: pulumi.Input<pulumi.asset.Archive> };
    /** What the load balancer and its groups of targets are called in metrics. */
    balancer: {
        measured: { loadBalancer: pulumi.Input<string>; targetGroups: Record<string, pulumi.Input<string>> };
    };
    /** What the tasks run on. */
    cpuArchitecture: "X86_64" | "ARM64";
    /** Percent that a request may cost more than in the version before. */
    maxCostIncreasePercent: number;
    /** Where it is told that the function itself failed. */
    alertsTopicArn: pulumi.Input<string>;
}

/**
 * Seconds. Three minutes of the new version and three until CloudWatch has them are the least; a site with few requests has
 * some minutes more to bring a thousand. ECS allows 15 minutes (Developer Guide, "Lifecycle hooks").
 */
const limitSeconds = 840;

/**
 * Takes a version back of which each request costs more than before, once all users have it: CPU that tasks have worked,
 * traffic, and what the app says that it has paid others, at list prices. Idle capacity is no part of it.
 */
export class CostCheck extends pulumi.ComponentResource {
    /** Which function ECS has to call, when, and the longest that it takes. */
    readonly hook: {
        functionArn: pulumi.Output<string>;
        functionName: string;
        stages: string[];
        minutes: number;
    };

    constructor(name: string, args: CostCheckArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:CostCheck", name, {}, opts);
        const { prefix, alertsTopicArn } = args;
        const { loadBalancer, targetGroups } = args.balancer.measured;
        const functionName = `${prefix}-cost`;
        const run = vpcFunction(this, name, {
            ...args,
            functionName,
            says: "The check of what a new version costs",
            code: args.code.archive,
            securityGroupIds: [],
            rights: toMeasure(args),
            timeoutSeconds: limitSeconds,
            variables: {
                LOAD_BALANCER: loadBalancer,
                TARGET_GROUPS: pulumi.all(Object.values(targetGroups)).apply((all) => all.join(",")),
                NAMESPACE: `Airworthy/${prefix}`,
                CPU_ARCHITECTURE: args.cpuArchitecture,
                MAX_COST_INCREASE_PERCENT: String(args.maxCostIncreasePercent),
                LIMIT_SECONDS: String(limitSeconds),
            },
        });
        // A version that costs too much is no failure of the function: the deployment tells that.
        const says =
            "The check of what a release costs broke off without a verdict, and the release was rolled back: " +
            "docs/runbooks/cost.md.";
        functionAlarm(this, name, { run, says, alertsTopicArn });
        const [minutes, stages] = [Math.ceil(limitSeconds / 60), ["POST_PRODUCTION_TRAFFIC_SHIFT"]];
        this.hook = { functionArn: run.arn, functionName, stages, minutes };
        this.registerOutputs({ functionArn: run.arn });
    }
}

/** AWS knows the first action for "*" only. */
function toMeasure({ cluster: { clusterName }, ...account }: CostCheckArgs): aws.iam.PolicyStatement[] {
    const deployments = here(account, "ecs", pulumi.interpolate`service-deployment/${clusterName}/*`);
    return [
        { Effect: "Allow", Action: "cloudwatch:GetMetricData", Resource: "*" },
        { Effect: "Allow", Action: "ecs:DescribeServiceDeployments", Resource: deployments },
    ];
}
