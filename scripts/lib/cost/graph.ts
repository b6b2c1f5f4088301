import type { Resource } from "../../../rehearsal/engine/resource.ts";
import { isObject, plain, UNKNOWN, type Properties, type Value } from "../../../rehearsal/values.ts";

/** A resource of a rehearsal as the table of prices looks at it. */
export interface Node {
    urn: string;
    /** As Pulumi calls it, such as "aws:lb/loadBalancer:LoadBalancer". */
    type: string;
    name: string;
    /** "Postgres postgres": the component of stacks/index.ts that it is in; its own type where it is in none. */
    component: string;
    region: string;
    inputs: Properties;
    /** Resources that a property came from. */
    from(property: string): Node[];
}

/** What is asked of a resource, in a rehearsal or in the state of a stack. */
export type Known = Pick<
    Resource,
    | "urn"
    | "type"
    | "name"
    | "custom"
    | "external"
    | "inputs"
    | "parent"
    | "provider"
    | "propertyDependencies"
>;

/** The resources of one environment. */
export class Graph {
    readonly nodes: Node[];

    constructor(resources: readonly Known[]) {
        const byUrn = new Map(resources.map((one) => [one.urn, one]));
        const made = new Map<string, Node>();
        for (const one of resources.filter(isBilled)) {
            made.set(one.urn, {
                ...{ urn: one.urn, type: one.type, name: one.name, inputs: plain(one.inputs) },
                component: componentOf(one, byUrn),
                region: regionOf(one, byUrn),
                from: (property) =>
                    (one.propertyDependencies[property] ?? []).flatMap((urn) => made.get(urn) ?? []),
            });
        }
        // What two resources share is billed with the first: by name, for engines register in another order each time.
        this.nodes = [...made.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    }

    of(type: string): Node[] {
        return this.nodes.filter((node) => node.type === type);
    }

    /** Those of a type that a property led to this one. */
    using(type: string, property: string, node: Node): Node[] {
        return this.of(type).filter((one) => one.from(property).includes(node));
    }
}

/** A component is billed by what is in it, a provider by nobody, and what is only read by its owner. */
function isBilled({ custom, external, type }: Known): boolean {
    return custom && !external && !type.startsWith("pulumi:");
}

function componentOf(one: Known, byUrn: Map<string, Known>): string {
    let top = one;
    for (let up = parentOf(one, byUrn); up && up.type !== "pulumi:pulumi:Stack"; up = parentOf(up, byUrn))
        top = up;
    return `${top.type.split(":").at(-1)} ${top.name}`;
}

function parentOf({ parent }: Known, byUrn: Map<string, Known>): Known | undefined {
    return parent === undefined ? undefined : byUrn.get(parent);
}

function regionOf(one: Known, byUrn: Map<string, Known>): string {
    const provider = byUrn.get(one.provider?.split("::").slice(0, -1).join("::") ?? "");
    return text(one.inputs.region) ?? text(provider?.inputs.region) ?? "unknown";
}

/** Values of inputs, or undefined where only the cloud can tell them. */
export function text(value: Value | undefined): string | undefined {
    return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

export function number(value: Value | undefined): number | undefined {
    const found = typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}

export function list(value: Value | undefined): Value[] {
    return Array.isArray(value) ? value : [];
}

export function map(value: Value | undefined): Properties {
    return isObject(value) ? value : {};
}
