import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface Account {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
}

/** An ARN of this account and region, written out: rules read it at preview. */
export function here(
    { region, accountId }: Account,
    service: string,
    rest: pulumi.Input<string>,
): pulumi.Output<string> {
    return pulumi.interpolate`arn:aws:${service}:${region}:${accountId}:${rest}`;
}

export function policyOf(Statement: pulumi.Input<aws.iam.PolicyStatement>[]): pulumi.Output<string> {
    return pulumi.jsonStringify({ Version: "2012-10-17", Statement });
}

/** The policy of a role that one service of AWS, and nobody else, may take on. */
export function trusting(service: `${string}.amazonaws.com`): pulumi.Output<string> {
    return policyOf([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);
}

/** The same, and for this account only (IAM User Guide, "The confused deputy problem"). */
export function trustedBy(service: `${string}.amazonaws.com`, { accountId }: Account): pulumi.Output<string> {
    const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
    return policyOf([
        { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition },
    ]);
}

/** What a service of AWS may do, for things of this account alone (IAM User Guide, "The confused deputy problem"). */
export function mayFor(
    service: `${string}.amazonaws.com`,
    accountId: pulumi.Input<string>,
    /** ARNs of the things that it may do so for. */
    sources: pulumi.Input<string> | pulumi.Input<string>[],
    { Sid, Action, Resource }: Pick<aws.iam.PolicyStatement, "Sid" | "Action" | "Resource">,
): aws.iam.PolicyStatement {
    return {
        ...{ Sid, Effect: "Allow", Principal: { Service: service }, Action, Resource },
        Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": sources },
        },
    };
}

/** Metrics have no ARN: AWS knows the action for "*" only, and this condition to narrow it. */
export const toMeasure: aws.iam.PolicyStatement = {
    Effect: "Allow",
    Action: "cloudwatch:PutMetricData",
    Resource: "*",
    Condition: { StringEquals: { "cloudwatch:namespace": "Airworthy" } },
};

/** What writes to a log group of this account needs. */
export function toLog(account: Account, logGroupName: pulumi.Input<string>): aws.iam.PolicyStatement {
    const Resource = here(account, "logs", pulumi.interpolate`log-group:${logGroupName}:*`);
    return { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource };
}

/** KMS's own default: IAM decides in this account. A key without it can be locked for good. "*" is the key itself. */
export function iamDecides(accountId: pulumi.Input<string>): aws.iam.PolicyStatement {
    return {
        Sid: "IamDecides",
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
    };
}
