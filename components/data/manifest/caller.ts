import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

interface CallerArgs {
    accountId: pulumi.Input<string>;
    region: string;
    /** Names of the functions that it may call. */
    functions: string[];
}

export interface Caller {
    roleArn: pulumi.Output<string>;
    /** It may call them when this is there. */
    rights: pulumi.Resource;
}

/** What EventBridge Scheduler takes on, and for this account only (its User Guide, "Confused deputy prevention"). */
export function callerOf(parent: pulumi.Resource, name: string, args: CallerArgs): Caller {
    const { accountId, region, functions } = args;
    const trusted = {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    };
    // Written out, and not the functions' own ARNs, which are known after the deployment only: rules read them at preview.
    const Resource = functions.map(
        (one) => pulumi.interpolate`arn:aws:lambda:${region}:${accountId}:function:${one}`,
    );
    const may = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource };
    const only = (one: object) => pulumi.jsonStringify({ Version: "2012-10-17", Statement: [one] });
    const role = new aws.iam.Role(name, { assumeRolePolicy: only(trusted) }, { parent });
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy: only(may) }, { parent });
    return { roleArn: role.arn, rights };
}
