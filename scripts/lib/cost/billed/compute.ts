import { awakeShare, whileAwake } from "../awake.ts";
import { fixed, HOURS, itself, used, type Bill } from "../charge.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { runsAMonth } from "../schedule.ts";
import { ASSUMED, type Usage } from "../usage.ts";

const SERVICE = "aws:ecs/service:Service";

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
    const planned = schedules.reduce((sum, one) => sum + planOf(one) * awakeShare(one, graph), 0);
    if (Number.isNaN(planned)) return planned;
    return planned > 0 ? planned : ASSUMED.functionRuns + usage.given.releases;
}

/** Runs of a schedule; not a number where nobody can tell: what comes of that is unknown, too. */
function planOf({ inputs }: Node): number {
    return runsAMonth(text(inputs.scheduleExpression)) ?? NaN;
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
    const runs = runsAMonth(text(map(inputs.schedule).expression)) ?? NaN;
    const memoryGb = (number(map(inputs.runConfig).memoryInMb) ?? 1024) / 1024;
    const seconds = runs * ASSUMED.functionSeconds * memoryGb;
    return [
        fixed("runs", runs, "canary-run"),
        fixed(`${ASSUMED.functionSeconds} s a run`, seconds, "lambda-x86_64-gb-second"),
        fixed("reports and logs", (2 * runs) / 1000, "s3-writes-1k"),
    ];
};

/** What runs code, and what goes with it. */
export const compute: Record<string, Bill> = {
    "aws:appautoscaling/target:Target": itself("scaling-target"),
    "aws:appautoscaling/policy:Policy": scaling,
    "aws:lambda/function:Function": lambda,
    "aws:lambda/invocation:Invocation": () => [used("1 run", 1 / 1e6, "lambda-requests-million")],
    "aws:ecr/repository:Repository": () => [used("GB of images", ASSUMED.storedGb, "image-storage-gb-month")],
    "aws:scheduler/schedule:Schedule": (node, graph) => [
        used(
            `invocations${whileAwake(node, graph)}`,
            (planOf(node) / 1e6) * awakeShare(node, graph),
            "scheduler-million",
        ),
    ],
    "aws:appconfig/configurationProfile:ConfigurationProfile": flags,
    "aws:appconfig/application:Application": itself("appconfig-container"),
    "aws:appconfig/environment:Environment": itself("appconfig-container"),
    "aws:appconfig/deployment:Deployment": itself("appconfig-container"),
    "aws:synthetics/canary:Canary": canary,
};
