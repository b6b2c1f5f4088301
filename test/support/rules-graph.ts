import { isDeepStrictEqual } from "node:util";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { secondsOf } from "../../rehearsal/policy/requests.ts";
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
    /** After an edit: how the outputs differ from what they were. */
    difference?: Difference;
}

/** Resources that an edit changed, and the types of which it put one in or took one out. */
export interface Difference {
    urns: string[];
    types: string[];
}

export function shown(name: string, { resources }: Pick<Rehearsal, "resources">): Shown {
    return { name, inputs: graph(resources, "inputs"), outputs: graph(resources, "outputs") };
}

function graph(resources: Rehearsal["resources"], side: "inputs" | "outputs"): Node[] {
    const nodes = new Map<string, Node>();
    for (const resource of resources) {
        const { type, urn, name, protect, ignoreChanges, timeouts } = resource;
        const props = fromWire(plain(resource[side])) as Record<string, unknown>;
        nodes.set(urn, {
            type,
            urn,
            name,
            props,
            opts: { protect, ignoreChanges, ...(timeouts && { customTimeouts: toldOf(timeouts) }) },
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

/** As the SDK hands them to packs. */
function toldOf({ create, update, delete: end }: NonNullable<Rehearsal["resources"][number]["timeouts"]>) {
    const [createSeconds, updateSeconds, deleteSeconds] = [create, update, end].map(secondsOf) as [
        number,
        number,
        number,
    ];
    return { createSeconds, updateSeconds, deleteSeconds };
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
    /** Makes it say so again. */
    undo(): void;
}

/** A graph to be edited, again and again: what an edit reads is copied, and nothing else, for it reads few of hundreds. */
class Drafts {
    readonly byUrn = new Map<string, Node>();
    readonly touched = new Set<Draft>();
    /** After an edit what nobody has read is the original's own: rules read it, and change nothing. */
    isOpen = false;

    constructor(originals: readonly Node[]) {
        for (const original of originals) this.byUrn.set(original.urn, this.draftOf(original).node);
    }

    undo(): void {
        for (const draft of this.touched) draft.undo();
        this.touched.clear();
    }

    private draftOf(original: Node): Draft {
        const { byUrn } = this;
        const { type, urn, name } = original;
        let [props, opts, links]: [Node["props"]?, Node["opts"]?, Node["propertyDependencies"]?] = [];
        let unedited: Node["propertyDependencies"] | undefined;
        const touch = () => this.isOpen && this.touched.add(draft);
        const node: Node = {
            ...{ type, urn, name },
            get props() {
                if (touch()) props ??= copy(original.props) as Node["props"];
                return props ?? original.props;
            },
            set props(now) {
                touch();
                props = now;
            },
            get opts() {
                if (touch()) opts ??= { ...original.opts };
                return opts ?? original.opts;
            },
            set opts(now) {
                touch();
                opts = now;
            },
            get parent() {
                return byUrn.get(original.parent?.urn ?? "");
            },
            get propertyDependencies() {
                if (touch()) links ??= linked(original, byUrn);
                return links ?? (unedited ??= linked(original, byUrn));
            },
            set propertyDependencies(now) {
                touch();
                links = now;
            },
        };
        const draft: Draft = {
            node,
            isAsBefore: () =>
                (props === undefined || isDeepStrictEqual(props, original.props)) &&
                (opts === undefined || isDeepStrictEqual(opts, original.opts)) &&
                (links === undefined ||
                    isDeepStrictEqual(named(links), named(original.propertyDependencies))),
            undo: () => {
                props = undefined;
                opts = undefined;
                links = undefined;
            },
        };
        return draft;
    }
}

export function linked(
    { propertyDependencies }: Node,
    others: Map<string, Node>,
): Node["propertyDependencies"] {
    const links = Object.entries(propertyDependencies);
    return Object.fromEntries(
        links.map(([key, to]) => [key, to.flatMap(({ urn }) => others.get(urn) ?? [])]),
    );
}

/** Links by name, for resources point to one another in circles. */
function named(links: Node["propertyDependencies"]) {
    return Object.entries(links).map(([key, to]) => [key, to.map(({ urn }) => urn)]);
}

const drafts = new WeakMap<readonly Node[], Drafts>();

/**
 * The graph after an edit, which shares with the original what the edit did not read, and what of it changed. The next
 * edit of the same graph takes it back: it is to be judged before.
 */
export function edited(
    nodes: readonly Node[],
    edit: (copies: Node[]) => void,
): { now: Node[]; changed: Node[]; difference: Difference; isSame: boolean } {
    const own = drafts.get(nodes) ?? new Drafts(nodes);
    drafts.set(nodes, own);
    own.undo();
    const now = [...own.byUrn.values()];
    own.isOpen = true;
    edit(now);
    const other = new Set([...own.touched].flatMap((draft) => (draft.isAsBefore() ? [] : draft.node)));
    own.isOpen = false;
    const [before, after] = [new Set(own.byUrn.values()), new Set(now)];
    const added = now.filter((node) => !before.has(node));
    const removed = [...before].filter((node) => !after.has(node));
    const changed = [...now.filter((node) => other.has(node)), ...added];
    const difference = {
        urns: changed.map(({ urn }) => urn),
        types: [...added, ...removed].map(({ type }) => type),
    };
    return { now, changed, difference, isSame: changed.length === 0 && removed.length === 0 };
}

// Not structuredClone: it refuses symbols, and a symbol stands for an unknown value.
function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
