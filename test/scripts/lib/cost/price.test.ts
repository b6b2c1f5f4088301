import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Refusal } from "../../../../scripts/lib/command.ts";
import { freeTypes, pricesIn, quoteFor, type Price } from "../../../../scripts/lib/cost/price.ts";

/** The unit price in a quote: "$0.045", "0.0256", or "730 hours $32.85", which is rounded to cents. */
function saidIn(quote: string, usd: number): boolean {
    const numbers = [...quote.matchAll(/\$?(\d[\d,]*(?:\.\d+)?)/g)].map((one) =>
        Number(one[1]!.replaceAll(",", "")),
    );
    if (numbers.includes(usd)) return true;
    const product = /([\d,]+(?:\.\d+)?) [\w ]+ \$([\d,]+\.\d\d)$/.exec(quote);
    if (!product) return false;
    const [quantity, sum] = product.slice(1).map((text) => Number(text.replaceAll(",", "")));
    return Math.abs(quantity! * usd - sum!) <= 0.0051;
}

/** How many of what the quote has one of are in a unit of ours. */
const inUnit = ({ unit }: Price) =>
    ({ million: 1e6, "10k": 1e4, "1k": 1e3, "LCU-month": 730 })[unit.split(" ")[0]!] ?? 1;

describe("the price list", () => {
    const prices = pricesIn();

    it("has a unit, a region, a day, a source and a quote for each price", () => {
        assert.ok(prices.length > 70);
        const keys = prices.map(({ id, region }) => `${id} ${region}`);
        assert.equal(new Set(keys).size, keys.length);
        assert.deepEqual(keys, [...keys].sort(), "sorted, so that a refresh changes only what has changed");
        for (const { date } of prices) assert.ok(date.replace("read ", "") <= new Date().toISOString(), date);
    });

    it("quotes the very price; nothing without a sum is $0 unless the line says so", () => {
        const unsaid = prices.filter((price) => {
            if (price.usd === 0)
                return !/no additional charge|no charge|No cost|NoPrice|free|Free|charged on each/.test(
                    price.quote,
                );
            return (
                !saidIn(price.quote, price.usd) &&
                !saidIn(price.quote, Number((price.usd / inUnit(price)).toPrecision(12)))
            );
        });
        assert.deepEqual(unsaid, []);
    });

    it("says of each type that is free by itself who says that, by the name that it has there", () => {
        const free = freeTypes();
        assert.ok(free.size > 60);
        for (const [type, { usd, quote }] of free) {
            assert.equal(usd, 0);
            assert.match(quote, /Free/);
            assert.doesNotMatch(quote, /\{name\}/, type);
        }
        assert.match(free.get("aws:iam/role:Role")!.quote, /"aws_iam_role"/);
    });

    it("takes the quote of the region before one for all of them, and none of another region", () => {
        const [one, all] = [prices[0]!, { ...prices[0]!, region: "*" }];
        const here = { ...one, region: "eu-central-1" };
        assert.equal(quoteFor([all, here], one.id, "eu-central-1"), here);
        assert.equal(quoteFor([here, all], one.id, "eu-west-1"), all);
        assert.equal(quoteFor([here], one.id, "eu-west-1"), undefined);
    });

    describe("that somebody has edited", () => {
        const folder = mkdtempSync(path.join(tmpdir(), "airworthy-prices-"));
        const file = pathToFileURL(path.join(folder, "prices.json"));
        after(() => rmSync(folder, { recursive: true }));
        const refused = (text: string) => {
            writeFileSync(file, text);
            try {
                pricesIn(file);
                return "";
            } catch (error) {
                assert.ok(error instanceof Refusal);
                return error.message;
            }
        };
        const [price] = prices;

        for (const [fact, change, complaint] of [
            ["a price without a quote", { quote: "" }, /0\.quote: Too small/],
            ["a $0 without a quote", { usd: 0, quote: undefined }, /0\.quote: Invalid input/],
            ["a price without a source", { source: undefined }, /0\.source/],
            ["a source that nobody can open", { source: "my notes" }, /0\.source/],
            ["a price below nothing", { usd: -1 }, /0\.usd/],
            ["a day that is none", { date: "last week" }, /0\.date/],
        ] as const) {
            it(`is refused with ${fact}`, () => {
                const said = refused(JSON.stringify([{ ...price, ...change }]));
                assert.match(said, complaint);
                assert.match(said, /Mend it, or restore it from git/);
            });
        }

        it("is refused when it is no JSON", () => assert.match(refused("{"), /can't be read: .*git/));
    });
});
