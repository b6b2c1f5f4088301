import type { Evidence } from "../../functions/restore-check/evidence.ts";
import type { StandIn } from "./aws.ts";

/** The verdicts in a bucket, which a test writes without waiting; whatever else is in it, moto has. */
export interface EvidenceBucket {
    objects: Record<string, object>;
    answer: StandIn;
}

export function evidenceBucket(name: string): EvidenceBucket {
    const bucket: EvidenceBucket = {
        objects: {},
        answer: ({ service, action, query }) => {
            if (service === "s3" && action.replace(/\/$/, "") === `GET /${name}`)
                return listed(Object.keys(bucket.objects), query.get("prefix") ?? "");
            const [, key] = /^GET \/([^/]+\/.+)/.exec(action) ?? [];
            const folder = key?.split("/")[1];
            if (service !== "s3" || !key?.startsWith(`${name}/`) || folder === "extracts") return undefined;
            const found = bucket.objects[key.slice(name.length + 1)];
            if (found) return { body: JSON.stringify(found) };
            const error = `<Error><Code>NoSuchKey</Code><Message>none</Message><Key>${key}</Key></Error>`;
            return { status: 404, headers: { "content-type": "application/xml" }, body: error };
        },
    };
    return bucket;
}

function listed(keys: string[], prefix: string) {
    const found = keys.filter((key) => key.startsWith(prefix));
    const body = `<ListBucketResult>${found.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`;
    return { headers: { "content-type": "application/xml" }, body };
}

/** Evidence as the task keeps it, as far as a person is told. */
export function evidenceThat(reasons: string[] = []): Partial<Evidence> {
    const measured = { tables: 12, knownRows: 3400, comparedRows: 3300, indexes: 20, rpoSeconds: 42 };
    const verdict = { proven: reasons.length === 0, reasons, notes: [], measured };
    return { ...verdict, rpoSeconds: 42 };
}
