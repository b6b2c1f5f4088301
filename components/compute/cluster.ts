import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ClusterArgs {
    /** Log group that records what people type in a shell of a task. */
    execLogGroupName: pulumi.Input<string>;
    /** The key that encrypts those shells on their way; the tasks' roles need `kms:Decrypt` on it. */
    kmsKeyArn: pulumi.Input<string>;
}

/** Where tasks run: Fargate only, with metrics for each task, and every shell into one recorded. */
export class Cluster extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly clusterName: pulumi.Output<string>;

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
        this.registerOutputs({ arn: this.arn, clusterName: this.clusterName });
    }
}
