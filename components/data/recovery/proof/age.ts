import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../../../parts/function-alarm.ts";
import {
    here,
    policyOf,
    toLog,
    toMeasure,
    trustedBy,
    trusting,
    type Account,
} from "../../../parts/rights.ts";

export interface ProofAgeArgs extends Account {
    /** Name of the function and of its schedule. */
    functionName: string;
    code: pulumi.Input<pulumi.asset.Archive>;
    logGroupName: pulumi.Input<string>;
    evidence: { bucket: pulumi.Input<string>; toRead: aws.iam.PolicyStatement[] };
    /** Name of the instance whose proofs count. */
    instance: string;
    environment: string;
    alertsTopicArn: pulumi.Input<string>;
}

/** Counts the days since the last proof, once an hour. */
export function proofAge(parent: pulumi.Resource, name: string, args: ProofAgeArgs): void {
    const { functionName, instance, evidence, environment } = args;
    const child = { parent };
    const made = (
        one: string,
        assumeRolePolicy: pulumi.Input<string>,
        statements: aws.iam.PolicyStatement[],
    ) => {
        const role = new aws.iam.Role(one, { assumeRolePolicy }, child);
        const policy = policyOf(statements);
        return { arn: role.arn, rights: new aws.iam.RolePolicy(one, { role: role.id, policy }, child) };
    };
    const look: aws.iam.PolicyStatement = {
        Effect: "Allow",
        Action: "rds:DescribeDBInstances",
        Resource: here(args, "rds", `db:${instance}`),
    };
    const own = [toLog(args, args.logGroupName), look, toMeasure, ...evidence.toRead];
    const run = made(name, trusting("lambda.amazonaws.com"), own);
    const lambda = new aws.lambda.Function(
        name,
        {
            name: functionName,
            runtime: "nodejs22.x",
            architectures: ["arm64"],
            handler: "index.handler",
            code: args.code,
            role: run.arn,
            // Seconds. It reads a list and one object; when proofs have failed for months, some more.
            timeout: 60,
            // MB, of which Node itself takes about half.
            memorySize: 256,
            environment: {
                variables: {
                    EVIDENCE_BUCKET: evidence.bucket,
                    DATABASE_INSTANCE: instance,
                    ENVIRONMENT: environment,
                },
            },
            loggingConfig: { logFormat: "JSON", logGroup: args.logGroupName },
        },
        { parent, dependsOn: [run.rights] },
    );
    const says =
        "Nobody counts how old the last proof of a restore is: docs/runbooks/restore-proof.md says what to do.";
    functionAlarm(parent, name, { run: lambda, says, alertsTopicArn: args.alertsTopicArn });
    const invoke = { Effect: "Allow" as const, Action: "lambda:InvokeFunction" };
    const Resource = here(args, "lambda", `function:${functionName}`);
    const call = made(`${name}-schedule`, trustedBy("scheduler.amazonaws.com", args), [
        { ...invoke, Resource },
    ]);
    new aws.scheduler.Schedule(
        name,
        {
            name: functionName,
            scheduleExpression: "rate(1 hour)",
            flexibleTimeWindow: { mode: "OFF" },
            target: {
                arn: lambda.arn,
                roleArn: call.arn,
                // Seconds: after an hour the next one is due.
                retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
            },
        },
        { parent, dependsOn: [call.rights] },
    );
}
