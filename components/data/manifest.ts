import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../parts/function-alarm.ts";
import { vpcFunction, type VpcFunctionArgs } from "../parts/vpc-function.ts";
import { callerOf, type Caller } from "./manifest/caller.ts";
import { missingAlarm } from "./manifest/missing-alarm.ts";

export interface ManifestArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** What the names of the functions and their schedules start with. */
    prefix: string;
    /** The code of both functions. */
    code: { archive: pulumi.Input<pulumi.asset.Archive> };
    /** Log group, of this account and region, of what the functions print. */
    logGroupName: pulumi.Input<string>;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: VpcFunctionArgs["network"];
    database: {
        place: { port: number; dbName: string };
        address: pulumi.Input<string>;
        clientSecurityGroupId: pulumi.Input<string>;
    };
    /** By name: a query of one row and one column, what it answers whenever no transaction is open, and its seconds. */
    invariants: Record<string, { sql: string; expected: unknown; seconds?: number }>;
    /** Until then there is nobody to sign in as. */
    roles: { ready: pulumi.Resource };
    /** Told when the heart stops, and when manifests fail. */
    alertsTopicArn: pulumi.Input<string>;
}

interface Run {
    /** What the function is called after the prefix, and what the schedule asks of it. */
    action: "heartbeat" | "manifest";
    input: object;
    /** What it means that a run failed. */
    fault: string;
    schedule: string;
    timeoutSeconds: number;
    /** Of a run that failed; and seconds after which it is too late for one. */
    retries: number;
    lateSeconds: number;
}

/** The user that functions/roles makes for this, and IAM alone lets in. */
const user = "witness_iam";
const runbook = "docs/runbooks/manifest.md says what to do.";

/**
 * Has the database carry its own manifest: a heartbeat every minute and a manifest every hour, so that any copy of it
 * can be judged by what it holds. Two functions of the same code, so that each has its own numbers and its own alarm.
 */
export class Manifest extends pulumi.ComponentResource {
    /** The schedules, and the role that they have. */
    readonly schedules: string[];
    readonly callerName: pulumi.Output<string>;

    constructor(name: string, args: ManifestArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Manifest", name, {}, opts);
        const { invariants, alertsTopicArn } = args;
        const functions = ["heartbeat", "manifest"].map((one) => `${args.prefix}-${one}`);
        this.schedules = functions;
        const caller = callerOf(this, `${name}-schedule`, { ...args, functions });
        this.callerName = caller.roleName;
        const beats = this.run(`${name}-heartbeat`, args, caller, {
            action: "heartbeat",
            input: {},
            fault: "A heartbeat could not be written into the database. One may fail in a failover; five in a row may not.",
            // The check of a copy forgives five that are missing.
            schedule: "rate(1 minute)",
            timeoutSeconds: 30,
            // The next one comes anyway.
            ...{ retries: 0, lateSeconds: 60 },
        });
        const manifests = this.run(`${name}-manifest`, args, caller, {
            action: "manifest",
            input: { invariants },
            fault: "The hourly manifest has a fault: an invariant is broken, or a table can't be read or watched.",
            // Not at a full hour, when everybody's jobs run.
            schedule: "cron(17 * * * ? *)",
            // 120 for the tables, as much for the invariants, and 60 for the rest; with some to spare.
            timeoutSeconds: 360,
            ...{ retries: 2, lateSeconds: 1800 },
        });
        missingAlarm(this, `${name}-heartbeat-missing`, {
            ...{ run: beats, periodSeconds: 60, periods: 5, alertsTopicArn },
            says:
                "For 5 minutes the database has recorded no heartbeat: nobody can write to it, or nobody tries. " +
                `How recent a copy of now is could not be told. ${runbook}`,
        });
        missingAlarm(this, `${name}-missing`, {
            ...{ run: manifests, periodSeconds: 3600, periods: 2, alertsTopicArn },
            says:
                "For 2 hours no manifest of the database was written without a fault. " +
                `A copy of now would not be proven. ${runbook}`,
        });
        this.registerOutputs({});
    }

    /** A function, and what calls it. */
    private run(name: string, args: ManifestArgs, caller: Caller, one: Run): aws.lambda.Function {
        const { accountId, region, prefix, database } = args;
        const functionName = `${prefix}-${one.action}`;
        const run = vpcFunction(this, name, {
            ...args,
            functionName,
            says: `Writes the ${one.action} into the database`,
            code: args.code.archive,
            securityGroupIds: [database.clientSecurityGroupId],
            // Of any instance, for its id is known after the deployment only, and rules read rights at preview: the way
            // leads to this database alone, and the user owns nothing anywhere.
            rights: [
                {
                    Effect: "Allow",
                    Action: "rds-db:connect",
                    Resource: pulumi.interpolate`arn:aws:rds-db:${region}:${accountId}:dbuser:*/${user}`,
                },
            ],
            timeoutSeconds: one.timeoutSeconds,
            variables: {
                DATABASE_HOST: database.address,
                DATABASE_PORT: String(database.place.port),
                DATABASE_NAME: database.place.dbName,
                DATABASE_USER: user,
            },
        });
        const says = `${one.fault} The function's log says which. ${runbook}`;
        functionAlarm(this, name, { run, says, alertsTopicArn: args.alertsTopicArn });
        const patience = { maximumRetryAttempts: one.retries, maximumEventAgeInSeconds: one.lateSeconds };
        const child = { parent: this };
        // The schedule only hands the event over; a run that fails is tried again by Lambda.
        new aws.lambda.FunctionEventInvokeConfig(name, { functionName: run.name, ...patience }, child);
        const input = JSON.stringify({ action: one.action, ...one.input });
        const target = { arn: run.arn, roleArn: caller.roleArn, input, retryPolicy: patience };
        const at = { scheduleExpression: one.schedule, flexibleTimeWindow: { mode: "OFF" } };
        const after = { parent: this, dependsOn: [args.roles.ready, caller.rights] };
        new aws.scheduler.Schedule(name, { name: functionName, ...at, target }, after);
        return run;
    }
}
