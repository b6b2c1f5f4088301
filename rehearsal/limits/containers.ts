import { isObject, type Properties, type Value } from "../values.ts";
import { containerList, each } from "./container-row.ts";
import { onFargate, units } from "./fargate.ts";
import { listOf, numberOf, textOf, type Limit } from "./row.ts";
import { api } from "./sources.ts";

const definition = api("ecs", "ContainerDefinition");

function outside(value: Value | undefined, min: number, max: number): boolean {
    const number = numberOf(value);
    return number !== undefined && (number < min || number > max);
}

const healthRanges: [string, number, number][] = [
    ["interval", 5, 300],
    ["timeout", 2, 60],
    ["retries", 1, 10],
    ["startPeriod", 0, 300],
];
const fargateDrivers = ["awslogs", "splunk", "awsfirelens"];
const ulimits =
    "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
        " ",
    );
const health = (key: string, value: number): Properties => ({
    healthCheck: { command: ["CMD", "true"], [key]: value },
});

export const containers: Limit[] = [
    containerList,
    each(
        "name",
        definition,
        ({ name, image }) => {
            if (!/^[\w-]{1,255}$/.test(textOf(name) ?? ""))
                return "needs a name of 1 to 255 letters, digits, hyphens and underscores";
            return textOf(image) === undefined || image === "" ? "has no image" : undefined;
        },
        [{ name: "a".repeat(255) }],
        [{ name: "a".repeat(256) }, { name: "web.app" }, { image: "" }],
    ),
    each(
        "ports",
        api("ecs", "PortMapping"),
        ({ portMappings }, { networkMode }) => {
            for (const mapping of listOf(portMappings).filter(isObject)) {
                const { containerPort, hostPort, name } = mapping;
                if (outside(containerPort, 1, 65535))
                    return `maps port ${JSON.stringify(containerPort)}; use 1 to 65535`;
                if (
                    networkMode === "awsvpc" &&
                    hostPort !== undefined &&
                    hostPort !== 0 &&
                    hostPort !== containerPort
                )
                    return `maps port ${JSON.stringify(containerPort)} to ${JSON.stringify(hostPort)}; leave hostPort out on awsvpc`;
                if (typeof name === "string" && !/^(?!-)[a-z0-9_-]{1,64}$/.test(name))
                    return `names a port "${name}"; use up to 64 lower-case letters, digits, _ and -`;
            }
            return undefined;
        },
        [{ portMappings: [{ containerPort: 1 }, { containerPort: 65535, hostPort: 65535, name: "http" }] }],
        [
            { portMappings: [{ containerPort: 65536 }] },
            { portMappings: [{ containerPort: 80, hostPort: 8080 }] },
            { portMappings: [{ containerPort: 80, name: "HTTP" }] },
        ],
    ),
    each(
        "health",
        api("ecs", "HealthCheck"),
        ({ healthCheck }) => {
            const check = isObject(healthCheck) ? healthCheck : {};
            const wrong = healthRanges.find(([key, min, max]) => outside(check[key], min, max));
            return (
                wrong &&
                `has a health check ${wrong[0]} of ${JSON.stringify(check[wrong[0]])}; use ${wrong[1]} to ${wrong[2]}`
            );
        },
        healthRanges.flatMap(([key, min, max]) => [health(key, min), health(key, max)]),
        healthRanges.flatMap(([key, min, max]) => [health(key, min - 1), health(key, max + 1)]),
    ),
    each(
        "secrets",
        api("ecs", "Secret"),
        ({ secrets }) => {
            const odd = listOf(secrets).find((item) => {
                const from = isObject(item) ? textOf(item.valueFrom) : undefined;
                return from === undefined || !/^(arn:aws[\w-]*:(secretsmanager|ssm):.+|[\w./-]+)$/.test(from);
            });
            return odd === undefined
                ? undefined
                : "takes a secret from no ARN of Secrets Manager or Parameter Store; give valueFrom one";
        },
        [
            {
                secrets: [
                    {
                        name: "KEY",
                        valueFrom: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-AbCdEf",
                    },
                ],
            },
        ],
        [
            { secrets: [{ name: "KEY", valueFrom: "arn:aws:s3:::bucket/key" }] },
            { secrets: [{ name: "KEY" }] },
        ],
    ),
    each(
        "fargate",
        api("ecs", "ContainerDefinition, LogConfiguration, KernelCapabilities and Ulimit"),
        ({ privileged, logConfiguration, linuxParameters, stopTimeout, ulimits: limits }, inputs) => {
            const limit = listOf(limits).find(
                (item) => isObject(item) && !ulimits.includes(String(textOf(item.name))),
            );
            if (limit !== undefined) return `has an unknown ulimit; use one of ${ulimits.join(", ")}`;
            if (!onFargate(inputs)) return undefined;
            if (privileged === true) return "is privileged; Fargate has no such containers";
            if (outside(stopTimeout, 2, 120))
                return `has a stopTimeout of ${JSON.stringify(stopTimeout)}; use 2 to 120`;
            const driver = isObject(logConfiguration) ? textOf(logConfiguration.logDriver) : undefined;
            if (driver !== undefined && !fargateDrivers.includes(driver))
                return `logs to ${driver}; use ${fargateDrivers.join(", ")}`;
            const capabilities = isObject(linuxParameters) ? linuxParameters.capabilities : undefined;
            const added = isObject(capabilities)
                ? listOf(capabilities.add).find((item) => item !== "SYS_PTRACE")
                : undefined;
            return added === undefined
                ? undefined
                : `adds the capability ${JSON.stringify(added)}; Fargate adds only SYS_PTRACE`;
        },
        [
            { stopTimeout: 2 },
            { stopTimeout: 120, logConfiguration: { logDriver: "awslogs" }, ulimits: [{ name: "nofile" }] },
        ],
        [
            { privileged: true },
            { stopTimeout: 121 },
            { logConfiguration: { logDriver: "json-file" } },
            { linuxParameters: { capabilities: { add: ["NET_ADMIN"] } } },
            { ulimits: [{ name: "files" }] },
        ],
    ),
    each(
        "size",
        definition,
        (container, { cpu, memory }, all) => {
            const used = all.reduce((sum, item) => sum + (numberOf(item.cpu) ?? 0), 0);
            const [whole, room] = [units(cpu, "vcpu"), units(memory, "gb")];
            if (whole !== undefined && used > whole)
                return `and the others reserve ${used} CPU units of ${whole}; reserve less`;
            const wanted = numberOf(container.memory) ?? numberOf(container.memoryReservation) ?? 0;
            return room !== undefined && wanted > room
                ? `wants ${wanted} MiB of the task's ${room}; give it less`
                : undefined;
        },
        [{ cpu: 256, memory: 512 }],
        [{ cpu: 257 }, { memory: 513 }],
    ),
    each(
        "depends-on",
        api("ecs", "ContainerDependency"),
        ({ dependsOn }, _, all) => {
            const names = all.map(({ name }) => name);
            const lost = listOf(dependsOn).find(
                (item) => isObject(item) && !names.includes(item.containerName ?? null),
            );
            return isObject(lost)
                ? `waits for "${textOf(lost.containerName)}", which is no container of the task`
                : undefined;
        },
        [{ dependsOn: [] }],
        [{ dependsOn: [{ containerName: "init", condition: "SUCCESS" }] }],
    ),
];
