import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { issued, type Issued } from "./secrets/issued.ts";

export interface SecretsArgs<Purpose extends string> {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** What the names start with: a secret is called `prefix/purpose`. No other environment of the account may have it. */
    prefix: string;
    /** The key that encrypts them. */
    kmsKeyArn: pulumi.Input<string>;
    /** What each secret holds; Pulumi keeps it encrypted in its state. Null leaves the value to what rotates the secret. */
    values: Record<Purpose, pulumi.Input<string> | null>;
    /** What others issue, such as a key of theirs, by the variable in which a container looks for it. @default none */
    issued?: Record<string, string>;
}

interface MadeSecret {
    /** As Secrets Manager made it: for a resource that is about this secret. */
    id: pulumi.Output<string>;
    /** Known before the secret is made: without the hyphen and the six characters that Secrets Manager adds. */
    arn: pulumi.Output<string>;
    /** Puts the value there: whoever reads it waits for this. */
    value: pulumi.Resource;
    /** What a role needs to read this secret, and no other. */
    toRead: aws.iam.PolicyStatement[];
    /** What a role needs besides to give it its next value. */
    toRotate: aws.iam.PolicyStatement[];
}

/**
 * Values that no image, setting, log or output may hold: a workload gets them by ARN when it starts.
 *
 * Their names are fixed, so that a preview can be judged. Secrets Manager keeps the name of a deleted secret for 30 days
 * and refuses it to a new one. To make an environment anew before that, bring the secret back (`aws secretsmanager
 * restore-secret --secret-id <name>`) and `pulumi import` it, or give it up for good (`aws secretsmanager delete-secret
 * --secret-id <name> --force-delete-without-recovery`).
 */
export class Secrets<Purpose extends string> extends pulumi.ComponentResource {
    readonly made: Record<Purpose, MadeSecret> & { issued: Record<string, Issued> };

    constructor(name: string, args: SecretsArgs<Purpose>, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:Secrets", name, {}, opts);
        const purposes = Object.keys(args.values) as Purpose[];
        const entries = purposes.map((purpose) => [purpose, this.make(name, purpose, args)]);
        const made = Object.fromEntries(entries) as Record<Purpose, MadeSecret>;
        const given = Object.entries(args.issued ?? {});
        const kept = given.map(([variable, value]) => [variable, issued(this, name, variable, value, args)]);
        this.made = { ...made, issued: Object.fromEntries(kept) as Record<string, Issued> };
        this.registerOutputs({});
    }

    private make(name: string, purpose: Purpose, args: SecretsArgs<Purpose>): MadeSecret {
        const fullName = `${args.prefix}/${purpose}`;
        // Secrets Manager would take such an end for its own (User Guide, "Troubleshooting": a partial ARN).
        if (/-.{6}$/.test(fullName)) {
            throw new Error(`${name}: ${fullName} ends in a hyphen and six characters; use another purpose.`);
        }
        const secret = new aws.secretsmanager.Secret(
            `${name}-${purpose}`,
            {
                name: fullName,
                kmsKeyId: args.kmsKeyArn,
                // The longest window that Secrets Manager has, in days: a deleted secret can still be restored.
                recoveryWindowInDays: 30,
            },
            { parent: this },
        );
        const { [purpose]: given } = args.values;
        const value =
            given === null
                ? secret
                : new aws.secretsmanager.SecretVersion(
                      `${name}-${purpose}`,
                      { secretId: secret.id, secretString: pulumi.secret(given) },
                      { parent: this },
                  );
        // GetSecretValue finds a secret by such a partial ARN (Secrets Manager's API reference: SecretId), and ECS hands
        // it over as it is: the AWS CDK (Secret.fromSecretNameV2, aws/aws-cdk#11042) and Copilot (aws/copilot-cli#5732)
        // rely on it.
        const arn = pulumi.interpolate`arn:aws:secretsmanager:${args.region}:${args.accountId}:secret:${fullName}`;
        return { id: secret.id, arn, value, ...rightsTo(arn, args) };
    }
}

function rightsTo<Purpose extends string>(
    arn: pulumi.Output<string>,
    { accountId, region }: SecretsArgs<Purpose>,
): Pick<MadeSecret, "toRead" | "toRotate"> {
    // IAM knows no partial ARNs: six characters, for "*" would match the secrets whose names are longer, too.
    const complete = pulumi.interpolate`${arn}-??????`;
    const allow = (...Action: string[]): aws.iam.PolicyStatement => ({
        Effect: "Allow",
        Action: Action.length === 1 ? Action[0]! : Action,
        Resource: complete,
    });
    const withKey = (action: string): aws.iam.PolicyStatement => ({
        Effect: "Allow",
        Action: action,
        Resource: pulumi.interpolate`arn:aws:kms:${region}:${accountId}:key/*`,
        // The key's id is known after the deployment only. Whatever the key: for this secret, and through Secrets
        // Manager alone, which names the secret to KMS (its User Guide, "Secret encryption and decryption").
        Condition: {
            StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
            StringLike: { "kms:EncryptionContext:SecretARN": complete },
        },
    });
    const actions = ["DescribeSecret", "PutSecretValue", "UpdateSecretVersionStage"];
    return {
        toRead: [allow("secretsmanager:GetSecretValue"), withKey("kms:Decrypt")],
        toRotate: [
            allow(...actions.map((action) => `secretsmanager:${action}`)),
            withKey("kms:GenerateDataKey"),
        ],
    };
}
