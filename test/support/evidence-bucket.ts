import type { Evidence } from "../../functions/restore-check/evidence.ts";
import type { StandIn } from "./aws.ts";

/** The verdicts in a bucket, which a test writes without waiting; whatever else is in it, moto has. */
export interface EvidenceBucket {
    objects: Record<string, object>;
    answer: StandIn;
}

export function evidenceBucket(name: string): EvidenceBucket {
    const objects: Record<string, object> = {};
    return {
        objects,
        answer: ({ service, action }) => {
            const [, key] = /^GET \/([^/]+\/.+)/.exec(action) ?? [];
            const folder = key?.split("/")[1];
            if (service !== "s3" || !key?.startsWith(`${name}/`) || folder === "extracts") return undefined;
            const found = objects[key.slice(name.length + 1)];
            if (found) return { body: JSON.stringify(found) };
            const error = `<Error><Code>NoSuchKey</Code><Message>none</Message><Key>${key}</Key></Error>`;
            return { status: 404, headers: { "content-type": "application/xml" }, body: error };
        },
    };
}

/** Evidence as the task keeps it, as far as a person is told. */
export function evidenceThat(reasons: string[] = []): Partial<Evidence> {
    const measured = { tables: 12, knownRows: 3400, comparedRows: 3300, indexes: 20, rpoSeconds: 42 };
    const verdict = { proven: reasons.length === 0, reasons, notes: [], measured };
    return { ...verdict, rpoSeconds: 42 };
}
