import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamDecides, policyOf } from "../../../parts/rights.ts";

export interface VaultArgs {
    /** 2 to 50 letters, digits, hyphens and underscores; the key's alias, `alias/<vaultName>-vault`, is named after it. */
    vaultName: string;
    /** Where it is. A disaster, or a thief with a region's keys, should not reach two vaults at once. */
    region: string;
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** Days that recovery points are kept; the vault takes none that would be kept for longer, or for under a week. */
    keepDays: number;
    /**
     * Makes the lock final once the cooling-off days (3 or more) are over: then nobody can open it, AWS included, and
     * what is in the vault is paid for to its end. @default left out: governance mode, which can be undone on purpose.
     */
    compliance?: { coolingOffDays: number; reason: string };
}

/** A recovery point that goes sooner is a mistake: a fault made before a holiday is found after it. */
const leastDays = 7;

/**
 * A locked vault of AWS Backup with a key of its own. Nobody can delete a recovery point in it or shorten its life, an
 * administrator included; recovery points go when their days are over.
 *
 * To break the glass, first put another policy on the vault (`aws backup put-backup-vault-access-policy`): an act on
 * purpose that CloudTrail records, after which the lock can be taken off. That way in must stay, for a policy that
 * shuts out everybody for good would only be a compliance lock without its cooling-off days.
 */
export class Vault extends pulumi.ComponentResource {
    readonly vaultName: pulumi.Output<string>;
    /** Written out, so that rules can judge at preview what points here. */
    readonly arn: pulumi.Output<string>;
    readonly region: string;
    readonly keepDays: number;

    constructor(name: string, args: VaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Vault", name, {}, opts);
        const { region, accountId, keepDays, compliance } = args;
        if (!/^[\w-]{2,50}$/.test(args.vaultName)) {
            throw new Error(
                `${name}: vaultName is ${args.vaultName}; use 2 to 50 letters, digits, hyphens and underscores.`,
            );
        }
        if (!(keepDays >= leastDays)) {
            throw new Error(`${name}: keepDays is ${keepDays}; use ${leastDays} or more.`);
        }
        if (compliance && !(compliance.coolingOffDays >= 3)) {
            throw new Error(`${name}: coolingOffDays is ${compliance.coolingOffDays}; use 3 or more.`);
        }
        if (compliance && compliance.reason.trim() === "") {
            throw new Error(`${name}: reason is "${compliance.reason}"; say why the lock must be final.`);
        }
        // Pulumi refuses to delete either: without its key a recovery point can't be read.
        const kept = { parent: this, protect: true };
        const key = new aws.kms.Key(
            name,
            {
                region,
                description: `Recovery points in the vault ${args.vaultName}`,
                enableKeyRotation: true,
                // The longest wait that KMS has.
                deletionWindowInDays: 30,
                policy: keyPolicy(accountId),
            },
            kept,
        );
        const child = { parent: this };
        const alias = { name: `alias/${args.vaultName}-vault`, targetKeyId: key.keyId };
        new aws.kms.Alias(name, { region, ...alias }, child);
        const vault = new aws.backup.Vault(
            name,
            {
                region,
                name: args.vaultName,
                kmsKeyArn: key.arn,
                tags: compliance && { "locked-for-good": compliance.reason },
            },
            kept,
        );
        const backupVaultName = vault.name;
        const lock = new aws.backup.VaultLockConfiguration(
            name,
            {
                region,
                backupVaultName,
                minRetentionDays: leastDays,
                maxRetentionDays: keepDays,
                changeableForDays: compliance?.coolingOffDays,
            },
            child,
        );
        // After the lock, so that nothing gets into a vault that is half shut.
        const shut = { parent: this, dependsOn: [lock] };
        const policy = new aws.backup.VaultPolicy(
            name,
            { region, backupVaultName, policy: vaultPolicy() },
            shut,
        );
        this.vaultName = policy.backupVaultName;
        this.arn = pulumi.interpolate`arn:aws:backup:${region}:${accountId}:backup-vault:${this.vaultName}`;
        this.region = region;
        this.keepDays = keepDays;
        this.registerOutputs({ vaultName: this.vaultName, arn: this.arn });
    }
}

/** IAM decides who uses the key, and nobody can switch it off or delete it before this policy is changed. */
function keyPolicy(accountId: pulumi.Input<string>): pulumi.Output<string> {
    const switches = ["kms:ScheduleKeyDeletion", "kms:DisableKey"];
    return policyOf([
        iamDecides(accountId),
        { Sid: "NobodyEndsIt", Effect: "Deny", Principal: "*", Action: switches, Resource: "*" },
    ]);
}

/**
 * As AWS does it for the vault that it makes for EFS ("Deny" to everybody), where recovery points still go by
 * themselves when their days are over. Restoring and copying stay free, and so is changing this policy.
 */
function vaultPolicy(): string {
    const Action = [
        "backup:DeleteRecoveryPoint",
        "backup:UpdateRecoveryPointLifecycle",
        "backup:DeleteBackupVault",
        "backup:DeleteBackupVaultLockConfiguration",
    ];
    const nobody = { Sid: "NobodyDeletes", Effect: "Deny", Principal: "*", Action, Resource: "*" };
    return JSON.stringify({ Version: "2012-10-17", Statement: [nobody] });
}
