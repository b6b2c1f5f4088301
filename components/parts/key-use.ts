import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Under which key of the encryption context a service names the thing to KMS. */
const contexts = { s3: "aws:s3:arn", sqs: "aws:sqs:arn", dynamodb: "aws:dynamodb:tableName" };

interface Use {
    /** The service that uses the key for the role. */
    service: keyof typeof contexts;
    actions: string[];
    /** The thing whose key it is, as the service names it to KMS: by its ARN, but a table by its name. */
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
                [`kms:EncryptionContext:${contexts[service]}`]: thing,
            },
        },
    };
}
