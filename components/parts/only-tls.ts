import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A statement for the policy of a bucket or a queue: whoever comes without TLS is refused, whatever else allows it. */
export function onlyTls(
    service: "s3" | "sqs",
    Resource: pulumi.Input<string> | pulumi.Input<string>[],
): aws.iam.PolicyStatement {
    return {
        Sid: "OnlyTls",
        Effect: "Deny",
        Principal: "*",
        Action: `${service}:*`,
        Resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
}
