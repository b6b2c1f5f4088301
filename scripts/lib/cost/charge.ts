import type { Graph, Node } from "./graph.ts";
import type { Usage } from "./usage.ts";

/** Something that a resource is billed by in a month. */
export interface Charge {
    /** Such as "2 tasks of 0.5 vCPU". */
    what: string;
    /** Fixed comes whether anybody uses it or not. */
    kind: "fixed" | "usage";
    /** In the units of the price; undefined where nobody can tell it before AWS counts. */
    quantity: number | undefined;
    /** The `id` in price-list.json. */
    price: string;
}

/** What one type of resource is billed by; an empty list is for what another resource's charges hold already. */
export type Bill = (node: Node, graph: Graph, usage: Usage) => Charge[];

/** Hours of a month, as AWS's own calculator counts them. */
export const HOURS = 730;

export function fixed(what: string, quantity: number | undefined, price: string): Charge {
    return { what, kind: "fixed", quantity, price };
}

export function used(what: string, quantity: number | undefined, price: string): Charge {
    return { what, kind: "usage", quantity, price };
}

/**
 * A type that is billed, or not, as a whole. The price may be $0, by a quote that says so; where nobody whom we can quote
 * says anything, it is an id without a price, and the resource is unknown, by name.
 */
export function itself(price: string): Bill {
    return () => [fixed("the resource itself", 1, price)];
}
