import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../../parts/image.ts";

/** What a task's one container is. */
export interface ContainerArgs {
    region: string;
    /** `repository@sha256:…`, pulled from a private registry of AWS with rights to this repository only; or one of ours. */
    image: string | BuiltImage;
    /** Port on which the container listens. */
    port: number;
    /** Settings that anyone may read. */
    environment: Record<string, pulumi.Input<string>>;
    /** Variables whose values are secrets. */
    secrets: Record<string, SecretKey>;
    /** Seconds between the request to stop and the end, at most 120. @default 60: the load balancer stops sending first */
    stopSeconds?: number;
    /** Files and sockets that it may have open. @default Fargate's own, 65,535 at the most */
    openFiles?: number;
    /** Tells, by its exit, whether the container works; without it a load balancer asks. */
    healthCommand?: string[];
    /** Log group, of this account and region, of what the container prints. */
    logGroupName: pulumi.Input<string>;
}

/** One key of a secret that is JSON; without a key, a parameter of Systems Manager. */
interface SecretKey {
    /** The secret's ARN, what puts its value there (the task waits for it), and the rights to read it. */
    from: { arn: pulumi.Input<string>; value: pulumi.Resource; toRead: aws.iam.PolicyStatement[] };
    key?: string;
}

/** Its definition, in the words of ECS. */
export function container(name: string, args: ContainerArgs) {
    return {
        name,
        image: typeof args.image === "string" ? args.image : args.image.uri,
        essential: true,
        user: "10001:10001",
        readonlyRootFilesystem: true,
        linuxParameters: {
            // An init process hands signals on and reaps children, so that a stop is a graceful one.
            initProcessEnabled: true,
            capabilities: { drop: ["ALL"] },
            // MiB
            tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev"] }],
        },
        stopTimeout: args.stopSeconds ?? 60,
        ...(args.openFiles && {
            ulimits: [{ name: "nofile", softLimit: args.openFiles, hardLimit: args.openFiles }],
        }),
        ...(args.healthCommand && {
            // Seconds: three misses in a row end the task.
            healthCheck: {
                command: args.healthCommand,
                interval: 10,
                timeout: 5,
                retries: 3,
                startPeriod: 10,
            },
        }),
        portMappings: [{ containerPort: args.port, protocol: "tcp" }],
        environment: Object.entries(args.environment).map(([name, value]) => ({ name, value })),
        // `ARN:key::` is one key of the current version, from Fargate's platform 1.4.0 on (ECS Developer Guide, "Pass
        // Secrets Manager secrets through Amazon ECS environment variables").
        secrets: Object.entries(args.secrets).map(([name, { from, key }]) => ({
            name,
            valueFrom: key === undefined ? from.arn : pulumi.interpolate`${from.arn}:${key}::`,
        })),
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": args.logGroupName,
                "awslogs-region": args.region,
                "awslogs-stream-prefix": name,
                // A slow log service must not stop the application; the oldest lines go first.
                mode: "non-blocking",
            },
        },
    };
}
