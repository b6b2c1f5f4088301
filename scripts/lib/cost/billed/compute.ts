import { awakeShare, whileAwake } from "../awake.ts";
import { fixed, HOURS, itself, used, type Bill, type Charge } from "../charge.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { runsAMonth } from "../schedule.ts";
import { ASSUMED, type Usage } from "../usage.ts";

const SERVICE = "aws:ecs/service:Service";
const TASKS = "aws:ecs/taskDefinition:TaskDefinition";

/** Hours of tasks of one definition, as the two things that Fargate bills. */
function tasks(
    charge: (what: string, quantity: number | undefined, price: string) => Charge,
    what: string,
    hours: number,
    definition: Node | undefined,
): Charge[] {
    const cpu = number(definition?.inputs.cpu);
    const memory = number(definition?.inputs.memory);
    const platform = map(definition?.inputs.runtimePlatform);
    const chip = (text(platform.cpuArchitecture) ?? "X86_64").toLowerCase();
    const of = (size: number | undefined, unit: number) =>
        size === undefined ? undefined : (hours * size) / unit;
    return [
        charge(`${what}: ${(cpu ?? NaN) / 1024} vCPU`, of(cpu, 1024), `fargate-${chip}-vcpu-hour`),
        charge(`${what}: ${(memory ?? NaN) / 1024} GB`, of(memory, 1024), `fargate-${chip}-gb-hour`),
    ];
}

const service: Bill = (node, graph, usage) => {
    const [definition] = node.from("taskDefinition");
    const [target] = graph.using("aws:appautoscaling/target:Target", "resourceId", node);
    const least = number(target?.inputs.minCapacity) ?? number(node.inputs.desiredCount) ?? 1;
    const most = number(target?.inputs.maxCapacity) ?? least;
    const busy = Math.min(least, most - least);
    const overlap = least * overlapHours(node) * usage.given.releases;
    return [
        ...tasks(
            ...([fixed, `${least} tasks${whileAwake(node, graph)}`] as const),
            ...([least * HOURS * awakeShare(node, graph), definition] as const),
        ),
        ...(busy * usage.given.busyHours > 0
            ? tasks(used, `${busy} more in busy hours`, busy * usage.given.busyHours, definition)
            : []),
        ...(overlap > 0 ? tasks(used, "old tasks beside new ones", overlap, definition) : []),
        // Datadog's own price of each, by its contract: what the task's memory costs is above.
        ...(definition && toldBy(definition).some(({ DD_SITE }) => DD_SITE !== undefined)
            ? [fixed(`${least} tasks with Datadog's agent`, least, "datadog-fargate-task-month")]
            : []),
    ];
};

/** Hours that both versions of a service are up in one release. */
function overlapHours({ inputs }: Node): number {
    const configuration = map(inputs.deploymentConfiguration);
    const canary = number(map(configuration.canaryConfiguration).canaryBakeTimeInMinutes) ?? 0;
    return ((number(configuration.bakeTimeInMinutes) ?? 0) + canary) / 60;
}

/** What its containers are told, each by itself. */
function toldBy({ inputs }: Node): Record<string, string>[] {
    const containers = JSON.parse(text(inputs.containerDefinitions) ?? "[]") as {
        environment?: { name: string; value: string }[];
    }[];
    return containers.map(({ environment = [] }) =>
        Object.fromEntries(environment.map(({ name, value }) => [name, value])),
    );
}

/** The metrics that its containers are told to write to their logs. */
function countedBy(node: Node): string[] {
    return toldBy(node).flatMap((told) => {
        const names = (told.BUSINESS_METRICS ?? "").split(",").filter((name) => name !== "");
        return names.map((name) => `${told.AWS_EMF_NAMESPACE} ${name}`);
    });
}

/** Millions of traces that a collector in its tasks keeps: of requests, or of jobs. All that fail come on top. */
function millionsTraced(node: Node, graph: Graph, usage: Usage): number {
    const percent = toldBy(node).map(({ SAMPLE_PERCENT }) => Number(SAMPLE_PERCENT ?? 0));
    const services = graph.using(SERVICE, "taskDefinition", node);
    const isCalled = services.some(({ inputs }) => list(inputs.loadBalancers).length > 0);
    const all = isCalled ? usage.requests : usage.jobs;
    return (all * Math.max(0, ...percent)) / 100 / 1e6;
}

/** One that a service keeps up is billed there; a metric is billed once, whichever task writes it. */
const definition: Bill = (node, graph, usage) => [
    fixed("the definition", 1, "free"),
    ...[millionsTraced(node, graph, usage)]
        .filter((millions) => millions > 0)
        .map((millions) => used("traces", millions, "xray-traces-million")),
    ...[...new Set(countedBy(node))]
        .filter((one) => graph.of(node.type).find((task) => countedBy(task).includes(one)) === node)
        .map((one) => fixed(`the metric ${one}`, 1, "custom-metric-month")),
    ...(graph.using(SERVICE, "taskDefinition", node).length > 0
        ? []
        : tasks(used, `${ASSUMED.taskHours} h of tasks`, ASSUMED.taskHours, node)),
];

const cluster: Bill = ({ inputs }) => {
    const watched = list(inputs.settings).some((one) =>
        ["enabled", "enhanced"].includes(text(map(one).value) ?? ""),
    );
    return [
        fixed("the cluster", 1, "ecs-cluster"),
        // How many metrics a cluster, a service, a task and a container have is not told before they run.
        ...(watched ? [fixed("Container Insights", undefined, "container-insights-metric-month")] : []),
    ];
};

const lambda: Bill = (node, graph, usage) => {
    const runs = runsOf(node, graph, usage);
    const memoryGb = (number(node.inputs.memorySize) ?? 128) / 1024;
    const chip = text(list(node.inputs.architectures)[0]) ?? "x86_64";
    return [
        used("runs", runs / 1e6, "lambda-requests-million"),
        used(
            `${ASSUMED.functionSeconds} s a run`,
            runs * ASSUMED.functionSeconds * memoryGb,
            `lambda-${chip}-gb-second`,
        ),
    ];
};

function runsOf(node: Node, graph: Graph, usage: Usage): number {
    const schedules = graph.using("aws:scheduler/schedule:Schedule", "target", node);
    const planned = schedules.reduce(
        (sum, one) => sum + runsAMonth(text(one.inputs.scheduleExpression)) * awakeShare(one, graph),
        0,
    );
    return planned > 0 ? planned : ASSUMED.functionRuns + usage.given.releases;
}

/** A policy that tracks a value has two alarms made for it, which no program sees. */
const scaling: Bill = ({ inputs }) => [
    fixed("the policy", 1, "free"),
    ...(text(inputs.policyType) === "TargetTrackingScaling"
        ? [fixed("2 alarms that it makes", 2, "alarm-metric-month")]
        : []),
];

const flags: Bill = (_node, graph) => {
    const targets = graph.of("aws:appautoscaling/target:Target");
    const running = targets.reduce((sum, { inputs }) => sum + (number(inputs.minCapacity) ?? 0), 0);
    const awake = targets.reduce((sum, one) => {
        const [service] = one.from("resourceId").filter(({ type }) => type === SERVICE);
        return sum + (number(one.inputs.minCapacity) ?? 0) * (service ? awakeShare(service, graph) : 1);
    }, 0);
    return [
        used("looks at the flags", (awake * HOURS * 60) / ASSUMED.flagMinutes, "appconfig-request"),
        used("new flags received", running * ASSUMED.newFlags, "appconfig-received"),
    ];
};

/** AWS charges the run, and the function and what it leaves in a bucket besides: a report and a log. */
const canary: Bill = ({ inputs }) => {
    const runs = runsAMonth(text(map(inputs.schedule).expression));
    const memoryGb = (number(map(inputs.runConfig).memoryInMb) ?? 1024) / 1024;
    const seconds = runs * ASSUMED.functionSeconds * memoryGb;
    return [
        fixed("runs", runs, "canary-run"),
        fixed(`${ASSUMED.functionSeconds} s a run`, seconds, "lambda-x86_64-gb-second"),
        fixed("reports and logs", (2 * runs) / 1000, "s3-writes-1k"),
    ];
};

/** Billed by the traces that are found to be in it, each once (X-Ray Developer Guide, "Configuring groups"; read 2026-11-23). */
const traceGroup: Bill = (_node, graph, usage) => {
    const found = graph.of(TASKS).reduce((sum, one) => sum + millionsTraced(one, graph, usage), 0);
    return [used("traces", found, "xray-traces-found-million")];
};

/** What runs code. */
export const compute: Record<string, Bill> = {
    [SERVICE]: service,
    [TASKS]: definition,
    "aws:xray/group:Group": traceGroup,
    "aws:ecs/cluster:Cluster": cluster,
    "aws:appautoscaling/target:Target": itself("scaling-target"),
    "aws:appautoscaling/policy:Policy": scaling,
    "aws:lambda/function:Function": lambda,
    "aws:lambda/invocation:Invocation": () => [used("1 run", 1 / 1e6, "lambda-requests-million")],
    "aws:ecr/repository:Repository": () => [used("GB of images", ASSUMED.storedGb, "image-storage-gb-month")],
    "aws:scheduler/schedule:Schedule": (node, graph) => [
        used(
            `invocations${whileAwake(node, graph)}`,
            (runsAMonth(text(node.inputs.scheduleExpression)) / 1e6) * awakeShare(node, graph),
            "scheduler-million",
        ),
    ],
    "aws:appconfig/configurationProfile:ConfigurationProfile": flags,
    "aws:appconfig/application:Application": itself("appconfig-container"),
    "aws:appconfig/environment:Environment": itself("appconfig-container"),
    "aws:appconfig/deployment:Deployment": itself("appconfig-container"),
    "aws:synthetics/canary:Canary": canary,
};
