/**
 * Asks the AWS Price List API for the prices that `npm run cost` multiplies with, and writes them into its price list.
 *
 *     npm run prices -- --region eu-central-1
 */
import { renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GetProductsCommand, PricingClient, type Filter } from "@aws-sdk/client-pricing";
import { asked } from "./lib/cloud.ts";
import { answer, Misuse, Refusal, start, type Command } from "./lib/command.ts";
import { PRICE_LIST, pricesIn, type Price } from "./lib/cost/price.ts";
import { queryFor, type Query } from "./lib/cost/queries.ts";
import { refreshed, withQuotes } from "./lib/cost/refresh.ts";
import { plain } from "./lib/table.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "prices",
    says: "Refreshes the list prices from the AWS Price List API; a price stays as it is where AWS has no clear answer.",
    example: "npm run prices -- --region eu-central-1",
    options: {
        region: {
            type: "string",
            multiple: true,
            value: "REGION",
            says: "A region; may be repeated (default: those that have quotes).",
        },
        price: {
            type: "string",
            multiple: true,
            value: "ID",
            says: "A price, such as rds-postgres-multi-az-db.m7g.large-hour (default: all that are quoted).",
        },
    },
    exits: { good: "every one was answered", faults: "some stay as they are, each with why" },
};

/** Where the price list is served; it tells of all regions. */
const SERVED_IN = "us-east-1";

async function productsOf(client: PricingClient, { service, has }: Query, region: string): Promise<string[]> {
    const attributes = Object.entries({ regionCode: region, ...has });
    const Filters = attributes.map(([Field, Value]): Filter => ({ Type: "TERM_MATCH", Field, Value }));
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
        const page = await asked(
            "pricing:GetProducts",
            client.send(new GetProductsCommand({ ServiceCode: service, Filters, NextToken })),
        );
        found.push(...(page.PriceList ?? []).map(String));
        if (page.NextToken && page.NextToken === NextToken)
            throw new Refusal("pricing:GetProducts answers one page again and again; try again later.");
        NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== "");
    return found;
}

/** Written whole or not at all: whoever stops it half-way keeps the list that was. */
function write(file: URL, prices: Price[]): void {
    const path = fileURLToPath(file);
    writeFileSync(`${path}.new`, `${JSON.stringify(prices, undefined, 4)}\n`);
    renameSync(`${path}.new`, path);
}

export function main(argv: string[], world: World, file: URL = PRICE_LIST): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const prices = pricesIn(file);
        const regions = given.texts("region");
        for (const region of regions)
            if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
                throw new Misuse(
                    `--region is ${region}; use the code of an AWS region, such as eu-central-1.`,
                );
        const ids = given.texts("price");
        for (const id of ids)
            if (queryFor(id) === undefined)
                throw new Misuse(
                    `--price is ${id}, and nobody knows how AWS calls that; quote it by hand in the list.`,
                );
        const quoted = [...new Set(prices.map(({ region }) => region))].filter((region) => region !== "*");
        const client = new PricingClient({ region: SERVED_IN, maxAttempts: 8 });
        const fresh: Price[] = [];
        let kept = 0;
        for (const region of regions.length > 0 ? regions : quoted) {
            for (const id of ids.length > 0 ? ids : new Set(prices.map((one) => one.id))) {
                const query = queryFor(id);
                if (!query) continue;
                const before = prices.find((one) => one.id === id && one.region === region);
                const result = refreshed(id, region, query, await productsOf(client, query, region), before);
                if ("price" in result) fresh.push(result.price);
                else kept++;
                const says = "price" in result ? `$${result.price.usd} a ${query.own}` : result.kept;
                world.err(plain(`prices: ${region} ${id}: ${says}${before ? `, was $${before.usd}` : ""}`));
            }
        }
        write(file, withQuotes(prices, fresh));
        world.err(`prices: ${fresh.length} quoted, ${kept} as they were. Next: git diff, and npm run cost`);
        return kept > 0 ? 1 : 0;
    });
}

start(import.meta.url, main);
