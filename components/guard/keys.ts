import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { iamDecides, policyOf } from "../parts/rights.ts";

export interface KeysArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** The region whose log service may use the key of the logs. */
    region: string;
    /** What the aliases start with, so that a person finds a key among those of other environments. */
    prefix: string;
}

/** One KMS key for each purpose, so that whoever may read the logs can't read the database. Each rotates every year. */
export class Keys extends pulumi.ComponentResource {
    /** Encrypts log groups. Its alias is known before the key is made. */
    readonly logs: { kmsKeyArn: pulumi.Output<string>; kmsKeyAlias: string };
    /** Encrypts the database, its backups and its performance data. */
    readonly databaseArn: pulumi.Output<string>;
    /** Encrypts Secrets Manager's secrets. */
    readonly secrets: { kmsKeyArn: pulumi.Output<string> };
    /** Encrypts the cache and its snapshots. */
    readonly cacheArn: pulumi.Output<string>;
    /** Encrypts queues, the event bus and its archive. */
    readonly messages: { kmsKeyArn: pulumi.Output<string> };
    /** Encrypts what users upload. */
    readonly uploads: { kmsKeyArn: pulumi.Output<string> };
    /** Encrypts what proves that backups were restored, and what waits to be proven. */
    readonly evidence: { kmsKeyArn: pulumi.Output<string>; queueKmsKeyArn: pulumi.Output<string> };
    /** Encrypts images of containers. */
    readonly images: { kmsKeyArn: pulumi.Output<string> };

    constructor(name: string, args: KeysArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:Keys", name, {}, opts);
        const { accountId, region, prefix } = args;
        const key = (
            purpose: string,
            description: string,
            statements: pulumi.Input<aws.iam.PolicyStatement>[],
        ) => {
            const made = new aws.kms.Key(
                `${name}-${purpose}`,
                {
                    description,
                    enableKeyRotation: true,
                    // The longest wait that KMS has: a key that is gone takes its data with it.
                    deletionWindowInDays: 30,
                    policy: policyOf([iamDecides(accountId), ...statements]),
                },
                { parent: this },
            );
            new aws.kms.Alias(
                `${name}-${purpose}`,
                { name: `alias/${prefix}-${purpose}`, targetKeyId: made.keyId },
                { parent: this },
            );
            return made.arn;
        };
        const logsArn = key("logs", "Log groups", [logService(accountId, region)]);
        this.logs = { kmsKeyArn: logsArn, kmsKeyAlias: `alias/${prefix}-logs` };
        this.databaseArn = key("database", "The database, its backups and its performance data", []);
        this.secrets = { kmsKeyArn: key("secrets", "Secrets Manager", []) };
        this.cacheArn = key("cache", "The cache and its snapshots", []);
        const messages = "Queues, the event bus and its archive";
        this.messages = { kmsKeyArn: key("messages", messages, eventBridge(accountId, region)) };
        this.uploads = { kmsKeyArn: key("uploads", "What users upload", []) };
        const evidenceArn = key("evidence", "Evidence of restored copies", []);
        this.evidence = { kmsKeyArn: evidenceArn, queueKmsKeyArn: this.messages.kmsKeyArn };
        this.images = { kmsKeyArn: key("images", "Images of containers", []) };
        this.registerOutputs({
            logsArn,
            databaseArn: this.databaseArn,
            secretsArn: this.secrets.kmsKeyArn,
            cacheArn: this.cacheArn,
            messagesArn: this.messages.kmsKeyArn,
            uploadsArn: this.uploads.kmsKeyArn,
            evidenceArn,
            imagesArn: this.images.kmsKeyArn,
        });
    }
}

/** CloudWatch Logs uses the key for log groups of this account and region, and for nothing else. */
function logService(accountId: pulumi.Input<string>, region: string): aws.iam.PolicyStatement {
    return {
        Sid: "LogGroups",
        Effect: "Allow",
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: [
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:DescribeKey",
        ],
        Resource: "*",
        Condition: {
            ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:*`,
            },
        },
    };
}

/**
 * EventBridge keeps events of this account and region, and hands what it can't deliver to queues of theirs. What the key
 * is for stands in the encryption context of each call; looking at the key has none (EventBridge User Guide, "Encrypting
 * EventBridge event buses with AWS KMS keys", "Encrypting EventBridge archives with AWS KMS keys"; SQS Developer Guide,
 * "Configure KMS permissions for AWS services").
 */
function eventBridge(accountId: pulumi.Input<string>, region: string): aws.iam.PolicyStatement[] {
    const allow = (Sid: string, Action: string[], Condition?: object) =>
        ({
            ...{
                Sid,
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action,
                Resource: "*",
            },
            ...(Condition && { Condition }),
        }) as aws.iam.PolicyStatement;
    const within = (key: string, service: string, kind: string) => ({
        ArnLike: {
            [`kms:EncryptionContext:aws:${key}`]: pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${kind}*`,
        },
    });
    return [
        allow("EventBridgeLooks", ["kms:DescribeKey"]),
        allow(
            "EventBridgeKeeps",
            ["kms:GenerateDataKey", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
            within("events:event-bus:arn", "events", "event-bus/"),
        ),
        allow("EventBridgeDelivers", ["kms:GenerateDataKey", "kms:Decrypt"], within("sqs:arn", "sqs", "")),
    ];
}
