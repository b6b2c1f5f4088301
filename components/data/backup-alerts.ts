import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface BackupAlertsArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** What the name of the topic and the alias of its key start with. */
    prefix: string;
    /** The vault whose jobs are watched; the topic must be in its region. */
    vault: { vaultName: pulumi.Input<string> };
    /** Who is told, once that person has confirmed the subscription: AWS sends a link. */
    email: string;
}

/** Jobs that ended; the message's attribute `State` says how. AWS Backup has no event for a backup that failed. */
const events = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED"];

/** Says by e-mail when a backup, a copy or a restore fails, expires or is stopped. A backup that fails is silent otherwise. */
export class BackupAlerts extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: BackupAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:BackupAlerts", name, {}, opts);
        const { accountId, prefix, vault, email } = args;
        const child = { parent: this };
        const topicName = `${prefix}-backup-alerts`;
        const key = new aws.kms.Key(
            name,
            {
                description: "Alerts about backups",
                enableKeyRotation: true,
                deletionWindowInDays: 30,
                policy: keyPolicy(accountId),
            },
            child,
        );
        new aws.kms.Alias(name, { name: `alias/${topicName}`, targetKeyId: key.keyId }, child);
        const topic = new aws.sns.Topic(name, { name: topicName, kmsMasterKeyId: key.arn }, child);
        const policy = new aws.sns.TopicPolicy(
            name,
            { arn: topic.arn, policy: topicPolicy(topic.arn) },
            child,
        );
        new aws.sns.TopicSubscription(
            name,
            {
                topic: topic.arn,
                protocol: "email",
                endpoint: email,
                // A mail a night that all is well is a mail that nobody reads.
                filterPolicy: JSON.stringify({ State: [{ "anything-but": "COMPLETED" }] }),
            },
            child,
        );
        new aws.backup.VaultNotifications(
            name,
            { backupVaultName: vault.vaultName, snsTopicArn: topic.arn, backupVaultEvents: events },
            { parent: this, dependsOn: [policy] },
        );
        this.topicArn = topic.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}

// AWS documents neither of the two with a condition on who calls, and a condition that doesn't hold loses every alert.
// AWS Backup itself refuses a topic of another account (Developer Guide, "Notification options with AWS Backup").
const Principal = { Service: "backup.amazonaws.com" };

function keyPolicy(accountId: pulumi.Input<string>): pulumi.Output<string> {
    const account = { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` };
    // What a service needs to publish to an encrypted topic (SNS Developer Guide, "Key management").
    const publish = ["kms:GenerateDataKey*", "kms:Decrypt"];
    return pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            { Sid: "IamDecides", Effect: "Allow", Principal: account, Action: "kms:*", Resource: "*" },
            { Sid: "BackupPublishes", Effect: "Allow", Principal, Action: publish, Resource: "*" },
        ],
    });
}

function topicPolicy(topicArn: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "BackupPublishes",
                Effect: "Allow",
                Principal,
                Action: "sns:Publish",
                Resource: topicArn,
            },
        ],
    });
}
