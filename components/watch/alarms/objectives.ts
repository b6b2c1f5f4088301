import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm, tellsWithin, type Alerting } from "../../parts/alarm.ts";
import { judged, metric } from "../../parts/metric-math.ts";
import { promisedOf, type Promised } from "./objectives/promised.ts";
import { burns, objectives, windows, type Measured } from "./objectives/burn.ts";

export interface ObjectivesArgs extends Alerting {
    /** What the load balancer and its groups of targets are called in metrics. */
    balancer: { measured: Measured };
    /** Names of alarms on what users get from one version: errors, and waiting. */
    alarms: { requests: pulumi.Input<string>[] };
    /** The alarm on the look from outside, by its name, and the longest that it takes. */
    uptime: { alarmName: pulumi.Input<string>; withinMinutes: number };
    /** Who is paged. */
    pageTopicArn: pulumi.Input<string>;
}

const page = "docs/runbooks/users-are-hurt.md";
/** Minutes in which whoever is on call hears of what users feel. */
const withinMinutes = 5;

/**
 * What users were promised, and the one alarm that wakes somebody: users are hurt. All others tell, and can wait for the
 * morning. On a quiet site nobody asks, so nothing fails: there it looks at the tasks that could answer, and at what the look from
 * outside says.
 */
export class Objectives extends pulumi.ComponentResource {
    /** What its alarms look at, for whoever promises the same elsewhere. */
    readonly promised: Promised[];

    constructor(name: string, args: ObjectivesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Objectives", name, {}, opts);
        this.promised = promisedOf(args.balancer.measured);
        const burning = Object.keys(objectives).map((objective) => {
            this.burning(args, objective, "slow");
            return { objective, alarm: this.burning(args, objective, "fast") };
        });
        // That an answer takes somewhat longer than promised is for the morning.
        const lost = burning.filter(({ objective }) => objective === "available");
        const failing = lost.map(({ alarm }) => alarm.alarmName);
        const hurt = [...args.alarms.requests, this.nobody(args).name, args.uptime.alarmName, ...failing];
        this.composite(args, "users-are-hurt", {
            alarmDescription: `USERS ARE HURT. Which of its alarms rings says how. ${page} ${tellsOf(args.uptime.withinMinutes)}`,
            alarmRule: joined(hurt, "OR"),
            ...{ alarmActions: [args.pageTopicArn], okActions: [args.pageTopicArn] },
        });
        this.registerOutputs({});
    }

    /** No task that could answer, whether or not somebody asks. */
    private nobody(args: ObjectivesArgs) {
        const { loadBalancer: LoadBalancer, targetGroups } = args.balancer.measured;
        const groups = Object.entries(targetGroups).map(([group, TargetGroup]) => {
            const healthy: [string, string] = ["AWS/ApplicationELB", "HealthyHostCount"];
            return metric(group, healthy, { LoadBalancer, TargetGroup }, { stat: "Maximum", period: 60 });
        });
        return alarm(this, args, "nobody-answers", {
            alarmDescription: `No task of the application is healthy: nobody gets an answer. ${page}`,
            metricQueries: [...groups, judged("healthy", `SUM([${groups.map(({ id }) => id).join(", ")}])`)],
            ...{ comparisonOperator: "LessThanThreshold", threshold: 1, withinMinutes },
            ...{ evaluationPeriods: 3, datapointsToAlarm: 2 },
            // A group without any target has no such metric: when both are empty, there is no data.
            treatMissingData: "breaching",
            // The first tasks of a new environment are still to come.
            warmUpConfiguration: {
                warmUpPeriodDurationInMinutes: 60,
                onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
            },
        });
    }

    /** Rings while both windows burn: the long one says that it matters, the short one that it goes on. */
    private burning(args: ObjectivesArgs, objective: string, speed: "fast" | "slow") {
        const { says, budgetPercent } = objectives[objective]!;
        const { rate, withinMinutes } = burns[speed];
        const parts = windows[speed].map(([seconds, least]) => {
            const what = `${objective}-${speed}-${seconds / 60}m`;
            return alarm(this, args, what, {
                alarmDescription: `One of two windows of ${args.prefix}-${objective}-${speed}. ${page}`,
                metricQueries: objectives[objective]!.missed(args.balancer.measured, seconds, least),
                ...{ threshold: times(rate, budgetPercent), evaluationPeriods: 1, withinMinutes },
                // The two of them together tell.
                ...{ alarmActions: [], okActions: [] },
            }).name;
        });
        const share = `${times(rate, budgetPercent)} % of the requests`;
        return this.composite(args, `${objective}-${speed}`, {
            alarmDescription: `Not ${says}: more than ${share}, ${rate} times what a month may have. ${page} ${tellsWithin(withinMinutes)}`,
            alarmRule: joined(parts, "AND"),
            ...{ alarmActions: [args.alertsTopicArn], okActions: [args.alertsTopicArn] },
        });
    }

    private composite(
        { prefix }: Alerting,
        what: string,
        own: Omit<aws.cloudwatch.CompositeAlarmArgs, "alarmName">,
    ) {
        return new aws.cloudwatch.CompositeAlarm(
            what,
            { alarmName: `${prefix}-${what}`, ...own },
            { parent: this },
        );
    }
}

/** Where looks are seldom, what they alone see takes longer than all else. */
function tellsOf(looks: number): string {
    if (looks <= withinMinutes) return tellsWithin(withinMinutes);
    return `All but what a look from outside alone sees within ${withinMinutes} minutes. ${tellsWithin(looks)}`;
}

/** Percent, of which the last digits of a product are noise. */
function times(rate: number, budgetPercent: number): number {
    return Number((rate * budgetPercent).toFixed(3));
}

function joined(names: pulumi.Input<string>[], how: "AND" | "OR"): pulumi.Output<string> {
    return pulumi.all(names).apply((all) => all.map((one) => `ALARM("${one}")`).join(` ${how} `));
}
