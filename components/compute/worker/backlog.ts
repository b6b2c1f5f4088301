import { byProcessor, type Measure, type Step } from "../../parts/scaling.ts";
import type { Tasks } from "../../parts/metric-math.ts";
import { busyPercent, period, waitedSeconds } from "./metrics.ts";

interface BacklogArgs {
    jobs: { names: { jobs: string } };
    /** Jobs that one worker has in hand at once. */
    concurrency: number;
}

/** Seconds that a job may wait before more workers start; and before twice as many do. */
const [lateSeconds, veryLateSeconds] = [60, 300];
/** Average CPU above which more workers start: room while they do. */
const cpuPercent = 60;
/** Seconds in which new workers come up and take jobs, before the age is asked again. An allowance, not measured. */
const startSeconds = 120;
/** Below this a quarter can go: of three workers, the least that lose one, two are left with less than 45 percent to do. */
const [idlePercent, leavePercent] = [30, 25];
const idleMinutes = 15;
/** Seconds in which those that are left show what they have to do: three minutes of metrics, and the stop before them. */
const settleSeconds = 300;

/**
 * More workers by the age of the jobs, in steps: target tracking wants a metric that halves when there are twice as many
 * tasks (Application Auto Scaling User Guide, "Target tracking scaling policies"), and an age goes on growing until the
 * backlog is gone. Fewer by what is idle, and by nothing else: a step takes tasks away whatever a tracked measure says,
 * which then starts them again (API reference of PutScalingPolicy). So that one looks at all, far below what starts any.
 */
export function byBacklog(args: BacklogArgs, workers: Tasks): Record<string, Measure | Step> {
    const { jobs, concurrency } = args;
    const quiet = { treatMissingData: "notBreaching" };
    return {
        cpu: { ...byProcessor(cpuPercent), disableScaleIn: true },
        late: {
            alarm: {
                alarmDescription: `Jobs wait for more than ${lateSeconds} s: it starts workers, and needs no person.`,
                metricQueries: waitedSeconds(jobs.names.jobs),
                ...{ comparisonOperator: "GreaterThanThreshold", threshold: lateSeconds },
                // One minute may be a burst that is gone in the next.
                ...{ evaluationPeriods: 2, ...quiet },
            },
            change: {
                adjustmentType: "PercentChangeInCapacity",
                minAdjustmentMagnitude: 1,
                cooldown: startSeconds,
                // From the threshold on.
                stepAdjustments: [
                    { ...between(0, veryLateSeconds - lateSeconds), scalingAdjustment: 50 },
                    { ...between(veryLateSeconds - lateSeconds), scalingAdjustment: 100 },
                ],
            },
        },
        idle: {
            alarm: {
                alarmDescription: `For ${idleMinutes} minutes workers had little to do: it ends some, and needs no person.`,
                metricQueries: busyPercent(jobs.names.jobs, workers, { concurrency, lateSeconds }),
                ...{ comparisonOperator: "LessThanThreshold", threshold: idlePercent },
                // Without data nobody knows that they are idle.
                ...{ evaluationPeriods: (idleMinutes * 60) / period, ...quiet },
            },
            change: {
                adjustmentType: "PercentChangeInCapacity",
                minAdjustmentMagnitude: 1,
                cooldown: settleSeconds,
                stepAdjustments: [{ metricIntervalUpperBound: "0", scalingAdjustment: -leavePercent }],
            },
        },
    };
}

function between(lower: number, upper?: number) {
    const bounds = { metricIntervalLowerBound: String(lower) };
    return upper === undefined ? bounds : { ...bounds, metricIntervalUpperBound: String(upper) };
}
