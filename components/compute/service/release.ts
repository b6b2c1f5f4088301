import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, policyOf, trusting, type Account } from "../../parts/rights.ts";

export interface ReleaseArgs extends Account {
    /** "canary" moves 5 % of the users first and the rest after `canaryMinutes`; "blueGreen" moves all at once. */
    strategy: "canary" | "blueGreen";
    /** Minutes at 5 %, 1 to 1440. */
    canaryMinutes: number;
    /** Minutes in which the old version stays beside the new one, so that the way back takes no start, 1 to 1440. */
    bakeMinutes: number;
    /** What the names of the load balancer and its groups of targets start with. */
    balancerName: string;
    /** Functions that may refuse a version: each answers within its own time. */
    hooks: Hook[];
    /** Alarms that take a version back when they ring. */
    alarmNames: pulumi.Input<string>[];
}

export interface Hook {
    functionArn: pulumi.Input<string>;
    functionName: string;
    /** When it is asked, in the words of ECS: PRE_SCALE_UP, POST_TEST_TRAFFIC_SHIFT. */
    stages: string[];
    /** The longest that it takes at one stage. */
    minutes: number;
}

/** Percent of users that meet a new version first; ECS's own default (API reference, "CanaryConfiguration"). */
const canaryPercent = 5;
/** Minutes for all that is neither bake nor hook: a pull, starts, health checks, draining. An allowance, not measured. */
const startMinutes = 30;

/**
 * How a new version comes in, in the words of ECS: beside the old one, tested before any user, with a few users, then all,
 * and back by itself when a hook says no or an alarm rings.
 */
export function release(parent: pulumi.Resource, name: string, args: ReleaseArgs) {
    const { strategy, canaryMinutes, bakeMinutes, hooks, alarmNames } = args;
    const asked = hooks.reduce((sum, { stages, minutes }) => sum + stages.length * minutes, 0);
    const isCanary = strategy === "canary";
    const functions = hooks.map(({ functionName }) => here(args, "lambda", `function:${functionName}`));
    const invoke = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functions } as const;
    const roleArn = hooks.length > 0 ? roleOf(parent, `${name}-hooks`, [invoke]) : undefined;
    const deployment: Pick<aws.ecs.ServiceArgs, "deploymentConfiguration" | "alarms"> = {
        deploymentConfiguration: {
            strategy: isCanary ? "CANARY" : "BLUE_GREEN",
            bakeTimeInMinutes: String(bakeMinutes),
            ...(isCanary && {
                canaryConfiguration: { canaryPercent, canaryBakeTimeInMinutes: String(canaryMinutes) },
            }),
            lifecycleHooks: hooks.map(({ functionArn, stages }) => ({
                targetType: "AWS_LAMBDA",
                hookTargetArn: functionArn,
                roleArn,
                lifecycleStages: stages,
            })),
        },
        alarms: { alarmNames, enable: true, rollback: true },
    };
    return {
        deployment,
        /** ECS takes it to move users from one group of targets to the other. */
        moverRoleArn: roleOf(parent, `${name}-mover`, toMove(args)),
        /** Longer than a deployment with all its waits, so that Pulumi is there to tell how it ended. */
        minutes: startMinutes + (isCanary ? canaryMinutes : 0) + bakeMinutes + asked,
    };
}

/**
 * A role that ECS takes; known once it has its rights. Its trust is what the Developer Guide has, word by word ("Amazon ECS
 * infrastructure IAM role for load balancers" and "Permissions required for Lambda functions in Amazon ECS blue/green
 * deployments", read on 2026-11-23): nobody says that ECS names an account when it takes one, and another account can't
 * hand it this role.
 */
function roleOf(parent: pulumi.Resource, name: string, statements: aws.iam.PolicyStatement[]) {
    const assumeRolePolicy = trusting("ecs.amazonaws.com");
    const role = new aws.iam.Role(name, { assumeRolePolicy }, { parent });
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy: policyOf(statements) }, { parent });
    return pulumi.all([role.arn, rights.id]).apply(([arn]) => arn);
}

/**
 * What AmazonECSInfrastructureRolePolicyForLoadBalancers lets ECS do, to what is called so and nothing else. Pulumi ends
 * the names in letters of its own.
 */
function toMove(args: ReleaseArgs): aws.iam.PolicyStatement[] {
    const allow = (actions: string[], ...resources: string[]): aws.iam.PolicyStatement => ({
        Effect: "Allow",
        Action: actions.map((action) => `elasticloadbalancing:${action}`),
        Resource: resources.map((one) => (one === "*" ? one : here(args, "elasticloadbalancing", one))),
    });
    const described = ["TargetGroups", "TargetHealth", "Rules", "Listeners"];
    const called = `app/${args.balancerName}-*`;
    return [
        // AWS knows these for "*" only.
        allow(
            described.map((what) => `Describe${what}`),
            "*",
        ),
        allow(["RegisterTargets", "DeregisterTargets"], `targetgroup/${args.balancerName}-*`),
        allow(["ModifyRule", "ModifyListener"], `listener-rule/${called}`, `listener/${called}`),
    ];
}
