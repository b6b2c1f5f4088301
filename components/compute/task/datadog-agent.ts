import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { container, type ContainerArgs } from "../../parts/container.ts";

export interface Observed {
    /** Datadog's agent, by digest: `repository@sha256:…`. */
    image: string;
    /** Which of Datadog's sites takes what is sent, such as datadoghq.eu. */
    site: string;
    /** By what all is found in Datadog, of whatever container and language (Datadog Docs, "Unified Service Tagging"). */
    tags: { env: string; service: string; version: pulumi.Input<string> };
    /** Datadog's key, what puts it there (the task waits for it), and the rights to read it. */
    apiKey: { arn: pulumi.Input<string>; value: pulumi.Resource; toRead: aws.iam.PolicyStatement[] };
}

type Beside = Pick<ContainerArgs, "region" | "logGroupName">;

/** The user whom Datadog's image has for running without root (its Dockerfile, "Prepare for running without root"). */
const user = "100:0";
/** CPU units that it is left with when the application takes all that it gets, as much as the collector. */
const cpu = 32;
/** MiB at which it is ended, and nothing else with it: what Datadog's page on Fargate gives it. Nobody measured it here. */
const memory = 256;
/** In memory: all that it reads and writes. Its token and its certificate come to lie beside its settings. */
const folder = "/tmp/agent";

/**
 * The agent alone, without the supervisor of Datadog's image, which wants to write to /etc and starts what takes traces as
 * well. Of its checks it has the one on the containers of the task: all others are about a host.
 */
const start = [
    `mkdir -p ${folder}/conf.d`,
    `cp /etc/datadog-agent/datadog-ecs.yaml ${folder}/datadog.yaml`,
    `cp -R /etc/datadog-agent/conf.d/ecs_fargate.d ${folder}/conf.d/`,
    `exec agent run --cfgpath ${folder}`,
].join(" && ");

/**
 * Sends Datadog what each container of the task uses, and the numbers that the application sends to DogStatsD on localhost.
 * Traces go to X-Ray, and logs to CloudWatch, with it as without. When it ends, nothing else does.
 */
export function datadogAgent({ image, site, tags, apiKey }: Observed, beside: Beside) {
    const definition = container({
        ...{ ...beside, name: "datadog-agent", image, user },
        environment: {
            ...{ ECS_FARGATE: "true", DD_SITE: site, DD_ENV: tags.env },
            DD_TAGS: `environment:${tags.env}`,
            ...{ DD_APM_ENABLED: "false", DD_LOGS_ENABLED: "false" },
            // The task's containers share an address, and nobody else is to send it anything.
            ...{ DD_DOGSTATSD_NON_LOCAL_TRAFFIC: "false", DD_APM_NON_LOCAL_TRAFFIC: "false" },
            // Who may write in Datadog changes nothing here.
            DD_REMOTE_CONFIGURATION_ENABLED: "false",
            ...{ DD_CONFD_PATH: `${folder}/conf.d`, DD_RUN_PATH: folder, DD_DISABLE_FILE_LOGGING: "true" },
        },
        // It ends when it has sent what it holds, which is seconds.
        stopSeconds: 30,
        logMode: "non-blocking",
    });
    return {
        ...{ ...definition, essential: false, cpu, memory },
        command: ["/bin/sh", "-c", start],
        // Seconds. ECS shows it, and ends no task by it: what is essential alone decides (API reference, Task, "healthStatus").
        healthCheck: {
            command: ["CMD-SHELL", `agent health --cfgpath ${folder}`],
            ...{ interval: 30, timeout: 10, retries: 3, startPeriod: 60 },
        },
        secrets: [{ name: "DD_API_KEY", valueFrom: apiKey.arn }],
    };
}

/** What the container beside it is told, and wears so that the agent finds it. */
export function taggedBy({ tags: { env, service, version } }: Observed) {
    const told = { DD_ENV: env, DD_SERVICE: service, DD_VERSION: version, DD_AGENT_HOST: "127.0.0.1" };
    const labels = { env, service, version };
    return {
        environment: Object.entries(told).map(([name, value]) => ({ name, value })),
        dockerLabels: Object.fromEntries(
            Object.entries(labels).map(([tag, value]) => [`com.datadoghq.tags.${tag}`, value]),
        ),
    };
}
