import * as pulumi from "@pulumi/pulumi";
import { alarm, type Alarmed } from "../parts/alarm.ts";
import { tasksEnded } from "../parts/tasks-ended.ts";
import { Objectives } from "./alarms/objectives.ts";
import type { Promised } from "./alarms/objectives/promised.ts";
import { percentFailed, slowestSeconds, type Measured } from "./alarms/per-group.ts";
import { Uptime, type UptimeArgs } from "./alarms/uptime.ts";

export interface AlarmsArgs extends UptimeArgs {
    /** What the load balancer and its groups of targets are called in metrics. */
    balancer: { measured: Measured };
    /** The instance that serves, and those of all generations by their names. */
    database: { place: { identifier: string }; identifiers: Record<string, string> };
    /** The connections that an instance has at the least. */
    connections: number;
    cluster: { arn: pulumi.Input<string> };
    /** The name of all revisions of the application's task. */
    family: string;
    /** Who is paged. */
    pageTopicArn: pulumi.Input<string>;
}

/** Criteria OBS-03 to OBS-05. */
const [errorPercent, p95Seconds, connectionPercent] = [5, 2, 80];
/** Two minutes of three, in seconds: one bad minute is no trend. */
const soon = { period: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };
const withinMinutes = 5;
const doThis =
    "While a deployment is in flight, ECS takes it back. If none is: npm run status, and npm run rollback for the version before. docs/runbooks/release.md";

/**
 * What takes a new version back, and tells somebody; what users were promised; what a look from outside finds; and the one
 * alarm that wakes a person. Each group of targets is judged by itself: of 5 percent of the users who all see errors, the
 * load balancer as a whole shows exactly 5 percent.
 */
export class Alarms extends pulumi.ComponentResource {
    /** Those that a deployment is watched by. */
    readonly rollback: pulumi.Output<string>[];
    /** Those of them that users' requests ring: what a change of a flag is watched by. */
    readonly requests: pulumi.Output<string>[];
    /** What looks from outside, by its name in metrics. */
    readonly canaryName: string;
    /** What users were promised. */
    readonly promised: Promised[];

    constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Alarms", name, {}, opts);
        const groups = Object.entries(args.balancer.measured.targetGroups).flatMap(([group, TargetGroup]) => [
            this.errors(args, group, TargetGroup),
            this.latency(args, group, TargetGroup),
        ]);
        const { place, identifiers } = args.database;
        const databases = Object.entries(identifiers).map(([generation, identifier]) => ({
            alarm: this.connections(args, generation, identifier),
            serves: identifier === place.identifier,
        }));
        const serving = databases.filter(({ serves }) => serves).map(({ alarm }) => alarm);
        this.requests = groups.map((one) => one.name);
        this.rollback = [...groups, ...serving, this.ended(name, args)].map((one) => one.name);
        const child = { parent: this };
        const uptime = new Uptime("uptime", args, child);
        this.canaryName = uptime.canaryName;
        this.promised = new Objectives("objectives", { ...args, alarms: this, uptime }, child).promised;
        this.registerOutputs({});
    }

    private errors(args: AlarmsArgs, group: string, TargetGroup: pulumi.Input<string>) {
        return this.alarm(args, `errors-${group}`, {
            alarmDescription: `More than ${errorPercent} % of the requests to one version fail. ${doThis}`,
            metricQueries: percentFailed(args.balancer.measured, TargetGroup, soon.period),
            ...{ threshold: errorPercent, withinMinutes },
        });
    }

    private latency(args: AlarmsArgs, group: string, TargetGroup: pulumi.Input<string>) {
        return this.alarm(args, `latency-${group}`, {
            alarmDescription: `One of 20 requests to one version takes longer than ${p95Seconds} s. ${doThis}`,
            metricQueries: slowestSeconds(args.balancer.measured, TargetGroup, soon.period),
            ...{ threshold: p95Seconds, withinMinutes },
        });
    }

    private connections(args: AlarmsArgs, generation: string, identifier: string) {
        return this.alarm(args, `connections-${generation}`, {
            alarmDescription: `The database has more than ${connectionPercent} % of its connections in use; it refuses those above its limit. ${doThis}`,
            ...{ namespace: "AWS/RDS", metricName: "DatabaseConnections", statistic: "Maximum", period: 60 },
            dimensions: { DBInstanceIdentifier: identifier },
            ...{ threshold: Math.floor((args.connections * connectionPercent) / 100), withinMinutes },
        });
    }

    private ended(name: string, args: AlarmsArgs) {
        const { says, ...measured } = tasksEnded(this, `${name}-ended`, { ...args, says: "the application" });
        return this.alarm(args, "tasks-ended", {
            alarmDescription: `${says} ${doThis}`,
            withinMinutes,
            ...measured,
        });
    }

    private alarm(args: AlarmsArgs, what: string, of: Omit<Alarmed, "evaluationPeriods">) {
        const { period, ...often } = soon;
        // No request, no session, no end: nothing is wrong.
        const own = { ...often, ...(of.metricQueries === undefined && { period }), ...of };
        return alarm(this, args, what, own);
    }
}
