import { z } from "zod";
import { plain } from "../table.ts";
import { asPrice, type Price } from "./price.ts";
import type { Query } from "./queries.ts";

/** A product as GetProducts answers it: text of JSON. Whatever else is in it is of no use here. */
const product = z.object({
    product: z.object({ attributes: z.object({ usagetype: z.string() }) }),
    terms: z.object({
        OnDemand: z.record(
            z.string(),
            z.object({
                priceDimensions: z.record(
                    z.string(),
                    z.object({
                        unit: z.string(),
                        beginRange: z.string(),
                        description: z.string(),
                        pricePerUnit: z.object({ USD: z.string() }),
                    }),
                ),
            }),
        ),
    }),
    publicationDate: z.iso.datetime(),
});

/** A new quote, or why the old one stays, or why there still is none. */
export type Refreshed = { price: Price } | { kept: string };

/** A price that is another by more than this is more likely a wrong product than a new price. */
const MOST_TIMES = 3;

/** What an answer of the price list makes of a price. Nothing, and no $0 of a free allowance, ever takes its place. */
export function refreshed(
    id: string,
    region: string,
    query: Query,
    answered: readonly string[],
    before: Price | undefined,
): Refreshed {
    const found = answered.flatMap((text) => parsed(text) ?? []).filter((one) => isMeant(one, query));
    if (found.length === 0) return { kept: "the price list has no such product" };
    if (found.length > 1) return { kept: `the price list has ${found.length} such products` };
    const [one] = found;
    const steps = Object.values(one!.terms.OnDemand).flatMap(({ priceDimensions }) =>
        Object.values(priceDimensions),
    );
    const [step] = steps
        .filter(({ pricePerUnit }) => Number(pricePerUnit.USD) > 0)
        .sort((a, b) => Number(a.beginRange) - Number(b.beginRange));
    if (!step) return { kept: "the price list asks nothing for it" };
    if (!query.unit.test(step.unit))
        return { kept: `the price list counts it in ${step.unit}, and not in what is multiplied here` };
    const each = Number(step.pricePerUnit.USD);
    const usd = Number((each * query.times).toPrecision(12));
    if (!Number.isFinite(usd)) return { kept: `the price list says ${step.pricePerUnit.USD}` };
    if (before && before.usd > 0 && (usd > before.usd * MOST_TIMES || usd < before.usd / MOST_TIMES))
        return {
            kept: `the price list says $${usd}, and not about $${before.usd}: look, and write it down by hand`,
        };
    const price = asPrice({
        ...{ id, usd, unit: query.own, region, date: one!.publicationDate.slice(0, 10) },
        source: `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${query.service}/current/${region}/index.json`,
        quote: plain(`${step.description}; unit: ${step.unit}; pricePerUnit.USD: ${step.pricePerUnit.USD}`),
    });
    return price ? { price } : { kept: "what the price list says is no quote that the list can have" };
}

type Product = z.infer<typeof product>;

function parsed(text: string): Product | undefined {
    try {
        return product.safeParse(JSON.parse(text)).data;
    } catch {
        return undefined;
    }
}

/** "NatGateway-Hours" or "EUC1-NatGateway-Hours"; with a * at its end, anything may follow. */
function isMeant({ product: { attributes } }: Product, { usage }: Query): boolean {
    const [start, anything] = usage.endsWith("*") ? [usage.slice(0, -1), true] : [usage, false];
    const at = attributes.usagetype.indexOf(start);
    const isWhole = at === 0 || /^[A-Z0-9]{2,6}-$/.test(attributes.usagetype.slice(0, at));
    return at >= 0 && isWhole && (anything || attributes.usagetype.endsWith(start));
}

/** The list with new quotes in the places of old ones, in the order that it is kept in. */
export function withQuotes(prices: readonly Price[], fresh: readonly Price[]): Price[] {
    const keyOf = ({ id, region }: Price) => `${id} ${region}`;
    const all = new Map([...prices, ...fresh].map((one) => [keyOf(one), one]));
    return [...all.keys()].sort().map((key) => all.get(key)!);
}
