import { queryError, type Reply, type StandIn } from "./aws.ts";

interface Snapshot {
    id: string;
    region: string;
    instance: string;
    kmsKeyArn: string;
    engine?: string;
    /** What it is the next times that somebody looks; the last stays. */
    status?: string[];
}

const NAMESPACE = 'xmlns="http://rds.amazonaws.com/doc/2014-10-31/"';

/** Snapshots that AWS Backup made, and their copies: moto knows none of its type, and copies none between regions. */
export function snapshots(list: Snapshot[], copies: URLSearchParams[] = []): StandIn {
    return ({ service, region, action, query }) => {
        if (service !== "rds") return undefined;
        if (action === "CopyDBSnapshot") {
            const [, source] = (query.get("SourceDBSnapshotIdentifier") ?? "").split(":snapshot:");
            const from = list.find(({ id }) => id === source);
            if (!from) return undefined;
            copies.push(query);
            const id = query.get("TargetDBSnapshotIdentifier") ?? "";
            if (list.some((one) => one.id === id)) return queryError("DBSnapshotAlreadyExists", id);
            const copy = { ...from, id, region, kmsKeyArn: query.get("KmsKeyId") ?? "" };
            list.push({ ...copy, status: ["creating", "creating", "available"] });
            return answer(action, xml(list.at(-1)!));
        }
        const id = query.get("DBSnapshotIdentifier");
        const known = list.find((one) => one.id === id && one.region === region);
        if (action !== "DescribeDBSnapshots" || !known) return undefined;
        return answer(action, `<DBSnapshots>${xml(known)}</DBSnapshots>`);
    };
}

function xml({
    id,
    region,
    instance,
    kmsKeyArn,
    engine = "postgres",
    status = ["available"],
}: Snapshot): string {
    const now = status.length > 1 ? status.shift() : status[0];
    return `<DBSnapshot><DBSnapshotIdentifier>${id}</DBSnapshotIdentifier><Engine>${engine}</Engine>
        <DBSnapshotArn>arn:aws:rds:${region}:123456789012:snapshot:${id}</DBSnapshotArn>
        <DBInstanceIdentifier>${instance}</DBInstanceIdentifier><EngineVersion>18.1</EngineVersion>
        <SnapshotCreateTime>2026-11-20T00:30:00Z</SnapshotCreateTime><KmsKeyId>${kmsKeyArn}</KmsKeyId>
        <Encrypted>true</Encrypted><Status>${now}</Status><PercentProgress>40</PercentProgress></DBSnapshot>`;
}

function answer(action: string, result: string): Reply {
    const body = `<${action}Response ${NAMESPACE}><${action}Result>${result}</${action}Result></${action}Response>`;
    return { headers: { "content-type": "text/xml" }, body };
}
