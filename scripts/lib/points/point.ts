import { span, table, utc } from "../table.ts";

/** A state of the data that a restore can bring back. */
export interface Point {
    kind: "any second" | "snapshot" | "recovery point" | "copy";
    /** What `npm run restore -- --to` takes; of a window, its end. */
    to: string;
    /** ISO 8601; of a window, its end. */
    time: string;
    /** The first second of a window. */
    from?: string;
    /** The copy of the data that it is of, such as `a`. */
    generation: string;
    region: string;
    /** GiB of the database's storage: what a restored instance gets. */
    sizeGb?: number;
    /** Resource id of the instance, of a window: what a restore to a second names. */
    resourceId?: string;
    version?: string;
    kmsKeyArn?: string;
    /** What a weekly restore found. A window is not restored by it. */
    proof: "proven" | "failed" | "restored, not checked" | "not yet" | "not tested";
    /** When it was proven, or why it failed. */
    proofNote?: string;
    /** Whether it can be restored now. */
    isReady: boolean;
}

/** The generation that an instance is of: its name follows the environment's. Undefined for other databases. */
export function generationOf(environment: string, instance: string | undefined): string | undefined {
    if (!instance?.startsWith(`${environment}-`)) return undefined;
    const [generation] = /^[a-z][a-z0-9]{0,7}$/.exec(instance.slice(environment.length + 1)) ?? [];
    return generation;
}

export function newestFirst(points: Point[]): Point[] {
    return [...points].sort((a, b) => b.time.localeCompare(a.time) || a.to.localeCompare(b.to));
}

export function pointsTable(points: Point[], now: Date): string {
    const rows = points.map((point) => [
        utc(new Date(point.time)),
        span(now.getTime() - Date.parse(point.time)),
        point.from === undefined ? point.kind : `any second since ${utc(new Date(point.from))}`,
        point.generation,
        point.region,
        point.sizeGb === undefined ? "?" : `${point.sizeGb} GiB`,
        point.isReady ? point.proof : "not ready",
        point.from === undefined ? point.to : "a time in between",
    ]);
    return table(["TIME (UTC)", "AGE", "KIND", "OF", "REGION", "SIZE", "PROOF", "RESTORE --to"], rows);
}
