import { awakeShare, whileAwake } from "../awake.ts";
import { fixed, HOURS, used, type Bill, type Charge } from "../charge.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { ASSUMED, type Usage } from "../usage.ts";

const SERVICE = "aws:ecs/service:Service";
const TASKS = "aws:ecs/taskDefinition:TaskDefinition";

/** Gigabytes of a task's own disk that are in its price (ECS Developer Guide, "Fargate task ephemeral storage"; 2026-11-23). */
const FREE_DISK_GB = 20;

/** Hours of tasks of one definition, as the things that Fargate bills. */
function tasks(
    charge: (what: string, quantity: number | undefined, price: string) => Charge,
    what: string,
    hours: number,
    definition: Node | undefined,
    market = "fargate",
): Charge[] {
    const cpu = number(definition?.inputs.cpu);
    const memory = number(definition?.inputs.memory);
    const disk = number(map(definition?.inputs.ephemeralStorage).sizeInGib) ?? 0;
    const of = (size: number | undefined, unit: number) =>
        size === undefined ? undefined : (hours * size) / unit;
    const at = `${market}-${platformOf(definition)}`;
    return [
        charge(`${what}: ${(cpu ?? NaN) / 1024} vCPU`, of(cpu, 1024), `${at}-vcpu-hour`),
        charge(`${what}: ${(memory ?? NaN) / 1024} GB`, of(memory, 1024), `${at}-gb-hour`),
        ...(disk > FREE_DISK_GB
            ? [charge(`${what}: ${disk} GB of disk`, hours * (disk - FREE_DISK_GB), "fargate-disk-gb-hour")]
            : []),
    ];
}

function platformOf(definition: Node | undefined): string {
    const platform = map(definition?.inputs.runtimePlatform);
    const chip = (text(platform.cpuArchitecture) ?? "X86_64").toLowerCase();
    return text(platform.operatingSystemFamily)?.startsWith("WINDOWS") ? `windows-${chip}` : chip;
}

/** Only Fargate's own price is quoted: what may be interrupted, or runs on machines, is another one, unknown by name. */
function marketOf({ inputs }: Node): string {
    const providers = list(inputs.capacityProviderStrategies).map((one) => text(map(one).capacityProvider));
    const other = providers.find((one) => one !== "FARGATE");
    return (other ?? text(inputs.launchType) ?? "FARGATE").toLowerCase().replaceAll("_", "-");
}

const service: Bill = (node, graph, usage) => {
    const [definition] = node.from("taskDefinition");
    const [target] = graph.using("aws:appautoscaling/target:Target", "resourceId", node);
    const least = number(target?.inputs.minCapacity) ?? number(node.inputs.desiredCount) ?? 1;
    const most = number(target?.inputs.maxCapacity) ?? least;
    const busy = Math.min(least, most - least);
    const overlap = least * overlapHours(node) * usage.given.releases;
    const hours = least * HOURS * awakeShare(node, graph);
    const market = marketOf(node);
    const isPublic = map(node.inputs.networkConfiguration).assignPublicIp === true;
    return [
        ...tasks(fixed, `${least} tasks${whileAwake(node, graph)}`, hours, definition, market),
        ...(busy * usage.given.busyHours > 0
            ? tasks(used, `${busy} more in busy hours`, busy * usage.given.busyHours, definition, market)
            : []),
        ...(overlap > 0 ? tasks(used, "old tasks beside new ones", overlap, definition, market) : []),
        ...(isPublic ? [fixed(`${least} public addresses`, hours, "public-ipv4-hour")] : []),
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

/** Billed by the traces that are found to be in it, each once (X-Ray Developer Guide, "Configuring groups"; read 2026-11-23). */
const traceGroup: Bill = (_node, graph, usage) => {
    const found = graph.of(TASKS).reduce((sum, one) => sum + millionsTraced(one, graph, usage), 0);
    return [used("traces", found, "xray-traces-found-million")];
};

/** What runs containers. */
export const containers: Record<string, Bill> = {
    [SERVICE]: service,
    [TASKS]: definition,
    "aws:xray/group:Group": traceGroup,
    "aws:ecs/cluster:Cluster": cluster,
};
