import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../../../parts/key-use.ts";
import { here, policyOf, trusting, type Account } from "../../../parts/rights.ts";

interface RoleArgs extends Account {
    /** In the name of the function that AWS makes of a canary, and of its log group. */
    canaryName: string;
    /** Takes what a look leaves behind. */
    bucketArn: pulumi.Output<string>;
}

/** What AWS asks for (CloudWatch User Guide, "Required roles and permissions for canaries"), but for making log groups. */
export function lookingRole(parent: pulumi.Resource, name: string, args: RoleArgs) {
    const assumeRolePolicy = trusting("lambda.amazonaws.com");
    const role = new aws.iam.Role(name, { assumeRolePolicy }, { parent });
    const allow = (
        Action: string[],
        Resource: pulumi.Input<string>,
        Condition?: aws.iam.PolicyStatement["Condition"],
    ) => ({ Effect: "Allow" as const, Action, Resource, ...(Condition && { Condition }) });
    const log = here(args, "logs", `log-group:/aws/lambda/cwsyn-${args.canaryName}-*`);
    const namespace = { StringEquals: { "cloudwatch:namespace": "CloudWatchSynthetics" } };
    const policy = policyOf([
        allow(["s3:PutObject", "s3:GetObject"], pulumi.interpolate`${args.bucketArn}/looks/*`),
        allow(["s3:GetBucketLocation"], args.bucketArn),
        allow(["s3:ListAllMyBuckets"], "*"),
        keyUse(args, {
            ...{ service: "s3", thing: args.bucketArn, actions: ["kms:GenerateDataKey", "kms:Decrypt"] },
        }),
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], log),
        // Metrics have no ARN.
        allow(["cloudwatch:PutMetricData"], "*", namespace),
    ]);
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent });
    return { arn: role.arn, rights };
}
