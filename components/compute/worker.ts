import * as pulumi from "@pulumi/pulumi";
import { fargateService, type FargateServiceArgs } from "../parts/fargate-service.ts";
import type { Account } from "../parts/rights.ts";
import { endedAlarm, jobAlarms } from "./worker/alarms.ts";
import { byBacklog } from "./worker/backlog.ts";

type Omitted = "says" | "measures" | "found" | "release" | "rollbackAlarmNames";

export interface WorkerArgs extends Omit<FargateServiceArgs, Omitted>, Account {
    /** What the names of its alarms start with. */
    prefix: string;
    /** The name of all revisions of its task. */
    family: string;
    /** The queue, and that of what failed. */
    jobs: { names: { jobs: string; deadLetters: string }; visibilityTimeoutSeconds: number };
    /** Jobs that one worker has in hand at once, a whole number from 1. */
    concurrency: number;
    /** Seconds that a job may take. */
    longestJobSeconds: number;
    /** Seconds between the request to stop and the end. */
    stopSeconds: number;
    /** Told when jobs wait, fail, or have nobody who works on them. */
    alertsTopicArn: pulumi.Input<string>;
}

/** Seconds that a question for jobs may last, the most that SQS has; what it brings is worked on, stop or not. */
const questionSeconds = 20;

/**
 * Tasks that take jobs from a queue: so many at once, and as many tasks as keep the jobs from waiting. A new version takes
 * the place of the old one when it comes up, and goes back when it crashes. ECS asks no worker whether it is well: only
 * who wrote it can know, and a wrong answer ends it in the middle of its jobs; the age of the jobs tells of one that hangs.
 */
export class Worker extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;

    constructor(name: string, args: WorkerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Worker", name, {}, opts);
        check(name, args);
        const { clusterName: ClusterName } = args.cluster;
        const service = fargateService(this, name, {
            ...args,
            says: "Workers",
            rollbackAlarmNames: [endedAlarm(this, name, args)],
            measures: (service) => byBacklog(args, { ClusterName, ServiceName: service.name }),
        });
        jobAlarms(this, args, { ClusterName, ServiceName: service.name });
        this.serviceName = service.name;
        this.registerOutputs({ serviceName: this.serviceName });
    }
}

/** A worker that is stopped ends what it has in hand, and until then nobody else gets it. */
function check(name: string, { stopSeconds, longestJobSeconds, jobs, concurrency }: WorkerArgs): void {
    const refuse = (key: string, seen: number, use: string) => {
        throw new Error(`${name}: ${key} is ${seen}; use ${use}.`);
    };
    const least = questionSeconds + longestJobSeconds;
    if (!(stopSeconds > least))
        refuse(
            "stopSeconds",
            stopSeconds,
            `more than ${least}: a last question of ${questionSeconds} s, and a job of ${longestJobSeconds} s`,
        );
    if (!(jobs.visibilityTimeoutSeconds > stopSeconds))
        refuse(
            "the queue's visibilityTimeoutSeconds",
            jobs.visibilityTimeoutSeconds,
            `more than ${stopSeconds}, the seconds in which a worker that is stopped ends its jobs`,
        );
    if (!(Number.isInteger(concurrency) && concurrency >= 1))
        refuse("concurrency", concurrency, "a whole number from 1");
}
