import { DescribeRulesCommand, DescribeTargetHealthCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { asked, type Cloud } from "../cloud.ts";

export interface Health {
    targets: number;
    healthy: number;
}

/** What each target group gets of the requests that a rule forwards, in percent: by the load balancer, not by ECS's plan. */
export async function weightsOf(cloud: Cloud, rule: string): Promise<Map<string, number>> {
    const question = new DescribeRulesCommand({ RuleArns: [rule] });
    const { Rules = [] } = await asked(
        "elasticloadbalancing:DescribeRules",
        cloud.balancers().send(question),
    );
    const forward = Rules[0]?.Actions?.find(({ Type }) => Type === "forward");
    const alone = forward?.TargetGroupArn ? [{ TargetGroupArn: forward.TargetGroupArn, Weight: 1 }] : [];
    const groups = forward?.ForwardConfig?.TargetGroups ?? alone;
    const sum = groups.reduce((total, { Weight = 0 }) => total + Weight, 0);
    return new Map(
        groups.map(({ TargetGroupArn = "", Weight = 0 }) => [TargetGroupArn, (100 * Weight) / (sum || 1)]),
    );
}

/** Targets that are about to be taken out are not counted. */
export async function healthOf(cloud: Cloud, TargetGroupArn: string): Promise<Health> {
    const question = new DescribeTargetHealthCommand({ TargetGroupArn });
    const { TargetHealthDescriptions = [] } = await asked(
        "elasticloadbalancing:DescribeTargetHealth",
        cloud.balancers().send(question),
    );
    const states = TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State);
    const live = states.filter((state) => state !== "draining" && state !== "unused");
    return { targets: live.length, healthy: live.filter((state) => state === "healthy").length };
}
