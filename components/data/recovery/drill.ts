import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { afterWaking, type Awake } from "../../parts/awake.ts";
import { trusting } from "../../parts/rights.ts";

export interface RestoreDrillArgs {
    /** Letters, digits and hyphens, at most 50. No other environment of the account and region may have it. */
    prefix: string;
    /** Every RDS instance that wears this tag is restored. */
    tag: { key: string; value: string };
    /** Where the recovery points are. */
    backups: { vault: { arn: pulumi.Input<string> } };
    /** Then, for the copy is judged beside the database. @default always, and at 6 UTC */
    awake?: Awake | undefined;
    network: { vpcId: pulumi.Input<string> };
    /** Copies are placed as this one is, on a machine of its size: so a drill takes the time that a real restore would. */
    database: {
        instance: Record<"dbSubnetGroupName" | "parameterGroupName" | "instanceClass", pulumi.Input<string>>;
    };
}

/**
 * Restores the newest snapshot of each tagged database once a week, into a security group that lets nothing in or out,
 * and deletes the copy when it has been judged, or after some hours. That a copy came up proves that the snapshot can be
 * read; what is in it is for a check to say, which lets itself in with rules on `securityGroupId`.
 */
export class RestoreDrill extends pulumi.ComponentResource {
    /** Worn by each copy. */
    readonly securityGroupId: pulumi.Output<string>;
    /** Tells the drill's restores from a person's, in events and in lists of jobs. */
    readonly planArn: pulumi.Output<string>;
    /** Known before the plan is made; its ARN has this and an id. */
    readonly planName: pulumi.Output<string>;

    constructor(name: string, args: RestoreDrillArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:RestoreDrill", name, {}, opts);
        const { prefix, tag, awake } = args;
        const { instance } = args.database;
        const child = { parent: this };
        // AWS takes no hyphens here.
        const testName = prefix.replaceAll("-", "_");
        if (!/^\w{1,50}$/.test(testName)) {
            throw new Error(`${name}: prefix is ${prefix}; use at most 50 letters, digits and hyphens.`);
        }
        const role = new aws.iam.Role(name, { assumeRolePolicy: trusting("backup.amazonaws.com") }, child);
        const rights = new aws.iam.RolePolicyAttachment(
            name,
            {
                role: role.name,
                policyArn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
            },
            child,
        );
        const group = new aws.ec2.SecurityGroup(
            name,
            { vpcId: args.network.vpcId, description: "Copies that a restore drill makes" },
            child,
        );
        const plan = new aws.backup.RestoreTestingPlan(
            name,
            {
                name: testName,
                // On a Monday, when people are at work to hear that it failed.
                ...afterWaking(awake, 5, "cron(0 6 ? * MON *)", "MON"),
                startWindowHours: 1,
                recoveryPointSelection: {
                    algorithm: "LATEST_WITHIN_WINDOW",
                    includeVaults: [args.backups.vault.arn],
                    recoveryPointTypes: ["SNAPSHOT"],
                    // An older one than a week would hide that backups have stopped.
                    selectionWindowDays: 7,
                },
            },
            child,
        );
        new aws.backup.RestoreTestingSelection(
            name,
            {
                name: testName,
                restoreTestingPlanName: plan.name,
                protectedResourceType: "RDS",
                protectedResourceArns: ["*"],
                protectedResourceConditions: {
                    stringEquals: [{ key: `aws:ResourceTag/${tag.key}`, value: tag.value }],
                },
                iamRoleArn: role.arn,
                // Hours that the copy stays for the check, unless the verdict comes sooner.
                validationWindowHours: 4,
                // Left out, AWS Backup looks for the account's default VPC.
                restoreMetadataOverrides: {
                    dbSubnetGroupName: instance.dbSubnetGroupName,
                    dbParameterGroupName: instance.parameterGroupName,
                    dbInstanceClass: instance.instanceClass,
                    // The check signs in without a password: a copy has those of the day it was taken, rotated since.
                    enableIamDatabaseAuthentication: "true",
                    // A list is JSON in a text here.
                    vpcSecurityGroupIds: pulumi.jsonStringify([group.id]),
                },
            },
            { parent: this, dependsOn: [rights] },
        );
        this.securityGroupId = group.id;
        this.planArn = plan.arn;
        this.planName = plan.name;
        const { securityGroupId, planArn, planName } = this;
        this.registerOutputs({ securityGroupId, planArn, planName });
    }
}
