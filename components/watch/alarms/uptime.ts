import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm, type Alarmed, type Alerting } from "../../parts/alarm.ts";
import { everyWhileAwake, type Awake } from "../../parts/awake.ts";
import { after, privateBucket } from "../../parts/private-bucket.ts";
import { policyOf, type Account } from "../../parts/rights.ts";
import { lookingRole } from "./uptime/role.ts";

export interface UptimeArgs extends Account, Alerting {
    /** Where users are: the address that is looked at, from outside of the VPC. */
    cdn: { url: pulumi.Input<string> };
    /** Minutes between two looks, 1 to 5. No default: each of them is paid for. */
    everyMinutes: number;
    /** How long the steps of one may take together, in seconds. */
    limitSeconds: number;
    /** @default always */
    awake: Awake | undefined;
    /** `nodejs/node_modules/index.js` with `handler`, and the workflow beside it; and a hash of them. */
    code: { archive: pulumi.Input<pulumi.asset.Archive>; sha256: pulumi.Input<string> };
    /** Encrypts the log and what each look leaves behind, and the days that the log is kept. */
    logs: { kmsKeyArn: pulumi.Input<string>; retentionDays: number };
}

/** Node 22 and no browser (CloudWatch User Guide, "Runtime versions using Node.js", read on 2026-11-22). AWS stops making new ones of a version that it has deprecated. */
const runtimeVersion = "syn-nodejs-5.2";
/** Days that a look's own log is kept; Synthetics' own choice. */
const keptDays = 31;
const page = "docs/runbooks/uptime.md";

/**
 * Looks from outside whether users can do what they come for: it takes the steps of the core workflow as one of them, by the
 * name that they call. What no health check sees, on a site on which nobody is right now, it sees.
 */
export class Uptime extends pulumi.ComponentResource {
    /** The canary of CloudWatch Synthetics, by its name there and in metrics. */
    readonly canaryName: string;
    /** The alarm that says that a look failed, twice of three times. */
    readonly alarmName: pulumi.Output<string>;
    /** The longest that it takes to ring, in minutes. */
    readonly withinMinutes: number;

    constructor(name: string, args: UptimeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Uptime", name, {}, opts);
        const child = { parent: this };
        // AWS puts it into the name of a function, with 43 characters of its own: more than 21 have no room there.
        const digest = createHash("sha256").update(args.prefix).digest("hex");
        this.canaryName = `${name}-${digest.slice(0, 8)}`;
        this.withinMinutes = args.everyMinutes * 3 + 2;
        const { bucket, arn, key } = this.bucket(name, args);
        const role = lookingRole(this, name, { ...args, canaryName: this.canaryName, bucketArn: arn });
        const canary = new aws.synthetics.Canary(
            name,
            {
                name: this.canaryName,
                runtimeVersion,
                handler: "index.handler",
                ...{ s3Bucket: bucket, s3Key: key },
                artifactS3Location: pulumi.interpolate`s3://${bucket}/looks`,
                executionRoleArn: role.arn,
                schedule: { expression: expressionOf(args) },
                runConfig: {
                    timeoutInSeconds: args.everyMinutes * 60,
                    memoryInMb: 960,
                    environmentVariables: {
                        USERS_URL: args.cdn.url,
                        LIMIT_SECONDS: String(args.limitSeconds),
                    },
                },
                ...{ successRetentionPeriod: keptDays, failureRetentionPeriod: keptDays },
                startCanary: true,
                deleteLambda: true,
            },
            { parent: this, dependsOn: [role.rights] },
        );
        // AWS names the function after it made it. The role can't make the group: one that AWS makes keeps everything for ever.
        const logGroup = canary.engineArn.apply((of) => `/aws/lambda/${of.split(":")[6]}`);
        const { kmsKeyArn: kmsKeyId, retentionDays: retentionInDays } = args.logs;
        new aws.cloudwatch.LogGroup(name, { name: logGroup, kmsKeyId, retentionInDays }, child);
        this.alarmName = this.alarms(args).name;
        this.registerOutputs({ canaryName: this.canaryName, alarmName: this.alarmName });
    }

    private alarms(args: UptimeArgs) {
        const { everyMinutes } = args;
        const of = {
            ...{ namespace: "CloudWatchSynthetics", metricName: "SuccessPercent" },
            dimensions: { CanaryName: this.canaryName },
            comparisonOperator: "LessThanThreshold",
        };
        // Where nobody looks at night, that is none.
        if (!args.awake) this.silent(args, of);
        return alarm(this, args, "uptime", {
            alarmDescription: `Users can't do what they come for, seen from outside: a step of the core workflow fails. ${page}`,
            // One look that fails is the internet; no look at all has an alarm of its own.
            ...{ ...of, statistic: "Average", period: everyMinutes * 60, threshold: 100 },
            ...{ evaluationPeriods: 3, datapointsToAlarm: 2 },
            withinMinutes: this.withinMinutes,
        });
    }

    private silent(args: UptimeArgs, of: Partial<Alarmed>) {
        const { everyMinutes } = args;
        alarm(this, args, "uptime-silent", {
            alarmDescription: `Nobody looks from outside whether users can do what they come for. ${page}`,
            ...{ ...of, statistic: "SampleCount", period: everyMinutes * 300, threshold: 1 },
            ...{ evaluationPeriods: 1, treatMissingData: "breaching" },
            // CloudWatch first looks for a number in earlier periods.
            withinMinutes: everyMinutes * 20,
            // The first look of a new environment is still to come.
            warmUpConfiguration: {
                warmUpPeriodDurationInMinutes: 60,
                onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
            },
        });
    }

    /** The code that looks, and what each look leaves behind. */
    private bucket(name: string, args: UptimeArgs) {
        const expiry = { ...after(keptDays), filter: { prefix: "looks/" } };
        const made = privateBucket(this, name, { kmsKeyArn: args.logs.kmsKeyArn, expiry });
        const { bucket, arn, access, refusesPlainHttp } = made;
        new aws.s3.BucketPolicy(
            name,
            { bucket, policy: policyOf([refusesPlainHttp]) },
            { parent: this, dependsOn: [access] },
        );
        // Another name for other code: Synthetics looks at the name, and not into the file.
        const file = { key: pulumi.interpolate`code/${args.code.sha256}.zip`, source: args.code.archive };
        const { key } = new aws.s3.BucketObjectv2(name, { bucket, ...file }, { parent: this });
        return { bucket, arn, key };
    }
}

function expressionOf({ awake, everyMinutes }: UptimeArgs): string {
    if (awake) return everyWhileAwake(awake, everyMinutes);
    return everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`;
}
