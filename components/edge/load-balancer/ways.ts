import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Sent with a request, it leads to the version that tests are about; its value is made up for each environment. */
export const testHeader = "x-release-test";

interface WaysArgs {
    vpcId: pulumi.Input<string>;
    /** Where users arrive. */
    listenerArn: pulumi.Input<string>;
    /** Port on which targets listen. */
    port: number;
    /** Path that answers 200 when a target can serve. */
    healthPath: string;
    testValue: pulumi.Input<string>;
}

/** What ECS moves when a new version comes in, in the words of a service's `loadBalancers`. */
export interface Ways {
    targetGroupArn: pulumi.Input<string>;
    alternateTargetGroupArn: pulumi.Input<string>;
    productionListenerRule: pulumi.Input<string>;
    testListenerRule: pulumi.Input<string>;
}

/**
 * Two groups of targets, for the version that serves and the next one, and the ways of users and of tests to them. Which
 * is which changes with every release: from the first on, ECS alone decides it, and nothing here puts it back.
 */
export function waysOf(parent: pulumi.Resource, name: string, args: WaysArgs) {
    const groups = [name, `${name}-alternate`].map((one) => targets(parent, one, args));
    const [primary, alternate] = groups as [aws.lb.TargetGroup, aws.lb.TargetGroup];
    const way = (purpose: string, priority: number, condition: aws.types.input.lb.ListenerRuleCondition) =>
        new aws.lb.ListenerRule(
            `${name}-${purpose}`,
            {
                ...{ listenerArn: args.listenerArn, priority, conditions: [condition] },
                actions: [
                    {
                        type: "forward",
                        forward: {
                            targetGroups: [
                                { arn: primary.arn, weight: 100 },
                                { arn: alternate.arn, weight: 0 },
                            ],
                        },
                    },
                ],
            },
            // Weights that a deployment put back would move users to where no task is (aws/containers-roadmap#2853).
            { parent, ignoreChanges: ["actions"] },
        );
    const test = way("test", 1, {
        httpHeader: { httpHeaderName: testHeader, values: [args.testValue] },
    });
    const production = way("production", 2, { pathPattern: { values: ["/*"] } });
    const ways: Ways = {
        targetGroupArn: primary.arn,
        alternateTargetGroupArn: alternate.arn,
        productionListenerRule: production.arn,
        testListenerRule: test.arn,
    };
    return { ways, groups: [primary, alternate] as const };
}

function targets(parent: pulumi.Resource, name: string, args: WaysArgs): aws.lb.TargetGroup {
    return new aws.lb.TargetGroup(
        name,
        {
            ...{ vpcId: args.vpcId, targetType: "ip", protocol: "HTTP", port: args.port },
            // The one algorithm that a slow start goes with (Elastic Load Balancing User Guide, "Slow start mode").
            loadBalancingAlgorithmType: "round_robin",
            // Seconds in which a new task gets up to its share, so that it can warm up.
            slowStart: 30,
            // Seconds that running requests get before their target is stopped.
            deregistrationDelay: 30,
            healthCheck: {
                path: args.healthPath,
                matcher: "200",
                // Seconds: a target that fails is out of service within half a minute.
                interval: 10,
                timeout: 5,
                healthyThreshold: 2,
                unhealthyThreshold: 3,
            },
        },
        { parent },
    );
}
