import { readFileSync } from "node:fs";
import { z } from "zod";
import { Refusal } from "../command.ts";

const price = z.strictObject({
    id: z.string().regex(/^[a-z0-9._-]+$/),
    /** US dollars for one unit, without taxes and discounts; of a scale, its first step that costs something. */
    usd: z.number().nonnegative(),
    unit: z.string().min(1),
    /** The region that the quote is about; "*" where it is about all of them, or names none. */
    region: z.string().regex(/^(\*|[a-z]{2}(-[a-z]+)+-\d)$/),
    /** The day that the source gives; "read" and a day where it gives none. */
    date: z.string().regex(/^(read )?20\d\d-[01]\d-[0-3]\d$/),
    source: z.url({ protocol: /^https$/ }),
    /** The line of the source that says it, word by word; … where something between is left out. */
    quote: z.string().min(8),
    /** How the line was read, where that was not at its source. */
    via: z.string().min(8).optional(),
});

/** What AWS asks for one unit of something, and who says so. $0 is a price like any other: it is quoted, too. */
export type Price = z.infer<typeof price>;

const free = z.array(
    z.strictObject({
        source: price.shape.source,
        date: price.shape.date,
        quote: z.string().includes("Free"),
        types: z.record(z.string(), z.string().min(1)),
    }),
);

/** A quote as the list can have it; what it can't would leave a list behind that nobody can read. */
export function asPrice(quoted: Price): Price | undefined {
    return price.safeParse(quoted).data;
}

/** The price list as it is kept in this repository. */
export const PRICE_LIST = new URL("price-list.json", import.meta.url);

export function pricesIn(file: URL = PRICE_LIST): Price[] {
    return parsed(file, z.array(price));
}

/** What stands in the table as free by itself, by type of resource: each with its quote. */
export function freeTypes(file: URL = new URL("free-list.json", import.meta.url)): Map<string, Price> {
    const entries = parsed(file, free).flatMap(({ source, date, quote, types }) =>
        Object.entries(types).map(([type, name]) => {
            const line = quote.replace("{name}", name);
            return [
                type,
                { id: "free", usd: 0, unit: "resource", region: "*", date, source, quote: line },
            ] as const;
        }),
    );
    return new Map(entries);
}

/** The quote for a region, or one for all of them. */
export function quoteFor(prices: readonly Price[], id: string, region: string): Price | undefined {
    const quotes = prices.filter((one) => one.id === id);
    return quotes.find((one) => one.region === region) ?? quotes.find((one) => one.region === "*");
}

function parsed<T>(file: URL, form: z.ZodType<T>): T {
    let content: unknown;
    try {
        content = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
        throw new Refusal(
            `${file.pathname} can't be read: ${(error as Error).message}. Restore it from git.`,
        );
    }
    const result = form.safeParse(content);
    if (result.success) return result.data;
    const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Refusal(
        `${file.pathname} is no price list: ${faults.join("; ")}. Mend it, or restore it from git.`,
    );
}
