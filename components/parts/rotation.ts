import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "./rights.ts";

/** A secret, and the rights to read it and to give it its next value. */
export interface Rotated extends Record<"toRead" | "toRotate", aws.iam.PolicyStatement[]> {
    id: pulumi.Input<string>;
}

/** Of a part whose function makes passwords, keeps them in secrets, and rotates those. */
export interface RotatorArgs extends Account {
    /** What the names of the function and of the secrets start with; no other environment of the account may have it. */
    prefix: string;
    /** The function's code, and a hash of it: when it changes, what differs is mended. */
    code: { archive: pulumi.Input<pulumi.asset.Archive>; sha256: pulumi.Input<string> };
    /** Log group, of this account and region, of what the function prints. */
    logGroupName: pulumi.Input<string>;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** Days between two rotations of a secret. @default 30 */
    rotationDays?: number;
    /** Told when a rotation or a repair fails. */
    alertsTopicArn: pulumi.Input<string>;
}

export interface RotationArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** It takes `{"action":"align"}` at a deployment, and the four steps of Secrets Manager's protocol. */
    run: aws.lambda.Function;
    /** It is called again whenever one of these changes: its code, what it works on. */
    triggers: Record<string, pulumi.Input<string>>;
    secrets: Record<string, Rotated>;
    /** Days between two rotations of a secret. @default 30 */
    rotationDays?: number;
}

/** Days of the rotations, or an error. Criterion SEC-02 wants them within 90. */
export function daysOf(name: string, rotationDays = 30): number {
    if (Number.isInteger(rotationDays) && rotationDays >= 1 && rotationDays <= 90) return rotationDays;
    throw new Error(`${name}: rotationDays is ${rotationDays}; use 1 to 90.`);
}

/** Calls the function now, and from then on whenever a secret is due. Returns what is there when it has run. */
export function rotation(parent: pulumi.Resource, name: string, args: RotationArgs): pulumi.Resource {
    const child = { parent };
    const caller = { principal: "secretsmanager.amazonaws.com", sourceAccount: args.accountId };
    const right = { function: args.run.name, action: "lambda:InvokeFunction", ...caller };
    const called = new aws.lambda.Permission(name, right, child);
    const input = JSON.stringify({ action: "align" });
    const call = { functionName: args.run.name, input, triggers: args.triggers };
    const aligned = new aws.lambda.Invocation(name, call, child);
    const rotationRules = { automaticallyAfterDays: daysOf(name, args.rotationDays) };
    for (const [purpose, { id: secretId }] of Object.entries(args.secrets)) {
        new aws.secretsmanager.SecretRotation(
            `${name}-${purpose}`,
            // Not at once: a deployment changes no password, and Secrets Manager still runs the step that tests one.
            { secretId, rotationLambdaArn: args.run.arn, rotationRules, rotateImmediately: false },
            { parent, dependsOn: [called, aligned] },
        );
    }
    return aligned;
}
