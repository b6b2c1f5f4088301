import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here } from "../../parts/rights.ts";
import { check, type CheckArgs, type Hook } from "./check.ts";

export interface CostCheckArgs extends CheckArgs {
    cluster: { clusterName: pulumi.Input<string> };
    /** What the load balancer and its groups of targets are called in metrics. */
    balancer: {
        measured: { loadBalancer: pulumi.Input<string>; targetGroups: Record<string, pulumi.Input<string>> };
    };
    /** What the tasks run on. */
    cpuArchitecture: "X86_64" | "ARM64";
    /** Percent that a request may cost more than in the version before. */
    maxCostIncreasePercent: number;
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
    readonly hook: Hook;

    constructor(name: string, args: CostCheckArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:CostCheck", name, {}, opts);
        const { loadBalancer, targetGroups } = args.balancer.measured;
        this.hook = check(this, name, args, {
            called: "cost",
            says: "The check of what a new version costs",
            broke:
                "The check of what a release costs broke off without a verdict, and the release was rolled back: " +
                "docs/runbooks/cost.md.",
            ...{ stages: ["POST_PRODUCTION_TRAFFIC_SHIFT"], minutes: Math.ceil(limitSeconds / 60) },
            timeoutSeconds: limitSeconds,
            securityGroupIds: [],
            rights: toMeasure(args),
            variables: {
                LOAD_BALANCER: loadBalancer,
                TARGET_GROUPS: pulumi.all(Object.values(targetGroups)).apply((all) => all.join(",")),
                NAMESPACE: `Airworthy/${args.prefix}`,
                CPU_ARCHITECTURE: args.cpuArchitecture,
                MAX_COST_INCREASE_PERCENT: String(args.maxCostIncreasePercent),
                LIMIT_SECONDS: String(limitSeconds),
            },
        });
        this.registerOutputs({ functionArn: this.hook.functionArn });
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
