import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface Use {
    /** The service that uses the key for the role. */
    service: "s3" | "sqs";
    actions: string[];
    /** The thing whose key it is: the service names it to KMS. */
    thing: pulumi.Input<string>;
}

/** The key's id is known after the deployment only. Whatever the key: for this thing, and through its service alone. */
export function keyUse(
    { region, accountId }: { region: string; accountId: pulumi.Input<string> },
    { service, actions, thing }: Use,
): aws.iam.PolicyStatement {
    return {
        Effect: "Allow",
        Action: actions,
        Resource: pulumi.interpolate`arn:aws:kms:${region}:${accountId}:key/*`,
        Condition: {
            StringEquals: {
                "kms:ViaService": `${service}.${region}.amazonaws.com`,
                [`kms:EncryptionContext:aws:${service}:arn`]: thing,
            },
        },
    };
}
