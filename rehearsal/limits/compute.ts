import { alphabet, aws, count, json, length, oneOf, range, rule } from "./kinds.ts";
import { numberOf, textOf, type Limit } from "./row.ts";
import { api, typings } from "./sources.ts";

const cluster = aws("ecs", "Cluster");
const service = aws("ecs", "Service");
const providers = aws("ecs", "ClusterCapacityProviders");
const task = aws("ecs", "TaskDefinition");
const lambda = aws("lambda", "Function");
const invocation = aws("lambda", "Invocation");
const calls = aws("lambda", "FunctionEventInvokeConfig");
const repository = aws("ecr", "Repository");
const repositoryPolicy = aws("ecr", "RepositoryPolicy");
const target = aws("appautoscaling", "Target");
const policy = aws("appautoscaling", "Policy");

const ecsName = { good: ["Web_1-a"], bad: ["web.app", "web app"] };
const ecsSays = "letters, digits, hyphens and underscores";
const deploy = "deploymentConfiguration";
const strategies = ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"];

export const compute: Limit[] = [
    length(cluster, "name", 1, 255, api("ecs", "CreateCluster")),
    alphabet(cluster, "name", /^[\w-]+$/, ecsSays, api("ecs", "CreateCluster"), ecsName),
    oneOf(
        cluster,
        "settings[].value",
        ["enabled", "disabled", "enhanced"],
        typings("types/input ClusterSetting"),
    ),
    length(service, "name", 1, 255, api("ecs", "CreateService")),
    alphabet(service, "name", /^[\w-]+$/, ecsSays, api("ecs", "CreateService"), ecsName),
    oneOf(service, "deploymentConfiguration.strategy", strategies, api("ecs", "DeploymentConfiguration")),
    range(
        service,
        `${deploy}.bakeTimeInMinutes`,
        0,
        1440,
        typings("types/input ServiceDeploymentConfiguration"),
        {
            text: true,
        },
    ),
    range(
        service,
        `${deploy}.canaryConfiguration.canaryPercent`,
        0.1,
        100,
        api("ecs", "CanaryConfiguration"),
        {
            step: 0.1,
        },
    ),
    range(
        service,
        `${deploy}.canaryConfiguration.canaryBakeTimeInMinutes`,
        0,
        1440,
        api("ecs", "CanaryConfiguration"),
        {
            text: true,
        },
    ),
    range(service, `${deploy}.linearConfiguration.stepPercent`, 3, 100, api("ecs", "LinearConfiguration"), {
        step: 0.1,
    }),
    range(
        service,
        "capacityProviderStrategies[].weight",
        0,
        1000,
        api("ecs", "CapacityProviderStrategyItem"),
    ),
    range(
        service,
        "capacityProviderStrategies[].base",
        0,
        100000,
        api("ecs", "CapacityProviderStrategyItem"),
    ),
    count(service, "networkConfiguration.subnets", 1, 16, api("ecs", "AwsVpcConfiguration")),
    count(service, "networkConfiguration.securityGroups", 0, 5, api("ecs", "AwsVpcConfiguration")),
    range(
        providers,
        "defaultCapacityProviderStrategies[].weight",
        0,
        1000,
        api("ecs", "CapacityProviderStrategyItem"),
    ),
    length(task, "family", 1, 255, api("ecs", "RegisterTaskDefinition")),
    alphabet(task, "family", /^[\w-]+$/, ecsSays, api("ecs", "RegisterTaskDefinition"), ecsName),
    range(task, "ephemeralStorage.sizeInGib", 21, 200, api("ecs", "EphemeralStorage")),
    oneOf(task, "networkMode", ["none", "bridge", "awsvpc", "host"], api("ecs", "RegisterTaskDefinition")),

    length(lambda, "name", 1, 64, api("lambda", "CreateFunction")),
    alphabet(lambda, "name", /^[\w-]+$/, ecsSays, api("lambda", "CreateFunction"), ecsName),
    range(lambda, "memorySize", 128, 32768, api("lambda", "CreateFunction")),
    rule(
        lambda,
        "timeout",
        "range",
        api("lambda", "CreateFunction: 900 s, or 5,400 s on Lambda Managed Instances"),
        (value, { capacityProviderConfig }) => {
            const seconds = numberOf(value) ?? 1;
            const most = capacityProviderConfig === undefined ? 900 : 5400;
            return seconds < 1 || seconds > most ? `is ${seconds}; use 1 to ${most} seconds` : undefined;
        },
        [{ timeout: 1 }, { timeout: 900 }, { timeout: 5400, capacityProviderConfig: {} }],
        [{ timeout: 0 }, { timeout: 901 }, { timeout: 5401, capacityProviderConfig: {} }],
    ),
    range(calls, "maximumEventAgeInSeconds", 60, 21600, api("lambda", "PutFunctionEventInvokeConfig")),
    range(calls, "maximumRetryAttempts", 0, 2, api("lambda", "PutFunctionEventInvokeConfig")),
    length(lambda, "description", 0, 256, api("lambda", "CreateFunction")),
    length(lambda, "handler", 0, 128, api("lambda", "CreateFunction")),
    range(lambda, "ephemeralStorage.size", 512, 32768, api("lambda", "EphemeralStorage")),
    count(lambda, "vpcConfig.securityGroupIds", 0, 5, api("lambda", "VpcConfig")),
    count(lambda, "vpcConfig.subnetIds", 0, 16, api("lambda", "VpcConfig")),

    json(invocation, "input", api("lambda", "Invoke")),
    oneOf(invocation, "lifecycleScope", ["CREATE_ONLY", "CRUD"], typings("lambda/invocation")),

    length(repository, "name", 2, 256, api("ecr", "CreateRepository")),
    alphabet(
        repository,
        "name",
        /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
        "lower-case letters and digits, with single separators (. _ - /) between them",
        api("ecr", "CreateRepository"),
        { good: ["team/web-app"], bad: ["Web", "web..app", "-web", "web/"] },
    ),
    oneOf(
        repository,
        "imageTagMutability",
        ["MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION"],
        api("ecr", "CreateRepository"),
    ),
    length(repositoryPolicy, "policy", 0, 10240, api("ecr", "SetRepositoryPolicy")),

    rule(
        target,
        "minCapacity",
        "order",
        api("application-autoscaling", "RegisterScalableTarget"),
        (value, { maxCapacity }) => {
            const [min, max] = [numberOf(value), numberOf(maxCapacity)];
            if (min === undefined) return undefined;
            if (min < 0) return `is ${min}; use 0 or more`;
            return max !== undefined && min > max
                ? `is ${min}, above maxCapacity ${max}; use at most ${max}`
                : undefined;
        },
        [
            { minCapacity: 0, maxCapacity: 0 },
            { minCapacity: 2, maxCapacity: 2 },
        ],
        [
            { minCapacity: 3, maxCapacity: 2 },
            { minCapacity: -1, maxCapacity: 2 },
        ],
    ),
    rule(
        target,
        "resourceId",
        "grammar",
        api("application-autoscaling", "RegisterScalableTarget"),
        (value, { serviceNamespace }) => {
            const id = textOf(value);
            if (id === undefined || serviceNamespace !== "ecs" || /^service\/[^/]+\/[^/]+$/.test(id))
                return undefined;
            return `is "${id}"; use service/CLUSTER/SERVICE, with names instead of ARNs`;
        },
        [{ serviceNamespace: "ecs", resourceId: "service/main/web" }],
        [
            { serviceNamespace: "ecs", resourceId: "service/web" },
            { serviceNamespace: "ecs", resourceId: "service/arn:aws:ecs:eu-west-1:1:cluster/main/web" },
        ],
    ),
    length(policy, "name", 1, 256, api("application-autoscaling", "PutScalingPolicy")),
    oneOf(
        policy,
        "policyType",
        ["StepScaling", "TargetTrackingScaling", "PredictiveScaling"],
        api("application-autoscaling", "PutScalingPolicy"),
    ),
];
