import assert from "node:assert/strict";
import { differenceOf, type Limit } from "../../../../scripts/lib/cost/difference.ts";
import type { Estimate, Line } from "../../../../scripts/lib/cost/estimate.ts";
import { differenceMarkdown } from "../../../../scripts/lib/cost/markdown.ts";
import { differenceText } from "../../../../scripts/lib/cost/shown.ts";

const TEN: Limit = { percent: 10, usd: undefined, allowsUnknown: false };

/** Resources by what each costs in a month; undefined where nobody knows. */
function costing(sums: Record<string, number | undefined>): Estimate {
    const lines = Object.entries(sums).map(([name, usd]): Line => {
        const rest = {
            what: "1 of it",
            kind: "fixed",
            quantity: 1,
            priceId: name,
            price: undefined,
        } as const;
        const unknown = usd === undefined ? `no price of ${name} is quoted` : undefined;
        const resource = `aws:x/y:Z ${name}`;
        return { ...rest, component: "Shop shop", resource, urn: name, region: "us-east-1", usd, unknown };
    });
    const usd = lines.reduce((sum, line) => sum + (line.usd ?? 0), 0);
    const unknown = lines.filter((line) => line.usd === undefined);
    const unknownShare = unknown.length / lines.length;
    return { lines, fixedUsd: usd, usageUsd: 0, usd, unknown, unknownShare, hoursAwake: 168 };
}

describe("what a change costs", () => {
    it("is let pass up to a tenth, and not a cent more", () => {
        const at = (usd: number) => differenceOf(costing({ a: 100 }), costing({ a: usd }), TEN).isPast;
        assert.deepEqual([at(90), at(100), at(110), at(110.02), at(111)], [false, false, false, true, true]);
    });

    it("is held against a sum where one is set, and against nothing where the environment is new", () => {
        const by = (usd: number) => ({ ...TEN, usd });
        assert.equal(differenceOf(costing({ a: 100 }), costing({ a: 150 }), by(50)).isPast, false);
        assert.equal(differenceOf(costing({ a: 1000 }), costing({ a: 1060 }), by(50)).isPast, true);
        assert.equal(differenceOf(costing({}), costing({ a: 1 }), TEN).isPast, true);
        assert.equal(differenceOf(costing({}), costing({ a: 1 }), by(1)).isPast, false);
    });

    it("names the resource that costs the most, in words, in the table and in Markdown", () => {
        const before = costing({ a: 100, gone: 20, same: 5 });
        const found = differenceOf(before, costing({ a: 130, "big|one": 50, same: 5 }), TEN);
        assert.deepEqual(
            found.changed.map(({ resource, usd }) => [resource, usd]),
            [
                ["aws:x/y:Z big|one", 50],
                ["aws:x/y:Z a", 30],
                ["aws:x/y:Z gone", -20],
            ],
        );
        const text = differenceText("live", "main", found);
        assert.match(
            text,
            /^live: \$185\.00 a month, \+\$60\.00 \(\+48\.0 %\) against main: PAST THE LIMIT of \+\$12\.50, most by aws:x\/y:Z big\|one \(Shop shop\), \+\$50\.00\.$/m,
        );
        assert.match(text, /^Shop shop {2}aws:x\/y:Z gone {5}\$20\.00 {3}- {8}-\$20\.00$/m);
        const markdown = differenceMarkdown("main", [["live", found]]);
        assert.match(markdown, /^## Cost: past the limit in live$/m);
        assert.match(
            markdown,
            /^\| Shop shop \| `aws:x\/y:Z big'one` \| - \| \$50\.00 \| \*\*\+\$50\.00\*\* \|$/m,
        );
    });

    it("stops where a charge comes in that nobody can price, or can't any more: unknown is no pass", () => {
        const [before, worse] = [costing({ a: 100, b: undefined }), costing({ a: undefined, b: undefined })];
        const found = differenceOf(before, worse, TEN);
        assert.deepEqual([found.usd, found.isPast], [-100, true]);
        assert.deepEqual(
            found.newUnknown.map(({ urn }) => urn),
            ["a"],
        );
        const text = differenceText("live", "main", found);
        assert.match(
            text,
            /PAST THE LIMIT, for nobody knows the cost of 1 charges that are new or have grown, first of aws:x\/y:Z a\./,
        );
        assert.match(
            text,
            /^Unknown, and new or more than before:\n- aws:x\/y:Z a, 1 of it: no price of a is quoted$/m,
        );
        assert.equal(differenceOf(before, worse, { ...TEN, allowsUnknown: true }).isPast, false);
        assert.equal(differenceOf(before, before, TEN).isPast, false);
    });

    it("stops where there is more of what nobody can price, and names it; less of it is let pass", () => {
        const of = (quantity: number) => {
            const one = costing({ a: 100, b: undefined });
            one.unknown.forEach((line) => (line.quantity = quantity));
            return one;
        };
        const found = differenceOf(of(2), of(20), TEN);
        assert.deepEqual([found.usd, found.isPast], [0, true]);
        assert.match(
            differenceText("live", "main", found),
            /1 charges that are new or have grown, first of .* b\./,
        );
        assert.equal(differenceOf(of(2), of(20), { ...TEN, allowsUnknown: true }).isPast, false);
        assert.equal(differenceOf(of(20), of(2), TEN).isPast, false);
    });

    it("lets a resource that nobody can price have another name, and not more of them come in", () => {
        const named = (...names: string[]) => {
            const all = costing(Object.fromEntries(names.map((name) => [name, undefined])));
            all.unknown.forEach((line) => (line.priceId = "vault-lock"));
            return all;
        };
        const found = differenceOf(named("old"), named("new"), TEN);
        assert.deepEqual([found.isPast, found.newUnknown], [false, []]);
        const more = differenceOf(named("old"), named("new", "newer"), TEN);
        assert.deepEqual([more.isPast, more.newUnknown.map(({ urn }) => urn)], [true, ["new", "newer"]]);
    });

    it("names one of many that cost next to nothing, each of them", () => {
        const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`r${index}`, 0.004]));
        const found = differenceOf(costing({}), costing(many), { ...TEN, usd: 0.1 });
        assert.match(
            differenceText("live", "main", found),
            /PAST THE LIMIT of \+\$0\.10, most by aws:x\/y:Z r/,
        );
    });

    it("is no Markdown of a program's: neither its components nor its environments", () => {
        const [before, after] = [costing({ a: 1 }), costing({ a: 2 })];
        after.lines.forEach((line) => (line.component = "Shop a|b <img> @team"));
        const markdown = differenceMarkdown("main", [["li|ve@team", differenceOf(before, after, TEN)]]);
        assert.doesNotMatch(markdown, /a\|b|<img>|@team/);
        assert.match(markdown, /^\| Shop a&#124;b &#60;img&#62; &#64;team \| `aws:x\/y:Z a` \|/m);
    });

    it("lists at most thirty resources in a comment, and counts the rest", () => {
        const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`r${index}`, index + 1]));
        const markdown = differenceMarkdown("main", [
            ["live", differenceOf(costing({}), costing(many), TEN)],
        ]);
        assert.equal(markdown.match(/^\| Shop shop/gm)?.length, 30);
        assert.match(markdown, /^and 10 more, each of which changes less\.$/m);
    });
});
