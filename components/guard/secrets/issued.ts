import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, type Account } from "../../parts/rights.ts";

export interface IssuedArgs extends Account {
    /** What the names start with: a value is called `/prefix/issued/variable`. */
    prefix: string;
    /** The key that encrypts them. */
    kmsKeyArn: pulumi.Input<string>;
}

/** A value that somebody else made, for a container's variable. */
export interface Issued {
    /** A parameter of Systems Manager; known before it is made. */
    arn: pulumi.Output<string>;
    /** Puts the value there: whoever reads it waits for this. */
    value: pulumi.Resource;
    /** What a role needs to read this one, and no other. */
    toRead: aws.iam.PolicyStatement[];
}

/**
 * Keeps a value that others issue, and that only they can replace. Encrypted as a secret is, in Parameter Store: Secrets
 * Manager's secrets here are those that a function rotates, each of them (docs/decisions/0004).
 */
export function issued(
    parent: pulumi.Resource,
    name: string,
    variable: string,
    value: string,
    { kmsKeyArn, prefix, ...account }: IssuedArgs,
): Issued {
    // One level deeper than what `stacks/release.ts` lists.
    const path = `/${prefix}/issued/${variable}`;
    const arn = here(account, "ssm", `parameter${path}`);
    const parameter = new aws.ssm.Parameter(
        `${name}-${variable}`,
        { name: path, type: "SecureString", keyId: kmsKeyArn, value: pulumi.secret(value) },
        { parent },
    );
    const toRead: aws.iam.PolicyStatement[] = [
        { Effect: "Allow", Action: "ssm:GetParameters", Resource: arn },
        {
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: here(account, "kms", "key/*"),
            // The key's id is known after the deployment only. Whatever the key: for this parameter, and through Systems
            // Manager alone, which names it to KMS (its User Guide, "AWS KMS encryption for Parameter Store SecureString
            // parameters").
            Condition: {
                StringEquals: {
                    "kms:ViaService": `ssm.${account.region}.amazonaws.com`,
                    "kms:EncryptionContext:PARAMETER_ARN": arn,
                },
            },
        },
    ];
    return { arn, value: parameter, toRead };
}
