import * as aws from "@pulumi/aws";
import { fromNowhere, leaveOut, set } from "../../edits.ts";
import { hasOwnKey } from "../../keys.ts";
import { stackRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

const encryption = "serverSideEncryption";

export default stackRule(aws.dynamodb.Table, {
    id: "table-encrypted",
    criterion: "SEC-03",
    severity: "high",
    says: "Every table of DynamoDB is encrypted with a key of this stack.",
    fix: "Set serverSideEncryption.enabled to true, and its kmsKeyArn to the ARN of an aws.kms.Key of this stack.",
    check: (table, stack) => {
        if (!isOn(table.props.serverSideEncryption?.enabled))
            return "Its key is one that DynamoDB has for everybody: serverSideEncryption is off.";
        return hasOwnKey(table, encryption, stack) ? undefined : "Its key is none of this stack's.";
    },
    breaks: {
        "left out": leaveOut(encryption),
        "switched off": set(`${encryption}.enabled`, false),
        "no key": leaveOut(`${encryption}.kmsKeyArn`),
        "Amazon's key": set(
            `${encryption}.kmsKeyArn`,
            "arn:aws:kms:us-east-1:123456789012:alias/aws/dynamodb",
        ),
        "a key from nowhere": fromNowhere(encryption),
    },
});
