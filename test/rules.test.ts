import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { criteria } from "../policies/criteria.ts";
import type { Rule } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import { complaintsAbout, type Rehearsed } from "./support/rules-hold.ts";
import { rehearsedNow } from "./support/rules-rehearsed.ts";

const folder = path.resolve(import.meta.dirname, "../policies/rules");
const rooms = ["network", "data", "compute", "edge", "watch", "guard"];

describe("the rules", () => {
    let rehearsed: Rehearsed;

    before(async function () {
        this.timeout(300_000);
        rehearsed = await rehearsedNow();
    });

    it("let both environments and every tier pass, and each refuses every break of its own and of no other", function () {
        this.timeout(120_000);
        assert.deepEqual(complaintsAbout(rules, rehearsed), []);
    });

    it("are missed one by one: a rule that always passes, or never does, is found out", function () {
        this.timeout(120_000);
        for (const rule of rules) {
            for (const verdict of [undefined, "No."]) {
                const spoilt: Rule = { ...rule, check: () => verdict };
                const others = rules.map((one) => (one === rule ? spoilt : one));
                assert.notDeepEqual(
                    complaintsAbout(others, rehearsed, [spoilt]),
                    [],
                    `${rule.id}: ${verdict}`,
                );
            }
        }
    });

    it("must match something somewhere", () => {
        const [rule] = rules;
        const idle: Rule = { ...rule!, match: [] };
        assert.deepEqual(complaintsAbout(rules, rehearsed, [idle]), [
            `${idle.id} matched nothing in any environment and tier.`,
        ]);
    });

    it("must have breaks that break something, and nothing of another rule", () => {
        const [rule, other] = rules as [Rule, Rule];
        const idle: Rule = { ...rule, breaks: { "left out": () => undefined } };
        assert.match(
            complaintsAbout(rules, rehearsed, [idle]).join(),
            /break "left out" changes nothing anywhere/,
        );
        const twice: Rule = { ...rule, id: "twice" };
        assert.match(complaintsAbout([...rules, twice], rehearsed, [rule]).join(), /twice trips too/);
        assert.notEqual(rule.id, other.id);
    });

    it("are at least 14, each registered, in a room, and named as its file is", async () => {
        const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
            .map((file) => file.split(path.sep).join("/"))
            .filter((file) => file.endsWith(".ts") && file !== "index.ts");
        for (const file of files) {
            const module: { default: Rule } = await import(pathToFileURL(path.join(folder, file)).href);
            const [room, name] = file.split("/");
            assert.ok(rooms.includes(room!), `${file} is in no room; use one of ${rooms.join(", ")}.`);
            assert.equal(`${module.default.id}.ts`, name);
            assert.ok(
                rules.some(({ id }) => id === module.default.id),
                `${file} is not in rules/index.ts.`,
            );
        }
        assert.equal(new Set(rules.map(({ id }) => id)).size, files.length);
        assert.ok(rules.length >= 14);
    });

    it("serve criteria that exist, each answered by a resource", () => {
        for (const rule of rules) {
            const criterion = criteria.find(({ id }) => id === rule.criterion);
            assert.ok(criterion?.how.includes("R"), `${rule.id}: ${rule.criterion}`);
        }
    });
});
