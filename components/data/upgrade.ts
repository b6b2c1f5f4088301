import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { vpcFunction, type VpcFunctionArgs } from "../parts/vpc-function.ts";
import { functionAlarm } from "../parts/function-alarm.ts";

export interface UpgradeArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** What the function's name starts with: `<prefix>-upgrade`. */
    prefix: string;
    /** With PostgreSQL's own programs of the newest version that a generation may have. */
    image: { uri: pulumi.Input<string>; pushed: pulumi.Resource };
    /** Log group, of this account and region, of what the function prints. */
    logs: { upgrade: { name: pulumi.Input<string> } };
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: VpcFunctionArgs["network"];
    /** What it is told of the database and of its secrets, the same as the function of the roles. */
    roles: { variables: Record<string, pulumi.Input<string>>; rights: aws.iam.PolicyStatement[] };
    database: { operatorSecurityGroupId: pulumi.Input<string> };
    /** Told when an upgrade was refused or failed. */
    alertsTopicArn: pulumi.Input<string>;
}

/**
 * Makes a generation of the next major version follow the one in use, until the switch leads to it: a function that a
 * person calls (`npm run upgrade`), and nothing else does.
 */
export class Upgrade extends pulumi.ComponentResource {
    constructor(name: string, args: UpgradeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Upgrade", name, {}, opts);
        const { roles, database, prefix } = args;
        const run = vpcFunction(this, name, {
            ...args,
            logGroupName: args.logs.upgrade.name,
            functionName: `${prefix}-upgrade`,
            says: "The function that brings a new version of the database up to date",
            code: args.image,
            securityGroupIds: [database.operatorSecurityGroupId],
            rights: roles.rights,
            // All that there are: the rows of both are compared in it.
            timeoutSeconds: 900,
            memoryMb: 512,
            variables: roles.variables,
        });
        const says =
            "An upgrade of the database to a new major version was refused, or failed. The database in use serves on. " +
            "The function's log says why: docs/runbooks/upgrade.md.";
        functionAlarm(this, name, { run, says, alertsTopicArn: args.alertsTopicArn });
        this.registerOutputs({});
    }
}
