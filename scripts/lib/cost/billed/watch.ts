import { fixed, itself, used, type Bill, type Charge } from "../charge.ts";
import type { Properties } from "../../../../rehearsal/values.ts";
import { list, map, number, text, type Graph, type Node } from "../graph.ts";
import { ASSUMED, type Usage } from "../usage.ts";

/** An alarm is billed by the metrics that it reads, and a metric that no service of AWS's sends is billed once, too. */
const alarm: Bill = (node, graph) => {
    const read = metricsOf(node);
    const isFast = read.some(({ period }) => period !== undefined && period < 60);
    const own = read.filter((one) => !one.namespace.startsWith("AWS/") && isFirst(one, node, graph));
    return [
        fixed(
            `${read.length} metrics`,
            read.length,
            isFast ? "alarm-metric-fast-month" : "alarm-metric-month",
        ),
        ...(own.length > 0 ? [fixed(`${own.length} of our own`, own.length, "custom-metric-month")] : []),
    ];
};

interface Read {
    key: string;
    namespace: string;
    period: number | undefined;
}

/** What an alarm reads, by itself or in a formula. */
function metricsOf({ inputs }: Node): Read[] {
    const inFormula = list(inputs.metricQueries)
        .map((query) => map(map(query).metric))
        .filter((metric) => metric.metricName !== undefined);
    const all = inputs.metricName === undefined ? inFormula : [inputs];
    return all.map((metric) => ({
        key: JSON.stringify([metric.namespace, metric.metricName, metric.dimensions ?? {}]),
        namespace: text(metric.namespace) ?? "",
        period: number(metric.period),
    }));
}

function isFirst({ key }: Read, node: Node, graph: Graph): boolean {
    const readers = graph.of(ALARM).filter((one) => metricsOf(one).some((read) => read.key === key));
    return readers[0] === node;
}

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const logGroup: Bill = (node, graph, usage) => {
    const gb = ingested(node, graph, usage);
    const months = (number(node.inputs.retentionInDays) ?? 3650) / 30;
    return [
        used("GB taken in", gb, "logs-ingested-gb"),
        used(
            `GB of ${Math.round(months * 30)} days`,
            gb * ASSUMED.compressed * months,
            "logs-stored-gb-month",
        ),
    ];
};

function ingested(node: Node, graph: Graph, usage: Usage): number {
    if (graph.using("aws:ec2/flowLog:FlowLog", "logDestination", node).length > 0) return usage.flowLogGb;
    return isOfUsers(node, graph) ? usage.logGb + ASSUMED.quietLogGb : ASSUMED.quietLogGb;
}

/** Whether what answers users writes to it: tasks behind a load balancer. */
function isOfUsers(node: Node, graph: Graph): boolean {
    const name = text(node.inputs.name);
    return graph
        .of("aws:ecs/service:Service")
        .filter(({ inputs }) => list(inputs.loadBalancers).length > 0)
        .flatMap((service) => service.from("taskDefinition"))
        .some((task) => text(task.inputs.containerDefinitions)?.includes(`"${name}"`) || wrote(task, node));
}

function wrote(task: Node, group: Node): boolean {
    return task.from("containerDefinitions").includes(group);
}

const VCPUS: Record<string, number> = { micro: 2, small: 2, medium: 2, large: 2, xlarge: 4 };

/** vCPUs of an instance class: 2 up to large, 4 in an xlarge, and 4 for each number before it. */
function vcpusOf(kind: string | undefined): number | undefined {
    const size = kind?.split(".").at(-1) ?? "";
    const times = /^(\d+)xlarge$/.exec(size);
    return times ? 4 * Number(times[1]) : VCPUS[size];
}

const watched: Record<string, (graph: Graph, usage: Usage) => Charge> = {
    S3_DATA_EVENTS: (_, usage) =>
        used("events of buckets", (usage.given.users * 50) / 1e6, "guardduty-s3-million"),
    RDS_LOGIN_EVENTS: (graph) => {
        const kinds = graph.of("aws:rds/instance:Instance").map((one) => text(one.inputs.instanceClass));
        const vcpus = kinds.map(vcpusOf);
        const all = vcpus.reduce(
            (sum, one) => (one === undefined || sum === undefined ? undefined : sum + one),
            0,
        );
        return fixed(`${all} vCPU of databases`, all, "guardduty-rds-vcpu-month");
    },
    LAMBDA_NETWORK_LOGS: () => used("GB of functions", ASSUMED.quietLogGb, "guardduty-lambda-gb"),
};

const feature: Bill = ({ inputs }, graph, usage) => {
    const name = text(inputs.name) ?? "";
    return [watched[name]?.(graph, usage) ?? fixed(name, undefined, `guardduty-${name.toLowerCase()}`)];
};

const detector: Bill = (_node, _graph, usage) => [
    used("management events", ASSUMED.auditMillions, "guardduty-management-million"),
    used("GB of flows and lookups", usage.flowLogGb, "guardduty-flow-gb"),
];

const TRAIL = "aws:cloudtrail/trail:Trail";

/** The first copy of who did what is free, and each further trail is one more. */
const trail: Bill = ({ urn, inputs }, graph) => [
    graph.of(TRAIL)[0]?.urn === urn
        ? fixed("management events", 1, "cloudtrail-first-copy")
        : used("management events once more", ASSUMED.auditMillions * 10, "cloudtrail-more-copies-100k"),
    ...(list(inputs.eventSelectors).length + list(inputs.advancedEventSelectors).length > 0
        ? [used("data events", undefined, "cloudtrail-data-events-100k")]
        : []),
];

/** RUM is billed by the events that browsers send: so many of each page load that is measured. */
const resource: Bill = ({ inputs }, _graph, usage) => {
    if (inputs.typeName !== "AWS::RUM::AppMonitor")
        return [fixed(text(inputs.typeName) ?? "", undefined, "")];
    const state = JSON.parse(text(inputs.desiredState) ?? "{}") as Properties;
    const share = number(map(state.AppMonitorConfiguration).SessionSampleRate) ?? 0.1;
    const loads = (usage.requests / ASSUMED.requestsPerLoad) * share;
    return [used("events", (loads * ASSUMED.eventsPerLoad) / 1e5, "rum-events-100k")];
};

/** What watches, and what keeps keys and secrets. */
export const watch: Record<string, Bill> = {
    [ALARM]: alarm,
    "aws:cloudcontrol/resource:Resource": resource,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": () => [fixed("1 alarm", 1, "alarm-composite-month")],
    "aws:cloudwatch/dashboard:Dashboard": () => [fixed("1 dashboard", 1, "dashboard-month")],
    "aws:cloudwatch/logGroup:LogGroup": logGroup,
    "aws:guardduty/detector:Detector": detector,
    "aws:guardduty/detectorFeature:DetectorFeature": feature,
    [TRAIL]: trail,
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": itself("cost-anomaly-monitor"),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": itself("cost-anomaly-subscription"),
    "aws:cfg/recorder:Recorder": () => [used("items", 1000, "config-item")],
    "aws:cfg/rule:Rule": () => [used("evaluations", 100, "config-evaluation")],
    "aws:securityhub/account:Account": () => [used("checks", undefined, "security-hub-check")],
    "aws:securityhub/standardsSubscription:StandardsSubscription": () => [
        used("checks", undefined, "security-hub-check"),
    ],
    "aws:inspector2/enabler:Enabler": (_node, _graph, usage) => [
        used("images when pushed", usage.given.releases, "inspector-image-push"),
        used("images scanned again", usage.given.releases * 30, "inspector-image-rescan"),
    ],
    "aws:kms/key:Key": () => [
        fixed("1 key", 1, "kms-key-month"),
        used("calls", ASSUMED.keyCalls / 1e4, "kms-requests-10k"),
    ],
    "aws:secretsmanager/secret:Secret": () => [
        fixed("1 secret", 1, "secret-month"),
        used("calls", ASSUMED.secretCalls / 1e4, "secret-requests-10k"),
    ],
};
