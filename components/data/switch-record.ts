import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../parts/key-use.ts";

export interface SwitchRecordArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** The table is called `<prefix>-switch`. */
    prefix: string;
    /** The key that encrypts it. */
    kmsKeyArn: pulumi.Input<string>;
}

/**
 * Which generation of the database is in use while that changes: one item about the change, which whoever runs it writes,
 * and one about each pooler, which the pooler writes. A table and no queue, for whoever comes late has to find it.
 */
export class SwitchRecord extends pulumi.ComponentResource {
    /** Known before the table is made. */
    readonly tableName: pulumi.Output<string>;
    /** What a pooler needs to read the change and to tell how far it is. */
    readonly toReport: aws.iam.PolicyStatement[];
    /** What is needed besides to see all poolers at once. */
    readonly toSeeAll: aws.iam.PolicyStatement[];

    constructor(name: string, args: SwitchRecordArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:SwitchRecord", name, {}, opts);
        const { accountId, region, kmsKeyArn } = args;
        const table = new aws.dynamodb.Table(
            name,
            {
                name: `${args.prefix}-switch`,
                // A few questions a second, and none that could have been foreseen while a change runs.
                billingMode: "PAY_PER_REQUEST",
                hashKey: "id",
                attributes: [{ name: "id", type: "S" }],
                // What a pooler said that is long gone.
                ttl: { enabled: true, attributeName: "expires" },
                serverSideEncryption: { enabled: true, kmsKeyArn },
                pointInTimeRecovery: { enabled: true },
                deletionProtectionEnabled: true,
            },
            { parent: this },
        );
        this.tableName = table.name;
        // Written out, and not the table's own ARN, which is known after the deployment only: rules read it at preview.
        const Resource = pulumi.interpolate`arn:aws:dynamodb:${region}:${accountId}:table/${this.tableName}`;
        const allow = (...actions: string[]): aws.iam.PolicyStatement => ({
            Effect: "Allow",
            Action: actions.map((action) => `dynamodb:${action}`),
            Resource,
        });
        // DynamoDB opens the table's key on behalf of each who reads or writes, and encrypts with what it finds in it
        // (Developer Guide, "DynamoDB encryption at rest usage": Decrypt).
        const opened = keyUse(args, {
            service: "dynamodb",
            actions: ["kms:Decrypt"],
            thing: this.tableName,
        });
        this.toReport = [allow("GetItem", "PutItem", "UpdateItem"), opened];
        this.toSeeAll = [allow("Scan", "Query")];
        this.registerOutputs({ tableName: this.tableName });
    }
}
