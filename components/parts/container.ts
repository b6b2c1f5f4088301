import type * as pulumi from "@pulumi/pulumi";

/** What any container of ours is. */
export interface ContainerArgs {
    name: string;
    /** `repository@sha256:…` */
    image: pulumi.Input<string>;
    /** `user:group`, as numbers that own nothing in the image. */
    user: string;
    /** Settings that anyone may read. */
    environment: Record<string, pulumi.Input<string>>;
    /** Seconds between the request to stop and the end, at most 120. */
    stopSeconds: number;
    region: string;
    /** Log group, of this account and region, of what the container prints. */
    logGroupName: pulumi.Input<string>;
    /**
     * When the log service is slow: "non-blocking" goes on and loses the oldest lines, "blocking" waits. Always said:
     * ECS changed its default in 2025 (ECS Developer Guide, "Default log driver mode").
     */
    logMode: "blocking" | "non-blocking";
}

/**
 * The definition, in the words of ECS, of a container that is nobody and can change nothing: a user without rights, no
 * capabilities, a file system that it can only read, and `/tmp` in memory.
 */
export function container({ name, image, user, environment, ...args }: ContainerArgs) {
    return {
        name,
        image,
        essential: true,
        user,
        readonlyRootFilesystem: true,
        linuxParameters: {
            // An init process hands signals on and reaps children, so that a stop is a graceful one.
            initProcessEnabled: true,
            capabilities: { drop: ["ALL"] },
            // MiB
            tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev"] }],
        },
        stopTimeout: args.stopSeconds,
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": args.logGroupName,
                "awslogs-region": args.region,
                "awslogs-stream-prefix": name,
                mode: args.logMode,
            },
        },
    };
}
