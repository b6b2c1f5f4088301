import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../parts/function-alarm.ts";
import { here, type Account } from "../parts/rights.ts";
import { vpcFunction, type VpcFunctionArgs } from "../parts/vpc-function.ts";

export interface SwitchArgs extends Account {
    /** What the names of the function, `<prefix>-switch`, and of the secrets, `<prefix>/<purpose>`, start with. */
    prefix: string;
    code: { archive: pulumi.Input<pulumi.asset.Archive> };
    /** Log group, of this account and region, of what the function prints. */
    logGroupName: pulumi.Input<string>;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: VpcFunctionArgs["network"];
    /** What it is told of the database and of its secrets, the same as the function of the roles. */
    roles: { variables: Record<string, pulumi.Input<string>>; rights: aws.iam.PolicyStatement[] };
    database: { operatorSecurityGroupId: pulumi.Input<string> };
    /** Where poolers read what to do, and tell how far they are. */
    record: Record<"toReport" | "toSeeAll", aws.iam.PolicyStatement[]> & { tableName: pulumi.Input<string> };
    cluster: { clusterName: pulumi.Input<string> };
    pooler: { serviceName: pulumi.Input<string> };
    /** Told when a change was refused or cancelled. */
    alertsTopicArn: pulumi.Input<string>;
}

/**
 * Changes the poolers over to another generation of the database: a function that pauses them, fences the generation that
 * is left, and lets them go on with the other. A person calls it (`npm run restore -- --cutover`), and nothing else does.
 */
export class Switch extends pulumi.ComponentResource {
    readonly functionName: pulumi.Output<string>;

    constructor(name: string, args: SwitchArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Switch", name, {}, opts);
        const { database, record, roles } = args;
        const run = vpcFunction(this, name, {
            ...args,
            functionName: `${args.prefix}-switch`,
            says: "The function that changes the database over",
            code: args.code.archive,
            securityGroupIds: [database.operatorSecurityGroupId],
            rights: [...roles.rights, ...record.toReport, ...record.toSeeAll, ...toFreeze(args)],
            // All that there are: before the change it makes the other generation's passwords the current ones.
            timeoutSeconds: 900,
            variables: {
                ...roles.variables,
                SWITCH_TABLE: record.tableName,
                CLUSTER: args.cluster.clusterName,
                POOLER_SERVICE: args.pooler.serviceName,
            },
        });
        // One that failed is begun anew by whoever looked why, and not by Lambda.
        const once = { functionName: run.name, maximumRetryAttempts: 0 };
        new aws.lambda.FunctionEventInvokeConfig(name, once, { parent: this });
        const says =
            "A change to another generation of the database was refused, cancelled, or not finished. The poolers go on " +
            "with the one that is not fenced. The function's log says why: docs/runbooks/cutover.md.";
        functionAlarm(this, name, { run, says, alertsTopicArn: args.alertsTopicArn });
        this.functionName = run.name;
        this.registerOutputs({ functionName: this.functionName });
    }
}

/** Sees which poolers there are, and keeps their number as it is for as long as a change takes. */
function toFreeze({ cluster, pooler, ...account }: SwitchArgs): aws.iam.PolicyStatement[] {
    const { clusterName } = cluster;
    const ofCluster = here(account, "ecs", pulumi.interpolate`cluster/${clusterName}`);
    const service = here(account, "ecs", pulumi.interpolate`service/${clusterName}/${pooler.serviceName}`);
    const targets = {
        "application-autoscaling:service-namespace": "ecs",
        "application-autoscaling:scalable-dimension": "ecs:service:DesiredCount",
    };
    return [
        // On Fargate there is no container instance to name, which is what IAM knows this action for (ECS Developer Guide,
        // "List and describe tasks").
        {
            Effect: "Allow",
            Action: "ecs:ListTasks",
            Resource: "*",
            Condition: { ArnEquals: { "ecs:cluster": ofCluster } },
        },
        {
            Effect: "Allow",
            Action: "ecs:DescribeTasks",
            Resource: here(account, "ecs", pulumi.interpolate`task/${clusterName}/*`),
        },
        // Application Auto Scaling asks on the caller's behalf whether the service may be changed, and whether alarms may
        // be seen, before it takes a target (its User Guide, "Permissions validation").
        { Effect: "Allow", Action: ["ecs:DescribeServices", "ecs:UpdateService"], Resource: service },
        {
            Effect: "Allow",
            Action: "cloudwatch:DescribeAlarms",
            Resource: here(account, "cloudwatch", "alarm:*"),
        },
        // It knows no resource; and a target's id is known after the deployment only.
        { Effect: "Allow", Action: "application-autoscaling:DescribeScalableTargets", Resource: "*" },
        {
            Effect: "Allow",
            Action: "application-autoscaling:RegisterScalableTarget",
            Resource: here(account, "application-autoscaling", "scalable-target/*"),
            Condition: { StringEquals: targets },
        },
    ];
}
