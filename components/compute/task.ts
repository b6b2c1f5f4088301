import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { container } from "../parts/container.ts";
import { fargateTask } from "../parts/fargate-task.ts";
import { toFetch, type BuiltImage } from "../parts/image.ts";
import type { Account } from "../parts/rights.ts";
import type { Traced } from "./task/collector.ts";
import type { Observed } from "./task/datadog-agent.ts";
import { sidecarsOf } from "./task/sidecars.ts";

export interface TaskArgs extends Account {
    /** Name of all revisions in the account; no other environment of the account may have it. */
    family: string;
    cpuArchitecture: "X86_64" | "ARM64";
    /** CPU units; 1024 are one vCPU. */
    cpu: number;
    /** MiB, in a pair with `cpu` that Fargate offers. */
    memory: number;
    /** `repository@sha256:…`, pulled from a private registry of AWS with rights to this repository only; or one built here. */
    image: string | BuiltImage;
    /** What it runs instead of the image's own command, word by word. @default the image's own */
    command?: string[];
    /** Port on which the container listens. @default none: it asks for its work itself */
    port?: number;
    /** Settings that anyone may read. */
    environment: Record<string, pulumi.Input<string>>;
    /** Variables whose values are secrets. */
    secrets: Record<string, SecretKey>;
    /** Seconds between the request to stop and the end, at most 120. @default 60: the load balancer stops sending first */
    stopSeconds?: number;
    /** Files and sockets that it may have open. @default Fargate's own, 65,535 at the most */
    openFiles?: number;
    /** Tells, by its exit, whether the container works; without it a load balancer asks, if there is one. */
    healthCommand?: string[];
    /** Log group, of this account and region, of what the container prints. */
    logGroupName: pulumi.Input<string>;
    /** What the container itself may do in AWS, action by action. */
    rights: aws.iam.PolicyStatement[];
    /** What takes its traces to X-Ray, beside it. @default nothing does */
    traced?: Traced;
    /** What sends Datadog what its containers use, beside it. @default nothing does */
    observed?: Observed;
}

/** One key of a secret that is JSON; without a key, a parameter of Systems Manager. */
interface SecretKey {
    /** The secret's ARN, what puts its value there (the task waits for it), and the rights to read it. */
    from: { arn: pulumi.Input<string>; value: pulumi.Resource; toRead: aws.iam.PolicyStatement[] };
    key?: string;
}

/** What a service runs: a container on Fargate that is nobody and can change nothing. */
export class Task extends pulumi.ComponentResource {
    /** The task definition, known once its roles can do their work and its secrets have values. */
    readonly definitionArn: pulumi.Output<string>;
    readonly containerName = "app";

    constructor(name: string, args: TaskArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Task", name, {}, opts);
        const sources = [...new Set(Object.values(args.secrets).map(({ from }) => from))];
        const besides = sidecarsOf(args);
        const images = [args.image, ...besides.images];
        const task = fargateTask(this, name, {
            ...args,
            container: besides.beside(working(this.containerName, args)),
            sidecars: besides.sidecars,
            toStart: [
                ...[...sources, ...besides.secrets].flatMap(({ toRead }) => toRead),
                ...images.flatMap(toFetch),
            ],
            toRun: [...args.rights, ...besides.toRun],
            waits: [
                ...[...sources, ...besides.secrets].map(({ value }) => value),
                ...images.flatMap((one) => (typeof one === "string" ? [] : [one.pushed])),
            ],
        });
        this.definitionArn = task.definitionArn;
        this.registerOutputs({ definitionArn: this.definitionArn });
    }
}

function working(name: string, { image, openFiles, command, port, ...args }: TaskArgs) {
    return {
        ...container({
            ...{ ...args, name, user: "10001:10001" },
            image: typeof image === "string" ? image : image.uri,
            stopSeconds: args.stopSeconds ?? 60,
            // A slow log service must not stop the application.
            logMode: "non-blocking",
        }),
        ...(command && { command }),
        ...(openFiles && { ulimits: [{ name: "nofile", softLimit: openFiles, hardLimit: openFiles }] }),
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
        ...(port !== undefined && { portMappings: [{ containerPort: port, protocol: "tcp" }] }),
        // `ARN:key::` is one key of the current version, from Fargate's platform 1.4.0 on (ECS Developer Guide, "Pass
        // Secrets Manager secrets through Amazon ECS environment variables").
        secrets: Object.entries(args.secrets).map(([variable, { from, key }]) => ({
            name: variable,
            valueFrom: key === undefined ? from.arn : pulumi.interpolate`${from.arn}:${key}::`,
        })),
    };
}
