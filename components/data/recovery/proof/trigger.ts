import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, policyOf, trusting, type Account } from "../../../parts/rights.ts";
import { clusterArn, toRunTask } from "../../../parts/run-task.ts";
import { undelivered } from "../../../parts/undelivered.ts";
import { containerName } from "./task.ts";

export interface TriggerArgs extends Account {
    /** Name of the rule; that of the queue of what could not be started ends in `-undelivered`. */
    ruleName: string;
    planArn: pulumi.Input<string>;
    clusterName: pulumi.Input<string>;
    /** The key of the queue; EventBridge must be allowed to use it. */
    queueKmsKeyArn: pulumi.Input<string>;
    family: string;
    task: { definitionArn: pulumi.Input<string>; roleNames: pulumi.Input<string>[] };
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    securityGroupId: pulumi.Input<string>;
}

/** Starts the check when a restore of the plan is complete. Returns the name of the queue of those that did not start. */
export function trigger(parent: pulumi.Resource, name: string, args: TriggerArgs): pulumi.Output<string> {
    const child = { parent };
    const letters = undelivered(parent, name, {
        ...{ accountId: args.accountId, region: args.region, of: args.ruleName },
        kmsKeyArn: args.queueKmsKeyArn,
        from: (to) => [
            {
                ...{
                    Sid: "Undelivered",
                    Effect: "Allow",
                    Principal: { Service: "events.amazonaws.com" },
                    ...to,
                },
                Condition: { ArnEquals: { "aws:SourceArn": here(args, "events", `rule/${args.ruleName}`) } },
            },
        ],
    });
    const rule = new aws.cloudwatch.EventRule(
        name,
        {
            name: args.ruleName,
            description: "A restore drill has made a copy",
            // A person's restores, and those of other plans, are nobody's to judge: they name no plan, or another.
            eventPattern: pulumi.jsonStringify({
                source: ["aws.backup"],
                "detail-type": ["Restore Job State Change"],
                detail: {
                    status: ["COMPLETED"],
                    resourceType: ["RDS"],
                    restoreTestingPlanArn: [args.planArn],
                },
            }),
        },
        child,
    );
    const role = new aws.iam.Role(
        `${name}-trigger`,
        { assumeRolePolicy: trusting("events.amazonaws.com") },
        child,
    );
    const policy = policyOf(toRunTask(args, { ...args, roleNames: args.task.roleNames }));
    const rights = new aws.iam.RolePolicy(`${name}-trigger`, { role: role.id, policy }, child);
    const override = `{"name":"${containerName}","environment":[{"name":"RESTORE_JOB_ID","value":<job>}]}`;
    new aws.cloudwatch.EventTarget(
        name,
        {
            rule: rule.name,
            arn: clusterArn(args, args.clusterName),
            roleArn: role.arn,
            ecsTarget: {
                taskDefinitionArn: args.task.definitionArn,
                launchType: "FARGATE",
                enableEcsManagedTags: true,
                propagateTags: "TASK_DEFINITION",
                networkConfiguration: {
                    subnets: args.subnetIds,
                    securityGroups: [args.securityGroupId],
                    assignPublicIp: false,
                },
            },
            inputTransformer: {
                inputPaths: { job: "$.detail.restoreJobId" },
                // EventBridge itself puts the text in quotes (its User Guide, "Input transformation").
                inputTemplate: `{"containerOverrides":[${override}]}`,
            },
            // Seconds: an hour before the copy is deleted, the check needs to have begun.
            retryPolicy: { maximumEventAgeInSeconds: 3 * 3600, maximumRetryAttempts: 185 },
            deadLetterConfig: { arn: letters.arn },
        },
        { parent, dependsOn: [rights] },
    );
    return letters.name;
}
