import * as pulumi from "@pulumi/pulumi";
import { fargateService, type FargateServiceArgs } from "../parts/fargate-service.ts";

export interface ServiceArgs extends Omit<FargateServiceArgs, "says" | "measures" | "found" | "task"> {
    task: { definitionArn: pulumi.Input<string>; containerName: string };
    /** Port on which the container listens. */
    port: number;
    /** Target group that sends requests, and its name in metrics. */
    target: { targetGroupArn: pulumi.Input<string>; resourceLabel: pulumi.Input<string> };
    /** Requests a minute that one task is to serve; above it more tasks start. */
    requestsPerTask: number;
    /** Average CPU in percent above which more tasks start. @default 60, which leaves room while they do. */
    cpuPercent?: number;
}

/** Tasks behind a load balancer that serve what users ask for. */
export class Service extends pulumi.ComponentResource {
    readonly serviceName: pulumi.Output<string>;

    constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Service", name, {}, opts);
        const { cpuPercent = 60, target, task } = args;
        const service = fargateService(this, name, {
            ...args,
            says: "Tasks of the service",
            measures: {
                cpu: { targetValue: cpuPercent, predefinedMetricType: "ECSServiceAverageCPUUtilization" },
                requests: {
                    targetValue: args.requestsPerTask,
                    predefinedMetricType: "ALBRequestCountPerTarget",
                    resourceLabel: target.resourceLabel,
                },
            },
            found: {
                loadBalancers: [
                    {
                        targetGroupArn: target.targetGroupArn,
                        containerName: task.containerName,
                        containerPort: args.port,
                    },
                ],
                // Seconds in which a new task may fail its health checks.
                healthCheckGracePeriodSeconds: 60,
            },
        });
        this.serviceName = service.name;
        this.registerOutputs({ serviceName: this.serviceName });
    }
}
