import { between } from "./between.ts";
import type { Limit, Subject } from "./row.ts";
import { table } from "./table.ts";

/** A value that AWS would refuse at apply time. */
export interface Fault {
    urn: string;
    /** The row's id. */
    limit: string;
    property: string;
    /** What was seen and what to use. */
    message: string;
    source: string;
}

const rows = new Map<string, Limit[]>();
for (const row of table) rows.set(row.type, [...(rows.get(row.type) ?? []), row]);

function faultsIn(subject: Subject): Fault[] {
    const everywhere = subject.type.startsWith("aws:") ? (rows.get("*") ?? []) : [];
    return [...(rows.get(subject.type) ?? []), ...everywhere].flatMap((row) => {
        const message = row.check(subject);
        return message === undefined
            ? []
            : [{ urn: subject.urn, limit: row.id, property: row.property, message, source: row.source }];
    });
}

/** What AWS would refuse of these resources, one by one and together; what is not known yet is not judged. */
export function faultsOf(subjects: Subject[]): Fault[] {
    const together = between.flatMap(({ id, property, source, check }) =>
        check(subjects).map(({ urn, message }) => ({ urn, limit: id, property, message, source })),
    );
    return [...subjects.flatMap(faultsIn), ...together];
}
