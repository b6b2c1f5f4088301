import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { settingsOf } from "../bench/other-settings.ts";
import { criteria } from "../policies/criteria.ts";
import { CannotTell } from "../policies/graph.ts";
import type { Rule } from "../policies/rule.ts";
import { rules } from "../policies/rules/index.ts";
import { tiers } from "../stacks/tiers.ts";
import { complaintsAbout, isFoundOut, type Rehearsed } from "./support/rules-hold.ts";
import { rehearsedNow } from "./support/rules-rehearsed.ts";

const folder = path.resolve(import.meta.dirname, "../policies/rules");
const rooms = ["network", "data", "compute", "edge", "watch", "guard"];

function cannotTell(): never {
    throw new CannotTell("what it reads");
}

function stumble(): never {
    throw new TypeError("It read something else.");
}

describe("the rules", () => {
    let rehearsed: Rehearsed;

    before(async function () {
        this.timeout(600_000);
        rehearsed = await rehearsedNow();
    });

    it("judge a program in every tier, of which AWS refuses nothing: its rehearsal throws otherwise", () => {
        const judged = rehearsed.all.map(({ name }) => name);
        const own = settingsOf("production")["airworthy:tier"];
        const missing = Object.keys(tiers).filter((tier) => tier !== own && !judged.includes(tier));
        assert.deepEqual(missing, []);
    });

    it("let both environments and every tier pass, and each refuses every break of its own and of no other", function () {
        this.timeout(600_000); // seconds on a quiet machine, minutes on a busy one
        const complaints = complaintsAbout(rules, rehearsed);
        assert.ok(complaints.length === 0, complaints.join("\n"));
    });

    it("are missed one by one: a rule that always passes, or never does, is found out", function () {
        this.timeout(600_000); // seconds on a quiet machine, minutes on a busy one
        for (const rule of rules) {
            const verdicts = {
                pass: () => undefined,
                fail: () => "No.",
                unclear: cannotTell,
                broken: stumble,
            };
            for (const [verdict, check] of Object.entries(verdicts)) {
                const spoilt: Rule = { ...rule, check };
                const others = rules.map((one) => (one === rule ? spoilt : one));
                assert.ok(isFoundOut(spoilt, others, rehearsed), `${rule.id}: ${verdict}`);
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
            /break "left out": changes nothing in production-plan/,
        );
        const later: Rule = {
            ...rule,
            breaks: { "left out": () => undefined, another: rule.breaks["left out"] },
        };
        assert.match(complaintsAbout(rules, rehearsed, [later]).join(), /break "left out": changes nothing/);
        const harmless: Rule = {
            ...rule,
            breaks: { "left out": (node) => void (node.props.tags = { harmless: "yes" }) },
        };
        assert.match(complaintsAbout(rules, rehearsed, [harmless]).join(), /not tripped in production-plan/);
        const never = { ...rule, breaks: { off: rule.breaks["left out"] } } as unknown as Rule;
        assert.match(complaintsAbout(rules, rehearsed, [never]).join(), /has no break "left out"/);
        const twice: Rule = { ...rule, id: "twice" };
        assert.match(complaintsAbout([...rules, twice], rehearsed, [rule]).join(), /twice trips too/);
        assert.notEqual(rule.id, other.id);
    });

    it("are at least 14, each in a file of a room that is named as it is, and each file is registered once", async () => {
        const files = readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => !entry.isDirectory())
            .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
            .map((file) => file.split(path.sep).join("/"))
            .filter((file) => path.basename(file) !== "index.ts");
        const found = new Set<string>();
        for (const file of files) {
            const [room = "", name, deeper] = file.split("/");
            assert.ok(rooms.includes(room), `${file} is in no room; use one of ${rooms.join(", ")}.`);
            const module: { default?: Rule } = await import(pathToFileURL(path.join(folder, file)).href);
            const rule = module.default;
            assert.ok(rule !== undefined && deeper === undefined, `${file} holds no rule.`);
            assert.equal(`${rule.id}.ts`, name, `${file} is not named as its rule is.`);
            const times = rules.filter(({ id }) => id === rule.id).length;
            assert.equal(times, 1, `${file} is in the list of its room ${times} times.`);
            assert.ok(!found.has(rule.id), `${file} has the name of another rule.`);
            found.add(rule.id);
        }
        const homeless = rules.map(({ id }) => id).filter((id) => !found.has(id));
        assert.deepEqual(homeless, [], "These have no file of their own.");
        assert.ok(rules.length >= 14);
    });

    it("serve criteria that exist, each answered by a resource", () => {
        for (const rule of rules) {
            const criterion = criteria.find(({ id }) => id === rule.criterion);
            assert.ok(criterion?.how.includes("R"), `${rule.id}: ${rule.criterion}`);
        }
    });
});
