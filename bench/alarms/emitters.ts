/** What a rehearsal says of a thing that it made. */
export interface Thing {
    type: string;
    name: string;
    outputs: Record<string, unknown>;
}

export type Kind =
    | "database"
    | "service"
    | "cache"
    | "queue"
    | "function"
    | "rule"
    | "schedules"
    | "certificate"
    | "balancer"
    | "targets"
    | "canary"
    | "cdn"
    | "browsers"
    | "proofs"
    | "poolers"
    | "traces";

/** One thing that emits metrics, by the names that it has in them. */
export interface Emitter {
    kind: Kind;
    /** What it is called in the program. */
    name: string;
    dimensions: Record<string, string>;
    /** Minutes between two numbers, where that is a setting. */
    everyMinutes?: number;
}

/** As Synthetics has it: rate(5 minutes), or cron(0/5 …) where the environment sleeps. */
function minutesOf(expression: string): number {
    const [, rate, step] = /^(?:rate\((\d+) minutes?\)|cron\((?:\*|0\/(\d+)) .+\))$/.exec(expression) ?? [];
    return Number(rate ?? step ?? 1);
}

/** Everything in a stack that emits metrics, found among what was made, and not by what alarms ask for. */
export function emittersOf(things: readonly Thing[], environment: string): Emitter[] {
    const of = (type: string) =>
        things.filter((one) => one.type.startsWith("aws:") && one.type.endsWith(`:${type}`));
    const each = (
        kind: Kind,
        type: string,
        dimensionsOf: (outputs: Thing["outputs"]) => Record<string, string>[],
    ): Emitter[] =>
        of(type).flatMap(({ name, outputs }) =>
            dimensionsOf(outputs).map((dimensions) => ({ kind, name, dimensions })),
        );
    const LoadBalancer = String(of("LoadBalancer")[0]?.outputs.arnSuffix);
    const services = things.filter(({ type }) => type === "aws:ecs/service:Service");
    const [distribution] = of("Distribution");
    const { acmCertificateArn } = Object(distribution?.outputs.viewerCertificate) as Record<string, string>;
    const certificates = {
        "edge-certificate": acmCertificateArn,
        certificate: of("Listener").map(({ outputs }) => outputs.certificateArn as string | undefined)[0],
    };
    return [
        ...each("database", "Instance", ({ identifier }) => [{ DBInstanceIdentifier: String(identifier) }]),
        ...services.map(({ name, outputs }): Emitter => {
            const ClusterName = String(outputs.cluster).split("/").at(-1)!;
            return { kind: "service", name, dimensions: { ClusterName, ServiceName: String(outputs.name) } };
        }),
        ...each("cache", "ReplicationGroup", ({ memberClusters }) =>
            (memberClusters as string[]).map((CacheClusterId) => ({ CacheClusterId })),
        ),
        ...each("queue", "Queue", ({ name }) => [{ QueueName: String(name) }]),
        ...each("function", "Function", ({ name }) => [{ FunctionName: String(name) }]),
        ...each("rule", "EventRule", ({ name }) => [{ RuleName: String(name) }]),
        ...each("schedules", "ScheduleGroup", ({ name }) => [{ ScheduleGroup: String(name) }]),
        ...Object.entries(certificates).flatMap(([name, CertificateArn]): Emitter[] => {
            return CertificateArn ? [{ kind: "certificate", name, dimensions: { CertificateArn } }] : [];
        }),
        ...each("cdn", "Distribution", ({ arn }) => [
            { Region: "Global", DistributionId: String(arn).split("/").at(-1)! },
        ]),
        ...each("browsers", "Resource", ({ typeName, desiredState }) => {
            if (typeName !== "AWS::RUM::AppMonitor") return [];
            return [{ application_name: (JSON.parse(String(desiredState)) as { Name: string }).Name }];
        }),
        { kind: "balancer", name: "web", dimensions: { LoadBalancer } },
        ...each("targets", "TargetGroup", ({ arnSuffix }) => [
            { LoadBalancer, TargetGroup: String(arnSuffix) },
        ]),
        ...of("Canary").map(({ name, outputs }): Emitter => {
            const { expression } = outputs.schedule as { expression: string };
            const dimensions = { CanaryName: String(outputs.name) };
            return { kind: "canary", name, dimensions, everyMinutes: minutesOf(expression) };
        }),
        ...of("Group")
            .filter(({ type }) => type.startsWith("aws:xray/"))
            .map(({ name, outputs }): Emitter => {
                return { kind: "traces", name, dimensions: { GroupName: String(outputs.groupName) } };
            }),
        { kind: "proofs", name: "proofs", dimensions: { Environment: environment } },
        { kind: "poolers", name: "poolers", dimensions: {} },
    ];
}
