import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, type Account } from "./rights.ts";

interface OneOff {
    clusterName: pulumi.Input<string>;
    family: string;
    /** Of the roles that ECS starts the task with, and that it runs with. */
    roleNames: pulumi.Input<string>[];
}

export function clusterArn(account: Account, clusterName: pulumi.Input<string>): pulumi.Output<string> {
    return here(account, "ecs", pulumi.interpolate`cluster/${clusterName}`);
}

/** This task, whichever revision, on this cluster; and to hand it its two roles, which ECS alone may take. */
export function toRunTask(
    account: Account,
    { clusterName, family, roleNames }: OneOff,
): aws.iam.PolicyStatement[] {
    const passed = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
    const roles = roleNames.map((one) => pulumi.interpolate`arn:aws:iam::${account.accountId}:role/${one}`);
    const created = { StringEquals: { "ecs:CreateAction": "RunTask" } };
    return [
        {
            Effect: "Allow",
            Action: "ecs:RunTask",
            Resource: here(account, "ecs", `task-definition/${family}:*`),
            Condition: { ArnEquals: { "ecs:cluster": clusterArn(account, clusterName) } },
        },
        {
            Effect: "Allow",
            Action: "ecs:TagResource",
            Resource: here(account, "ecs", "task/*"),
            Condition: created,
        },
        { Effect: "Allow", Action: "iam:PassRole", Resource: roles, Condition: passed },
    ];
}
