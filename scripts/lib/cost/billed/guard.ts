import { fixed, itself, used, type Bill, type Charge } from "../charge.ts";
import { list, text, type Graph } from "../graph.ts";
import { ASSUMED, type Usage } from "../usage.ts";

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
    ...(list(inputs.insightSelectors).length > 0
        ? [used("events looked at for what is unusual", undefined, "cloudtrail-insights-100k")]
        : []),
];

const SCANS: Record<string, (graph: Graph, usage: Usage) => Charge[]> = {
    ECR: (_, { given }) => [
        used("images when pushed", given.releases, "inspector-image-push"),
        used("images scanned again", given.releases * 30, "inspector-image-rescan"),
    ],
    LAMBDA: (graph) => {
        const count = graph.of("aws:lambda/function:Function").length;
        return [fixed(`${count} functions`, count, "inspector-function-month")];
    },
};

const inspector: Bill = ({ inputs }, graph, usage) =>
    list(inputs.resourceTypes).flatMap((one) => {
        const type = text(one) ?? "";
        return SCANS[type]?.(graph, usage) ?? [fixed(type, undefined, `inspector-${type.toLowerCase()}`)];
    });

/** One that looks at who may come in from outside is free; what looks at rights is billed by each role. */
const analyzer: Bill = ({ inputs }) =>
    /^(ACCOUNT|ORGANIZATION)$/.test(text(inputs.type) ?? "ACCOUNT")
        ? [fixed("the resource itself", 1, "free")]
        : [fixed("roles and users that it looks at", undefined, "access-analyzer-month")];

/** What guards the account, and what keeps keys and secrets. */
export const guard: Record<string, Bill> = {
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
    "aws:inspector2/enabler:Enabler": inspector,
    "aws:accessanalyzer/analyzer:Analyzer": analyzer,
    "aws:kms/key:Key": ({ inputs }) => [
        fixed("1 key", 1, "kms-key-month"),
        ...(inputs.enableKeyRotation === true
            ? [fixed("its rotations that were", ASSUMED.keyRotations, "kms-rotation-month")]
            : []),
        used("calls", ASSUMED.keyCalls / 1e4, "kms-requests-10k"),
    ],
    "aws:secretsmanager/secret:Secret": ({ inputs }) => [
        fixed("1 secret, and each copy", 1 + list(inputs.replicas).length, "secret-month"),
        used("calls", ASSUMED.secretCalls / 1e4, "secret-requests-10k"),
    ],
};
