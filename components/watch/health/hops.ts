import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../parts/rights.ts";

type Text = pulumi.Input<string>;

/** What a request meets on its way, as metrics call it. */
export interface Hops extends Account {
    /** The environment: poolers' own metrics are in `Airworthy/<prefix>`. */
    prefix: string;
    /** The load balancer's, if it has one, and the CDN's of us-east-1. */
    certificates: { certificateArn?: Text | undefined; edgeCertificateArn?: Text | undefined };
    /** Told by alarms of us-east-1. */
    edgeTopicArn: Text;
    /** What looks from outside. */
    alarms: { canaryName: string };
    cdn: { distributionId: Text };
    /** What takes numbers out of users' browsers; undefined where nothing does. */
    users: { monitorName: Text | undefined };
    firewall: { webAclName: Text };
    balancer: { measured: { loadBalancer: Text; targetGroups: Record<string, Text> } };
    cluster: { clusterName: Text };
    service: { serviceName: Text };
    pooler: { serviceName: Text };
    /** Undefined where nothing works on jobs. */
    worker: { serviceName: Text } | undefined;
    /** The instance that serves, those of all generations by their names, and its replicas. */
    database: {
        place: { identifier: string };
        identifiers: Record<string, string>;
        readers: { identifiers: Text[] } | undefined;
    };
    /** Of the database's instance class: GB of memory, and connections that it has at the least. */
    memoryGb: number;
    connections: number;
    /** The cache's name, its number of nodes, and their type without `cache.`. */
    identifier: string;
    nodes: number;
    cacheNode: string;
    jobs: { names: { jobs: string; deadLetters: string } };
    /** Percent of the requests that leave a trace. */
    samplePercent: number;
    /** Numbers that the application writes to its log, which CloudWatch reads out of it; up to three. */
    telemetry: { businessMetrics: string[] };
    logs: { app: { name: Text } };
}

/** As ElastiCache calls the nodes of a cache: in the order in which they were made, whichever is written to. */
export function nodesOf({ identifier, nodes }: Pick<Hops, "identifier" | "nodes">): string[] {
    return Array.from({ length: nodes }, (_, at) => `${identifier}-${String(at + 1).padStart(3, "0")}`);
}
