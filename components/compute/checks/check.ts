import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../../parts/function-alarm.ts";
import type { Account } from "../../parts/rights.ts";
import { vpcFunction } from "../../parts/vpc-function.ts";

/** What every check of a new version takes. */
export interface CheckArgs extends Account {
    /** What the names of the function, and of what else it needs, start with; no other environment of the account may have it. */
    prefix: string;
    /** The VPC, and subnets that can call AWS and the load balancer, and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** Log group of the verdicts. */
    logGroupName: pulumi.Input<string>;
    /** The function's code, with the files that it finds beside it. */
    code: { archive: pulumi.Input<pulumi.asset.Archive> };
    /** Where it is told that the function itself failed. */
    alertsTopicArn: pulumi.Input<string>;
}

/** Which function ECS has to call, when, and the longest that it takes. */
export interface Hook {
    functionArn: pulumi.Output<string>;
    functionName: string;
    stages: string[];
    minutes: number;
}

interface Own {
    /** What the function is called after the prefix. */
    called: string;
    /** What it is for, in a few words. */
    says: string;
    /** What it means that it broke off, and which page helps: the text of the alert. */
    broke: string;
    stages: string[];
    minutes: number;
    timeoutSeconds: number;
    /** Worn besides its own group: they open the way to what it works on. */
    securityGroupIds: pulumi.Input<string>[];
    rights: aws.iam.PolicyStatement[];
    variables: Record<string, pulumi.Input<string>>;
}

/** A function that ECS asks about a new version. One that it refuses is no failure of the function: the deployment tells that. */
export function check(
    parent: pulumi.Resource,
    name: string,
    { accountId, region, prefix, network, logGroupName, code, alertsTopicArn }: CheckArgs,
    { called, broke, stages, minutes, ...own }: Own,
): Hook {
    const functionName = `${prefix}-${called}`;
    const place = { accountId, region, network, logGroupName };
    const run = vpcFunction(parent, name, { ...place, ...own, functionName, code: code.archive });
    functionAlarm(parent, name, { run, says: broke, alertsTopicArn });
    return { functionArn: run.arn, functionName, stages, minutes };
}
