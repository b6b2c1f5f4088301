import { hoursAwake } from "./awake.ts";
import type { Charge } from "./charge.ts";
import type { Graph, Node } from "./graph.ts";
import { freeTypes, quoteFor, type Price } from "./price.ts";
import { queryFor } from "./queries.ts";
import { BILLED } from "./table.ts";
import type { Usage } from "./usage.ts";

/** One charge of one resource in a month, with its price and what it comes to; or why that is unknown. */
export interface Line extends Omit<Charge, "price"> {
    component: string;
    /** Its type and name, such as "aws:ec2/natGateway:NatGateway network-1". */
    resource: string;
    urn: string;
    region: string;
    /** The `id` of the price. */
    priceId: string;
    price: Price | undefined;
    /** US dollars; 0 only where the price is 0 or nothing is used. */
    usd: number | undefined;
    /** Why there is no sum. */
    unknown: string | undefined;
}

export interface Estimate {
    lines: Line[];
    fixedUsd: number;
    usageUsd: number;
    usd: number;
    unknown: Line[];
    /** Of all charges, the share whose sum nobody knows, from 0 to 1. It says nothing about dollars. */
    unknownShare: number;
    /** Hours of a week in which tasks and databases run: 168 where nothing sleeps. */
    hoursAwake: number;
}

const FREE = freeTypes();

export function estimate(graph: Graph, usage: Usage, prices: readonly Price[]): Estimate {
    const lines = graph.nodes.flatMap((node) =>
        chargesOf(node, graph, usage).map((charge) => lineOf(node, charge, prices)),
    );
    const sum = (kind: Charge["kind"]) =>
        lines.reduce((total, line) => total + (line.kind === kind ? (line.usd ?? 0) : 0), 0);
    const [fixedUsd, usageUsd] = [sum("fixed"), sum("usage")];
    const unknown = lines.filter((line) => line.usd === undefined);
    const unknownShare = lines.length === 0 ? 0 : unknown.length / lines.length;
    const sums = { fixedUsd, usageUsd, usd: fixedUsd + usageUsd };
    return { lines, ...sums, unknown, unknownShare, hoursAwake: hoursAwake(graph) };
}

function chargesOf(node: Node, graph: Graph, usage: Usage): Charge[] {
    const bill = BILLED.get(node.type);
    if (bill) return bill(node, graph, usage);
    const price = FREE.has(node.type) ? "free" : "not in the table";
    return [{ what: "the resource itself", kind: "fixed", quantity: 1, price }];
}

function lineOf(node: Node, charge: Charge, prices: readonly Price[]): Line {
    const { price: priceId, quantity: counted, ...rest } = charge;
    // What is no number would make the sum none, and no limit stops that.
    const quantity = Number.isFinite(counted) ? counted : undefined;
    const { component, urn, region, type, name } = node;
    const price = priceId === "free" ? FREE.get(type) : quoteFor(prices, priceId, region);
    const known = price !== undefined && quantity !== undefined;
    return {
        ...rest,
        ...{ component, urn, region, resource: `${type} ${name}`, priceId, quantity, price },
        usd: known ? quantity * price.usd : undefined,
        unknown: known ? undefined : whyUnknown(node, charge, price, prices),
    };
}

function whyUnknown(
    { type, region }: Node,
    { price: id }: Charge,
    price: Price | undefined,
    prices: readonly Price[],
) {
    if (id === "not in the table") return `what ${type} is billed by is not in the table`;
    if (price !== undefined) return `how many there will be (${price.unit}) is not told by the program`;
    const elsewhere = prices.filter((one) => one.id === id).map((one) => one.region);
    const where = elsewhere.length === 0 ? "nowhere" : `for ${elsewhere.join(", ")} and not for ${region}`;
    const ask = queryFor(id) ? `npm run prices -- --price ${id} --region ${region}` : undefined;
    return `${id} is quoted ${where}; ${ask ? `run: ${ask}` : "quote it by hand in scripts/lib/cost/price-list.json"}`;
}
