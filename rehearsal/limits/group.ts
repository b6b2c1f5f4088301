import { textOf, type Subject } from "./row.ts";

/** A limit that only several resources together can break. */
export interface Between {
    id: string;
    property: string;
    source: string;
    types: string[];
    /** The resources at fault, each with what is wrong and what to use. */
    check(subjects: Subject[]): Clash[];
}

export type Clash = { urn: string; message: string };

/** What an input refers to: its value or, while that is not known, the one resource that it comes from. */
export function referenceOf({ inputs, links }: Subject, property: string): string | undefined {
    const [urn, ...others] = links?.[property] ?? [];
    return textOf(inputs[property]) ?? (others.length === 0 ? urn : undefined);
}

/** Subjects by a key; one whose key is not known groups with nothing, so that a fault is always certain. */
export function grouped(
    subjects: Subject[],
    types: string[],
    key: (subject: Subject) => string | undefined,
): Map<string, Subject[]> {
    const groups = new Map<string, Subject[]>();
    for (const subject of subjects) {
        const at = types.includes(subject.type) ? key(subject) : undefined;
        if (at !== undefined) groups.set(at, [...(groups.get(at) ?? []), subject]);
    }
    return groups;
}

/** The second and later of the subjects that share a key. */
export function repeated(
    subjects: Subject[],
    types: string[],
    key: (subject: Subject) => string | undefined,
    says: (key: string, first: Subject) => string,
): Clash[] {
    const text = ([at, [first, ...rest]]: [string, Subject[]]): Clash[] =>
        first === undefined ? [] : rest.map(({ urn }) => ({ urn, message: says(at, first) }));
    return [...grouped(subjects, types, key)].flatMap(text);
}
