import { awakeShare, whileAwake } from "../awake.ts";
import { fixed, HOURS, used, type Bill, type Charge } from "../charge.ts";
import { number, text, type Graph, type Node } from "../graph.ts";
import { ASSUMED } from "../usage.ts";

/** One that is stopped costs no hours, and its storage and backups as ever (RDS User Guide, "On-Demand DB instances"). */
const database: Bill = (node, graph) => {
    const { inputs } = node;
    const zones = inputs.multiAz === true ? "multi-az" : "single-az";
    const kind = text(inputs.instanceClass);
    const [engine, storage] = [text(inputs.engine) ?? "postgres", text(inputs.storageType) ?? "gp2"];
    const gb = number(inputs.allocatedStorage) ?? sourceGb(inputs, graph);
    const at = `rds-${storage}-${zones}`;
    return [
        fixed(
            `${kind}, ${zones}${whileAwake(node, graph)}`,
            HOURS * awakeShare(node, graph),
            `rds-${engine}-${zones}-${kind}-hour`,
        ),
        fixed(
            gb === undefined ? `${storage}, as many GB as its source has` : `${gb} GB of ${storage}`,
            gb,
            `${at}-gb-month`,
        ),
        ...faster(inputs, at, gb),
        ...(inputs.publiclyAccessible === true ? [fixed("1 public address", HOURS, "public-ipv4-hour")] : []),
        ...followed(inputs),
        ...(number(inputs.backupRetentionPeriod) ? [ownBackups(inputs, gb)] : []),
        ...insights(inputs),
    ];
};

/** A replica has the storage of what it follows. */
function sourceGb({ replicateSourceDb }: Node["inputs"], graph: Graph): number | undefined {
    const source = text(replicateSourceDb);
    const found = graph
        .of("aws:rds/instance:Instance")
        .find(({ inputs }) => text(inputs.identifier) === source);
    return source === undefined ? undefined : number(found?.inputs.allocatedStorage);
}

/** What its storage does above what is in the price of gp3: more of it from 400 GB on (RDS User Guide, "gp3 storage"; 2026-11-23). */
function faster({ iops, storageThroughput, storageType }: Node["inputs"], at: string, gb = 0): Charge[] {
    const [freeIops, freeMb] = storageType !== "gp3" ? [0, 0] : gb < 400 ? [3000, 125] : [12_000, 500];
    const [moreIops, moreMb] = [(number(iops) ?? 0) - freeIops, (number(storageThroughput) ?? 0) - freeMb];
    return [
        ...(moreIops > 0 ? [fixed(`${moreIops} IOPS more`, moreIops, `${at}-iops-month`)] : []),
        ...(moreMb > 0 ? [fixed(`${moreMb} MB a second more`, moreMb, `${at}-mbps-month`)] : []),
    ];
}

/** Whoever writes to a database of another region pays for the way to what follows it: its log, which nobody can foretell. */
function followed({ replicateSourceDb }: Node["inputs"]): Charge[] {
    const [, region] = /^arn:aws:rds:([a-z0-9-]+):/.exec(text(replicateSourceDb) ?? "") ?? [];
    if (region === undefined) return [];
    return [used(`GB of log from ${region}, at that region's price`, undefined, "region-to-region-gb")];
}

/** RDS's own backups are free up to the size of the database: what changes in the days that are kept may be more. */
function ownBackups(inputs: Node["inputs"], gb: number | undefined): Charge {
    const days = number(inputs.backupRetentionPeriod) ?? 0;
    const over = gb === undefined ? undefined : Math.max(0, gb * (1 + days * ASSUMED.changedADay) - gb);
    return used(`GB of ${days} days above the free size`, over, "rds-backup-gb-month");
}

function insights({
    performanceInsightsEnabled: on,
    performanceInsightsRetentionPeriod: days,
    databaseInsightsMode: mode,
    monitoringInterval: seconds,
}: Node["inputs"]): Charge[] {
    return [
        ...(on === true ? [fixed("Performance Insights", 1, `rds-insights-${number(days) ?? 7}-days`)] : []),
        ...(mode === "advanced" ? [fixed("Database Insights", undefined, "rds-insights-vcpu-hour")] : []),
        // It goes to a log group that no program has.
        ...(number(seconds) ? [used("GB of Enhanced Monitoring", undefined, "logs-ingested-gb")] : []),
    ];
}

const cache: Bill = ({ inputs }) => {
    const [engine, kind] = [text(inputs.engine) ?? "redis", text(inputs.nodeType)];
    const [shards, replicas] = [number(inputs.numNodeGroups), number(inputs.replicasPerNodeGroup) ?? 0];
    const nodes = number(inputs.numCacheClusters) ?? (shards && shards * (1 + replicas));
    const kept = number(inputs.snapshotRetentionLimit) ?? 0;
    return [
        fixed(
            `${nodes ?? "its"} nodes of ${kind}`,
            nodes === undefined ? undefined : nodes * HOURS,
            `elasticache-${engine}-${kind}-hour`,
        ),
        ...(kept > 0
            ? [used(`GB of ${kept} snapshots`, kept * ASSUMED.storedGb, "cache-backup-gb-month")]
            : []),
    ];
};

/** What keeps data in memory, or answers SQL. */
export const databases: Record<string, Bill> = {
    "aws:rds/instance:Instance": database,
    "aws:elasticache/replicationGroup:ReplicationGroup": cache,
};
