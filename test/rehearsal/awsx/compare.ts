import { isDeepStrictEqual } from "node:util";
import type { ChildRegistration, Expansion } from "../../../rehearsal/awsx/expansion.ts";
import type { Value } from "../../../rehearsal/values.ts";

/** A child as a recording has it: URNs are "@type name", lists whose order means nothing are sorted. */
export interface RecordedChild {
    type: string;
    name: string;
    custom?: boolean;
    parent: string;
    inputs: Value;
    dependencies: string[];
    links?: Record<string, string[]>;
    version?: string;
    aliases?: { type: string }[];
}

/** What one component became. */
export interface Recorded {
    children: RecordedChild[];
    state?: Value;
    stateDependencies?: Record<string, string[]>;
    outputs?: Value;
    warnings?: number;
}

function shortUrn(urn: string): string {
    const [, , types = "", name = ""] = urn.split("::");
    return `@${types.split("$").at(-1) ?? ""} ${name}`;
}

/** Every URN in the value in its short form. */
function shortened<T>(value: T): T {
    return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
        typeof part === "string" && part.startsWith("urn:pulumi:") ? shortUrn(part) : part,
    ) as T;
}

function sortedLists(lists: Record<string, string[]>): Record<string, string[]> {
    return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, [...new Set(list)].sort()]));
}

export function asRecorded(
    children: ChildRegistration[],
    expansion: Expansion,
    warnings: number,
): Required<Recorded> {
    return {
        children: shortened(children).map(({ dependencies, propertyDependencies, ...child }) => ({
            ...child,
            dependencies: [...dependencies].sort(),
            links: sortedLists(propertyDependencies),
        })),
        state: shortened(expansion.state),
        stateDependencies: sortedLists(shortened(expansion.stateDependencies)),
        outputs: shortened(expansion.outputs),
        warnings,
    };
}

function fieldDifferences(where: string, wanted: object, seen: object): string[] {
    const [a, b] = [wanted, seen] as [Record<string, unknown>, Record<string, unknown>];
    return Object.keys({ ...a, ...b })
        .filter((field) => !isDeepStrictEqual(a[field], b[field]))
        .map((field) => `${where}.${field}: ${JSON.stringify(a[field])} became ${JSON.stringify(b[field])}`);
}

function childDifferences(wanted: RecordedChild[], seen: RecordedChild[]): string[] {
    const key = (child: RecordedChild): string => `${child.type} ${child.name} in ${child.parent}`;
    const [expected, found] = [wanted, seen].map((list) => new Map(list.map((child) => [key(child), child])));
    const missing = wanted
        .filter((child) => !found?.has(key(child)))
        .map((child) => `${key(child)} is missing`);
    const extra = seen
        .filter((child) => !expected?.has(key(child)))
        .map((child) => `${key(child)} is not recorded`);
    const changed = wanted.flatMap((child) =>
        fieldDifferences(key(child), child, found?.get(key(child)) ?? child),
    );
    const twice = found?.size === seen.length ? [] : ["a child is registered twice"];
    return [...missing, ...extra, ...changed, ...twice];
}

/** Where an expansion differs from what was recorded; only fields that the recording has are compared. */
export function differences(wanted: Recorded, seen: Required<Recorded>): string[] {
    const { children, ...rest } = wanted;
    const recordedFields = new Set(children.flatMap((child) => Object.keys(child)));
    const comparable = seen.children.map(
        (child) =>
            Object.fromEntries(
                Object.entries(child).filter(([field]) => recordedFields.has(field)),
            ) as unknown as RecordedChild,
    );
    const others = Object.fromEntries(
        Object.keys(rest).map((field) => [field, seen[field as keyof Recorded]]),
    );
    return [...childDifferences(children, comparable), ...fieldDifferences("component", rest, others)];
}
