import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tellsWithin } from "../parts/alarm.ts";
import type { Awake } from "../parts/awake.ts";
import { functionAlarm } from "../parts/function-alarm.ts";
import { here, policyOf, trustedBy, trusting, type Account } from "../parts/rights.ts";
import { rightsTo, type Sleeping } from "./sleep/rights.ts";

export interface SleepArgs extends Account, Sleeping {
    /** @default always, and nothing is made */
    awake: Awake | undefined;
    code: { archive: pulumi.Input<pulumi.asset.Archive> };
}

/**
 * Lets an environment sleep at night and at weekends: its tasks and its databases are stopped, the checks of the database
 * pause, and its alarms tell nobody. What costs on: the load balancer, gateways, the cache, addresses and everything that
 * is stored. A function looks every minute what the next step is, so that nothing depends on a step that got lost.
 */
export class Sleep extends pulumi.ComponentResource {
    constructor(name: string, args: SleepArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:Sleep", name, {}, opts);
        if (args.awake) this.sleeper(name, args, args.awake);
        this.registerOutputs({});
    }

    private sleeper(name: string, args: SleepArgs, { timezone, wakesAt, sleepsAt }: Awake): void {
        const child = { parent: this };
        const { prefix, cluster, services, database, manifest, alertsTopicArn } = args;
        const functionName = `${prefix}-sleep`;
        const { arn: role, rights } = this.role(name, trusting("lambda.amazonaws.com"), rightsTo(args));
        const run = new aws.lambda.Function(
            name,
            {
                name: functionName,
                ...{ runtime: "nodejs22.x", architectures: ["arm64"], handler: "index.handler" },
                code: args.code.archive,
                role,
                // Seconds: less than a minute, after which the next one comes. A dozen calls, and some more on the way.
                timeout: 50,
                // MB, of which Node itself takes about half.
                memorySize: 256,
                environment: {
                    variables: {
                        ENVIRONMENT: prefix,
                        ...{ TIMEZONE: timezone, WAKES_AT: String(wakesAt), SLEEPS_AT: String(sleepsAt) },
                        CLUSTER: cluster.clusterName,
                        SERVICES: pulumi
                            .all(Object.values(services).map((one) => one.serviceName))
                            .apply((all) => all.join(",")),
                        DATABASES: Object.values(database.identifiers).join(","),
                        CHECKS: manifest.schedules.join(","),
                        ...{ ALERTS_TOPIC: alertsTopicArn, PAGE_TOPIC: args.pageTopicArn },
                        EDGE_TOPIC: args.edgeTopicArn,
                        // That it can't sleep or wake, and a drill, which proves at night, too, that people are reached.
                        LOUD_ALARMS: [`${name}-failed`, `${prefix}-drill-`].join(","),
                    },
                },
                loggingConfig: { logFormat: "JSON", logGroup: args.logGroupName },
            },
            { parent: this, dependsOn: [rights] },
        );
        const says =
            "The environment can't go to sleep, or does not wake up: nobody can work in it, or it costs through the night. " +
            "docs/runbooks/sleep.md says what to do.";
        functionAlarm(this, name, { run, says, alertsTopicArn });
        uncalledAlarm(this, `${name}-failed-to-run`, run, alertsTopicArn);
        const Resource = here(args, "lambda", `function:${functionName}`);
        const call = this.role(`${name}-schedule`, trustedBy("scheduler.amazonaws.com", args), [
            { Effect: "Allow", Action: "lambda:InvokeFunction", Resource },
        ]);
        new aws.scheduler.Schedule(
            name,
            {
                name: functionName,
                scheduleExpression: "rate(1 minute)",
                flexibleTimeWindow: { mode: "OFF" },
                // The next one comes anyway.
                target: {
                    ...{ arn: run.arn, roleArn: call.arn },
                    retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
                },
            },
            { parent: this, dependsOn: [call.rights] },
        );
        const patience = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };
        new aws.lambda.FunctionEventInvokeConfig(name, { functionName: run.name, ...patience }, child);
    }

    private role(one: string, assumeRolePolicy: pulumi.Input<string>, statements: aws.iam.PolicyStatement[]) {
        const child = { parent: this };
        const role = new aws.iam.Role(one, { assumeRolePolicy }, child);
        const policy = policyOf(statements);
        return { arn: role.arn, rights: new aws.iam.RolePolicy(one, { role: role.id, policy }, child) };
    }
}

/** Tells when nobody calls the function any more: without a call there is no error, and what should sleep runs on. */
function uncalledAlarm(
    parent: pulumi.Resource,
    name: string,
    { name: FunctionName }: aws.lambda.Function,
    alertsTopicArn: pulumi.Input<string>,
): void {
    const says =
        "Nothing calls the function that puts the environment to sleep and wakes it: its schedule, or that one's role, " +
        "is gone. docs/runbooks/sleep.md says what to do.";
    new aws.cloudwatch.MetricAlarm(
        name,
        {
            // Two quarters of an hour, of which the newest may have begun before the last call, and some until they are counted.
            alarmDescription: `${says} ${tellsWithin(60)}`,
            ...{ namespace: "AWS/Lambda", metricName: "Invocations", dimensions: { FunctionName } },
            ...{ statistic: "Sum", period: 900, evaluationPeriods: 2 },
            ...{ comparisonOperator: "LessThanThreshold", threshold: 1, treatMissingData: "breaching" },
            alarmActions: [alertsTopicArn],
            okActions: [alertsTopicArn],
        },
        { parent },
    );
}
