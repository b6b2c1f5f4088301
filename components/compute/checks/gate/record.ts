import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../../../parts/key-use.ts";
import { here, type Account } from "../../../parts/rights.ts";

export interface RecordArgs extends Account {
    tableName: string;
    /** The key that encrypts it. */
    kmsKeyArn: pulumi.Input<string>;
}

/**
 * Who announced which release, and which deployment that let in; and whose turn it is to migrate. Nothing in it expires: it
 * is the evidence of each release that began in spite of a red alarm, and there are few.
 */
export function record(parent: pulumi.Resource, name: string, args: RecordArgs) {
    const { kmsKeyArn } = args;
    const table = new aws.dynamodb.Table(
        name,
        {
            name: args.tableName,
            // A few questions a release.
            billingMode: "PAY_PER_REQUEST",
            hashKey: "about",
            rangeKey: "at",
            attributes: [
                { name: "about", type: "S" },
                { name: "at", type: "S" },
            ],
            serverSideEncryption: { enabled: true, kmsKeyArn },
            pointInTimeRecovery: { enabled: true },
            deletionProtectionEnabled: true,
        },
        { parent },
    );
    const toKeep: aws.iam.PolicyStatement[] = [
        {
            Effect: "Allow",
            Action: ["GetItem", "Query", "PutItem", "UpdateItem"].map((action) => `dynamodb:${action}`),
            Resource: here(args, "dynamodb", pulumi.interpolate`table/${table.name}`),
        },
        // As for the record of the switch: DynamoDB opens the table's key on behalf of each who reads or writes.
        keyUse(args, { service: "dynamodb", actions: ["kms:Decrypt"], thing: table.name }),
    ];
    return { tableName: table.name, toKeep };
}
