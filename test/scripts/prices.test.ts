import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { pricesIn, type Price } from "../../scripts/lib/cost/price.ts";
import { main } from "../../scripts/prices.ts";
import { fakeWorld } from "../support/world.ts";

const ID = "rds-postgres-single-az-db.t3.micro-hour";

/**
 * What the Price List API answered on 2026-03-22 for a db.t3.micro of PostgreSQL in one zone of us-east-1, as public
 * projects recorded it, without its reserved terms.
 */
const RECORDED = {
    product: {
        productFamily: "Database Instance",
        attributes: {
            ...{
                instanceType: "db.t3.micro",
                regionCode: "us-east-1",
                usagetype: "InstanceUsage:db.t3.micro",
            },
            ...{ databaseEngine: "PostgreSQL", deploymentOption: "Single-AZ", servicecode: "AmazonRDS" },
        },
        sku: "TGN7QDJF2AGFU9XA",
    },
    terms: {
        OnDemand: {
            "TGN7QDJF2AGFU9XA.JRTCKXETXF": {
                priceDimensions: {
                    "TGN7QDJF2AGFU9XA.JRTCKXETXF.6YS6EN2CT7": {
                        ...{ unit: "Hrs", beginRange: "0", endRange: "Inf", appliesTo: [] },
                        description:
                            "USD 0.018 per db.t3.micro Single-AZ instance hour (or partial hour) running PostgreSQL",
                        rateCode: "TGN7QDJF2AGFU9XA.JRTCKXETXF.6YS6EN2CT7",
                        pricePerUnit: { USD: "0.0180000000" },
                    },
                },
                ...{ sku: "TGN7QDJF2AGFU9XA", effectiveDate: "2026-03-01T00:00:00Z", termAttributes: {} },
            },
        },
    },
    version: "20260318225923",
    publicationDate: "2026-03-18T22:59:23Z",
};

/** The same, but for what is replaced in its text. */
const changed = (from: string, to: string) => JSON.stringify(RECORDED).replaceAll(from, to);

describe("npm run prices", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-prices-"));
    const file = pathToFileURL(path.join(folder, "prices.json"));
    const byHand: Price = {
        ...{ id: ID, usd: 0.017, unit: "hour", region: "us-east-1", date: "2025-01-01" },
        ...{ source: "https://example.com", quote: "$0.017 by hand" },
    };
    const names = ["AWS_ENDPOINT_URL_PRICING", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
    const kept = names.map((name) => process.env[name]);
    let server: Server;
    let pages: { status?: number; body: object }[];
    let questions: { ServiceCode: string; Filters: { Field: string; Value: string }[] }[];

    before(async () => {
        server = createServer((request, response) => {
            let text = "";
            request.on("data", (part) => (text += String(part)));
            request.on("end", () => {
                questions.push(JSON.parse(text));
                const { status = 200, body } = pages.shift() ?? { body: { PriceList: [] } };
                response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
                response.end(JSON.stringify(body));
            });
        }).listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as { port: number };
        Object.assign(process.env, {
            AWS_ENDPOINT_URL_PRICING: `http://127.0.0.1:${port}`,
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
        });
    });
    after(() => {
        server.close();
        names.forEach((name, index) => {
            if (kept[index] === undefined) delete process.env[name];
            else process.env[name] = kept[index];
        });
        rmSync(folder, { recursive: true });
    });
    beforeEach(() => {
        [pages, questions] = [[], []];
        writeFileSync(file, JSON.stringify([byHand]));
    });

    const prices = async (...argv: string[]) => {
        const world = fakeWorld({});
        const code = await main(argv, world, file);
        return { code, said: world.lines.join("\n") };
    };
    const answered = (...texts: string[]) =>
        pages.push({ body: { FormatVersion: "aws_v1", PriceList: texts } });

    it("writes the new price with its day, its source and AWS's own line", async () => {
        answered(JSON.stringify(RECORDED));
        const { code, said } = await prices();
        assert.equal(code, 0, said);
        const [price] = pricesIn(file);
        assert.deepEqual(price, {
            ...{ id: ID, usd: 0.018, unit: "hour", region: "us-east-1", date: "2026-03-18" },
            source: "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonRDS/current/us-east-1/index.json",
            quote: "USD 0.018 per db.t3.micro Single-AZ instance hour (or partial hour) running PostgreSQL; unit: Hrs; pricePerUnit.USD: 0.0180000000",
        });
        const { ServiceCode, Filters } = questions[0]!;
        assert.equal(ServiceCode, "AmazonRDS");
        assert.deepEqual(Object.fromEntries(Filters.map(({ Field, Value }) => [Field, Value])), {
            ...{ regionCode: "us-east-1", instanceType: "db.t3.micro" },
            ...{ databaseEngine: "PostgreSQL", deploymentOption: "Single-AZ" },
        });
    });

    it("adds the quote of another region beside it, and reads every page of the answer", async () => {
        pages.push({
            body: { PriceList: [changed("InstanceUsage:", "InstanceUsageIOOptimized:")], NextToken: "2" },
        });
        answered(changed("InstanceUsage:", "EUC1-InstanceUsage:").replace("0.0180000000", "0.0210000000"));
        assert.equal((await prices("--region", "eu-central-1")).code, 0);
        const found = pricesIn(file).map(({ region, usd }) => [region, usd]);
        assert.deepEqual(found, [
            ["eu-central-1", 0.021],
            ["us-east-1", 0.017],
        ]);
    });

    for (const [fact, texts, why] of [
        ["nothing", [], /the price list has no such product/],
        ["a product without a price", [changed('"USD":"0.0180000000"', '"EUR":"1"')], /no such product/],
        ["text that is no JSON", ["<html>"], /no such product/],
        ["$0, as of a free allowance", [changed("0.0180000000", "0.0000000000")], /asks nothing for it/],
        ["another product", [changed("InstanceUsage:", "Multi-AZUsage:")], /no such product/],
        ["two products", [JSON.stringify(RECORDED), JSON.stringify(RECORDED)], /has 2 such products/],
        ["another unit", [changed('"Hrs"', '"Quantity"')], /counts it in Quantity/],
        [
            "a price ten times as high",
            [changed("0.0180000000", "0.1800000000")],
            /\$0\.18, and not about \$0\.017/,
        ],
        [
            "a day that no list can have",
            [changed("2026-03-18T22", "1970-01-01T22")],
            /no quote that the list can/,
        ],
    ] as const) {
        it(`never replaces a price by ${fact}`, async () => {
            answered(...texts);
            const { code, said } = await prices();
            assert.equal(code, 1);
            assert.match(said, why);
            assert.deepEqual(pricesIn(file), [byHand]);
        });
    }

    it("moves no cursor and colours no terminal by what AWS calls a product", async () => {
        answered(changed("USD 0.018 per", "USD 0.018\\u001b[31m\\n per"));
        assert.equal((await prices()).code, 0);
        assert.match(pricesIn(file)[0]!.quote, /^USD 0\.018[^\p{Cc}]* per db\.t3\.micro/u);
        answered(changed('"Hrs"', '"\\u001b[2JQuantity"'));
        assert.doesNotMatch((await prices()).said, /\u001b/);
    });

    it("leaves the list alone where the answer never ends, and says so", async () => {
        const body = { PriceList: [JSON.stringify(RECORDED)], NextToken: "2" };
        pages.push({ body }, { body });
        const { code, said } = await prices();
        assert.ok(code === 2 && /answers one page again and again/.test(said), said);
        assert.deepEqual(pricesIn(file), [byHand]);
    });

    it("leaves the list alone when AWS refuses, and says what it refused", async () => {
        const text = readFileSync(file, "utf8");
        pages.push({ status: 400, body: { __type: "AccessDeniedException", message: "not allowed" } });
        const { code, said } = await prices();
        assert.ok(code === 2 && /pricing:GetProducts/.test(said), said);
        assert.equal(readFileSync(file, "utf8"), text);
    });

    for (const [argv, complaint] of [
        [["--region", "Frankfurt"], /--region is Frankfurt; use the code of an AWS region/],
        [["--price", "a-yacht"], /--price is a-yacht, and nobody knows how AWS calls that/],
    ] as const) {
        it(`refuses ${argv.join(" ")}`, async () => {
            const { code, said } = await prices(...argv);
            assert.equal(code, 2);
            assert.match(said, complaint);
        });
    }
});
