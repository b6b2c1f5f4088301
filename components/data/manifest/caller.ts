import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { here, policyOf, trustedBy, type Account } from "../../parts/rights.ts";

interface CallerArgs extends Account {
    /** Names of the functions that it may call. */
    functions: string[];
}

export interface Caller {
    roleArn: pulumi.Output<string>;
    roleName: pulumi.Output<string>;
    /** It may call them when this is there. */
    rights: pulumi.Resource;
}

/** What EventBridge Scheduler takes on, and for this account only (its User Guide, "Confused deputy prevention"). */
export function callerOf(parent: pulumi.Resource, name: string, args: CallerArgs): Caller {
    // Written out, and not the functions' own ARNs, which are known after the deployment only: rules read them at preview.
    const Resource = args.functions.map((one) => here(args, "lambda", `function:${one}`));
    const assumeRolePolicy = trustedBy("scheduler.amazonaws.com", args);
    const role = new aws.iam.Role(name, { assumeRolePolicy }, { parent });
    const policy = policyOf([{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource }]);
    const rights = new aws.iam.RolePolicy(name, { role: role.id, policy }, { parent });
    return { roleArn: role.arn, roleName: role.name, rights };
}
