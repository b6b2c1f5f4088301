import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, type Account } from "../parts/rights.ts";

export interface ClusterArgs extends Account {
    /** Log group, of this account and region, that records what people type in a shell of a task. */
    execLogGroupName: pulumi.Input<string>;
    /** The key that encrypts those shells on their way, and its alias: rights are read before the key is there. */
    kmsKeyArn: pulumi.Input<string>;
    kmsKeyAlias: string;
}

/** Where tasks run: Fargate only, with metrics for each task, and every shell into one recorded. */
export class Cluster extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly clusterName: pulumi.Output<string>;
    /** What the role of a task needs that people may enter. */
    readonly toBeEntered: aws.iam.PolicyStatement[];

    constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Cluster", name, {}, opts);
        const cluster = new aws.ecs.Cluster(
            name,
            {
                settings: [{ name: "containerInsights", value: "enhanced" }],
                configuration: {
                    executeCommandConfiguration: {
                        kmsKeyId: args.kmsKeyArn,
                        logging: "OVERRIDE",
                        logConfiguration: {
                            cloudWatchEncryptionEnabled: true,
                            cloudWatchLogGroupName: args.execLogGroupName,
                        },
                    },
                },
            },
            { parent: this },
        );
        new aws.ecs.ClusterCapacityProviders(
            name,
            {
                clusterName: cluster.name,
                capacityProviders: ["FARGATE"],
                defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
            },
            { parent: this },
        );
        this.arn = cluster.arn;
        this.clusterName = cluster.name;
        this.toBeEntered = toBeEntered(args);
        this.registerOutputs({ arn: this.arn, clusterName: this.clusterName });
    }
}

/** As the ECS Developer Guide asks under "IAM permissions required for ECS Exec" and "Logging using ECS Exec". */
function toBeEntered(args: ClusterArgs): aws.iam.PolicyStatement[] {
    const allow = (Action: string[], Resource: pulumi.Input<string>, Condition?: object) =>
        ({ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) }) as aws.iam.PolicyStatement;
    const channels = ["Control", "Data"].flatMap((one) => [`Create${one}Channel`, `Open${one}Channel`]);
    const streams = ["CreateLogStream", "DescribeLogStreams", "PutLogEvents"];
    return [
        // They have no ARN: AWS knows these actions for "*" only.
        allow(
            channels.map((action) => `ssmmessages:${action}`),
            "*",
        ),
        allow(["logs:DescribeLogGroups"], "*"),
        allow(
            streams.map((action) => `logs:${action}`),
            here(args, "logs", pulumi.interpolate`log-group:${args.execLogGroupName}:*`),
        ),
        // The key's id is known after the deployment only.
        allow(["kms:Decrypt"], here(args, "kms", "key/*"), {
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": args.kmsKeyAlias },
        }),
    ];
}
