import { isDeepStrictEqual } from "node:util";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { plain, UNKNOWN as UNKNOWN_ON_WIRE, type Value } from "../../rehearsal/values.ts";

/** What a policy pack is shown of one rehearsal: inputs before a resource is made, outputs of all at the end. */
export interface Shown {
    /** The environment, the tier and the mode, for complaints. */
    name: string;
    inputs: Node[];
    outputs: Node[];
    /** After an edit: those of the inputs that it changed. A rule that is shown one resource at a time judges the others as before. */
    changed?: Node[];
}

export function shown(name: string, { resources }: Pick<Rehearsal, "resources">): Shown {
    return { name, inputs: graph(resources, "inputs"), outputs: graph(resources, "outputs") };
}

function graph(resources: Rehearsal["resources"], side: "inputs" | "outputs"): Node[] {
    const nodes = new Map<string, Node>();
    for (const resource of resources) {
        const { type, urn, name, protect, ignoreChanges } = resource;
        const props = fromWire(plain(resource[side])) as Record<string, unknown>;
        nodes.set(urn, {
            type,
            urn,
            name,
            props,
            opts: { protect, ignoreChanges },
            propertyDependencies: {},
        });
    }
    for (const resource of resources) {
        const node = nodes.get(resource.urn)!;
        node.parent = nodes.get(resource.parent ?? "");
        for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
            node.propertyDependencies[property] = urns.flatMap((urn) => nodes.get(urn) ?? []);
        }
    }
    return [...nodes.values()];
}

function fromWire(value: Value): unknown {
    if (value === UNKNOWN_ON_WIRE) return UNKNOWN;
    if (Array.isArray(value)) return value.map(fromWire);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromWire(member)]));
}

interface Draft {
    node: Node;
    /** Whether it says what it said before. */
    isAsBefore(): boolean;
    /** From then on what nobody has read is the original's own: rules read it, and change nothing. */
    isEdited(): void;
}

/** A resource of a graph to be edited: what an edit reads is copied, and nothing else, for it reads few of hundreds. */
function draftOf(original: Node, others: Map<string, Node>): Draft {
    let [props, opts, links]: [Node["props"]?, Node["opts"]?, Node["propertyDependencies"]?] = [];
    let isEdited = false;
    const { type, urn, name } = original;
    const node: Node = {
        ...{ type, urn, name },
        get props() {
            return (props ??= isEdited ? original.props : (copy(original.props) as Node["props"]));
        },
        set props(now) {
            props = now;
        },
        get opts() {
            return (opts ??= { ...original.opts });
        },
        set opts(now) {
            opts = now;
        },
        get parent() {
            return others.get(original.parent?.urn ?? "");
        },
        get propertyDependencies() {
            return (links ??= linked(original, others));
        },
        set propertyDependencies(now) {
            links = now;
        },
    };
    return {
        node,
        isAsBefore: () =>
            (props === undefined || isDeepStrictEqual(props, original.props)) &&
            (opts === undefined || isDeepStrictEqual(opts, original.opts)) &&
            (links === undefined || isDeepStrictEqual(named(links), named(original.propertyDependencies))),
        isEdited: () => (isEdited = true),
    };
}

function linked({ propertyDependencies }: Node, others: Map<string, Node>): Node["propertyDependencies"] {
    const links = Object.entries(propertyDependencies);
    return Object.fromEntries(
        links.map(([key, to]) => [key, to.flatMap(({ urn }) => others.get(urn) ?? [])]),
    );
}

/** Links by name, for resources point to one another in circles. */
function named(links: Node["propertyDependencies"]) {
    return Object.entries(links).map(([key, to]) => [key, to.map(({ urn }) => urn)]);
}

/** The graph after an edit, which shares with the original what the edit did not read, and what of it changed. */
export function edited(
    nodes: readonly Node[],
    edit: (copies: Node[]) => void,
): { now: Node[]; changed: Node[]; isSame: boolean } {
    const copies = new Map<string, Node>();
    const drafts = nodes.map((node) => draftOf(node, copies));
    for (const { node } of drafts) copies.set(node.urn, node);
    const now = drafts.map(({ node }) => node);
    edit(now);
    const same = new Set(drafts.flatMap((draft) => (draft.isAsBefore() ? draft.node : [])));
    for (const draft of drafts) draft.isEdited();
    const changed = now.filter((node) => !same.has(node));
    return { now, changed, isSame: changed.length === 0 && now.length === nodes.length };
}

// Not structuredClone: it refuses symbols, and a symbol stands for an unknown value.
function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
