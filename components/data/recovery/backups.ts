import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Vault, type VaultArgs } from "./backups/vault.ts";
import { afterWaking, type Awake } from "../../parts/awake.ts";
import { trusting } from "../../parts/rights.ts";

export interface BackupsArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** Where the databases are. */
    region: string;
    /** Name of the vault; that of the copies ends in "-copies". At most 43 letters, digits and hyphens. */
    prefix: string;
    /** Every RDS instance of the account and the region, and every bucket, that wears this tag is backed up. */
    tag: { key: string; value: string };
    /** Then, on working days: RDS takes no snapshot of an instance that is stopped. @default always, and at midnight UTC */
    awake?: Awake | undefined;
    vault: Pick<VaultArgs, "keepDays" | "compliance">;
    /** Each recovery point is copied there, to another region. */
    copies: Pick<VaultArgs, "region" | "keepDays" | "compliance">;
    /** Told when a backup, a copy or a restore ends; in the vault's region. */
    alertsTopicArn: pulumi.Input<string>;
}

/** Jobs that ended; the message's attribute `State` says how. AWS Backup has no event for a backup that failed. */
const backupVaultEvents = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"];

/**
 * A snapshot of every tagged database and bucket each night in a locked vault, and a copy of it in one of another region.
 *
 * Snapshots only: restoring to any second is RDS's own, by the database's `backupRetentionPeriod`. With a continuous rule
 * AWS Backup would take that setting over, and each of the two would undo what the other did.
 */
export class Backups extends pulumi.ComponentResource {
    readonly vault: Vault;
    readonly copies: Vault;
    readonly planId: pulumi.Output<string>;

    constructor(name: string, args: BackupsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Backups", name, {}, opts);
        const { accountId, region, prefix, tag, awake } = args;
        if (args.copies.region === region) {
            throw new Error(`${name}: copies.region is ${region}, the vault's own; use another region.`);
        }
        const child = { parent: this };
        const vault = new Vault("vault", { ...args.vault, accountId, region, vaultName: prefix }, child);
        const copies = new Vault(
            "copies",
            { ...args.copies, accountId, vaultName: `${prefix}-copies` },
            child,
        );
        const role = new aws.iam.Role(name, { assumeRolePolicy: trusting("backup.amazonaws.com") }, child);
        // AWS's own: what takes snapshots, and deletes those that AWS Backup took; and what reads a bucket.
        const rights = Object.entries({
            [name]: "service-role/AWSBackupServiceRolePolicyForBackup",
            [`${name}-buckets`]: "AWSBackupServiceRolePolicyForS3Backup",
        }).map(([called, policy]) => {
            const policyArn = `arn:aws:iam::aws:policy/${policy}`;
            return new aws.iam.RolePolicyAttachment(called, { role: role.name, policyArn }, child);
        });
        const { scheduleExpression: schedule, ...timezone } = afterWaking(awake, 4, "cron(0 0 ? * * *)");
        const plan = new aws.backup.Plan(
            name,
            {
                rules: [
                    {
                        ruleName: "nightly",
                        targetVaultName: vault.vaultName,
                        // AWS Backup starts nothing in the hour before a database's own windows, or during them.
                        ...{ schedule, ...timezone },
                        // Minutes, and the fewest that AWS takes.
                        startWindow: 60,
                        lifecycle: { deleteAfter: vault.keepDays },
                        copyActions: [
                            {
                                destinationVaultArn: copies.arn,
                                lifecycle: { deleteAfter: copies.keepDays },
                            },
                        ],
                    },
                ],
            },
            child,
        );
        // Both must hold (AWS re:Post, "backup-assign-resources"). By type, because a selection by tags alone leaves out
        // what somebody switches off under the account's "Service opt-in".
        const conditions = [{ stringEquals: [{ key: `aws:ResourceTag/${tag.key}`, value: tag.value }] }];
        for (const [chosen, arn] of Object.entries({
            [name]: pulumi.interpolate`arn:aws:rds:${region}:${accountId}:db:*`,
            [`${name}-buckets`]: "arn:aws:s3:::*",
        }))
            new aws.backup.Selection(
                chosen,
                { planId: plan.id, iamRoleArn: role.arn, resources: [arn], conditions },
                { parent: this, dependsOn: rights },
            );
        // A backup that fails is silent otherwise.
        const told = { backupVaultName: vault.vaultName, snsTopicArn: args.alertsTopicArn };
        new aws.backup.VaultNotifications(name, { ...told, backupVaultEvents }, child);
        this.vault = vault;
        this.copies = copies;
        this.planId = plan.id;
        this.registerOutputs({});
    }
}
