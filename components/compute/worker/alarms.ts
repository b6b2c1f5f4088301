import type * as pulumi from "@pulumi/pulumi";
import { alarm, type Alerting } from "../../parts/alarm.ts";
import { missingTasks, type Tasks } from "../../parts/metric-math.ts";
import type { Account } from "../../parts/rights.ts";
import { tasksEnded } from "../../parts/tasks-ended.ts";
import { period, waitedSeconds } from "./metrics.ts";

interface AlarmsArgs extends Account, Alerting {
    cluster: { arn: pulumi.Input<string> };
    /** The name of all revisions of the worker's task. */
    family: string;
    jobs: { names: { jobs: string; deadLetters: string } };
}

/** Minutes that a job may wait before somebody is told: by then more workers have started and did not help. */
const lateMinutes = 10;
/** Minutes that a worker may be missing: a start takes less, and a deployment that fails tells of itself. */
const missingMinutes = 15;
const page = "docs/runbooks/jobs.md";

/** Tells of workers that crash, and takes back a version that does. */
export function endedAlarm(parent: pulumi.Resource, name: string, args: AlarmsArgs): pulumi.Output<string> {
    const { says, ...measured } = tasksEnded(parent, `${name}-ended`, { ...args, says: "the workers" });
    return alarm(parent, args, "workers-ended", {
        alarmDescription: `${says} ${page}`,
        withinMinutes: 5,
        ...measured,
    }).name;
}

/** Tells of jobs that nobody works on, whatever the reason. */
export function jobAlarms(parent: pulumi.Resource, args: AlarmsArgs, workers: Tasks): void {
    const { jobs, deadLetters } = args.jobs.names;
    alarm(parent, args, "jobs-late", {
        alarmDescription: `Jobs have waited for more than ${lateMinutes} minutes: there are too few workers, or they do not work. ${page}`,
        metricQueries: waitedSeconds(jobs),
        ...{ threshold: lateMinutes * 60, evaluationPeriods: 3, withinMinutes: lateMinutes + 5 },
    });
    alarm(parent, args, "jobs-failed", {
        alarmDescription:
            "A job failed as often as it is tried. Nothing tries it again. docs/runbooks/dead-letters.md",
        ...{ namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible", statistic: "Maximum" },
        ...{ dimensions: { QueueName: deadLetters }, period, threshold: 0, evaluationPeriods: 1 },
        withinMinutes: 5,
    });
    alarm(parent, args, "workers-missing", {
        alarmDescription: `For ${missingMinutes} minutes fewer workers ran than should. ${page}`,
        metricQueries: missingTasks(workers, period),
        ...{ threshold: 0, evaluationPeriods: (missingMinutes * 60) / period },
        // Of the two counts one may be lost, and counts as none.
        ...{ datapointsToAlarm: missingMinutes - 2, withinMinutes: missingMinutes + 5 },
    });
}
