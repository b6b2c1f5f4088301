import { UNKNOWN, type Node } from "../../policies/graph.ts";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { plain, UNKNOWN as UNKNOWN_ON_WIRE, type Value } from "../../rehearsal/values.ts";

/** What a policy pack is shown of one rehearsal: inputs before a resource is made, outputs of all at the end. */
export interface Shown {
    /** The environment, the tier and the mode, for complaints. */
    name: string;
    inputs: Node[];
    outputs: Node[];
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

/** A copy in which nothing is shared with the original. */
export function copyOf(nodes: readonly Node[]): Node[] {
    const copies = new Map(
        nodes.map((node) => [
            node.urn,
            { ...node, opts: { ...node.opts }, props: copy(node.props) as Node["props"] },
        ]),
    );
    for (const node of copies.values()) {
        if (node.parent) node.parent = copies.get(node.parent.urn);
        node.propertyDependencies = Object.fromEntries(
            Object.entries(node.propertyDependencies).map(([key, links]) => [
                key,
                links.flatMap(({ urn }) => copies.get(urn) ?? []),
            ]),
        );
    }
    return [...copies.values()];
}

// Not structuredClone: it refuses symbols, and a symbol stands for an unknown value.
function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
