import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

type Tracking = aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration;
type Stepping = aws.types.input.appautoscaling.PolicyStepScalingPolicyConfiguration;

/** So many tasks that the metric has this value. For what falls by half when there are twice as many. */
export type Measure = Pick<
    Tracking,
    "targetValue" | "predefinedMetricSpecification" | "customizedMetricSpecification" | "disableScaleIn"
>;

/** So many tasks more, or fewer, for as long as an alarm rings. For what says that there are too few, but not how many. */
export interface Step {
    alarm: aws.cloudwatch.MetricAlarmArgs;
    change: Pick<Stepping, "adjustmentType" | "minAdjustmentMagnitude" | "stepAdjustments" | "cooldown">;
}

/** So many tasks that they use this much of their processors on average. */
export function byProcessor(targetValue: number): Measure {
    const predefinedMetricType = "ECSServiceAverageCPUUtilization";
    return { targetValue, predefinedMetricSpecification: { predefinedMetricType } };
}

interface Scaled {
    /** In the words of Application Auto Scaling: `service/<cluster>/<service>`. */
    resourceId: pulumi.Input<string>;
    minTasks: number;
    maxTasks: number;
    /** What says how many there should be, by names; the one that asks for the most has its way. */
    measures: Record<string, Measure | Step>;
}

/** Starts and stops tasks of a service between two bounds. */
export function scale(parent: pulumi.Resource, name: string, args: Scaled): void {
    const scaled = new aws.appautoscaling.Target(
        name,
        {
            serviceNamespace: "ecs",
            scalableDimension: "ecs:service:DesiredCount",
            resourceId: args.resourceId,
            minCapacity: args.minTasks,
            maxCapacity: args.maxTasks,
        },
        { parent },
    );
    for (const [measure, by] of Object.entries(args.measures)) {
        const one = `${name}-${measure}`;
        const isStep = "alarm" in by;
        const policy = new aws.appautoscaling.Policy(
            one,
            {
                policyType: isStep ? "StepScaling" : "TargetTrackingScaling",
                serviceNamespace: scaled.serviceNamespace,
                scalableDimension: scaled.scalableDimension,
                resourceId: scaled.resourceId,
                ...(isStep
                    ? { stepScalingPolicyConfiguration: by.change }
                    : { targetTrackingScalingPolicyConfiguration: by }),
            },
            { parent },
        );
        if (isStep)
            new aws.cloudwatch.MetricAlarm(one, { ...by.alarm, alarmActions: [policy.arn] }, { parent });
    }
}
