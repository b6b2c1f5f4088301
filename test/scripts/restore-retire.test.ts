import assert from "node:assert/strict";
import { restoring } from "../support/restoring.ts";

const REASON = "it was the wrong copy";
const URN = "urn:pulumi:live::shop::aws:rds/instance:Instance::";
const ups = (asked: string[]) => asked.flatMap((line) => /^up .* # (.*)$/.exec(line)?.[1] ?? []);

describe("npm run restore -- --retire", () => {
    const r = restoring();
    const go = (...more: string[]) => r.run("--retire", "b", "--reason", REASON, ...more);
    let without: string;
    beforeEach(() => {
        without = r.shop.settings;
        const settings = without.replace("a: { version: 18 }", "$&\n      b: { version: 18 } # the copy");
        r.shop.project.write({ "Pulumi.live.yaml": settings });
        r.shop.outputs({ databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
    });

    it("shows what it deletes and what stays, and changes nothing without --apply", async () => {
        const before = r.shop.settings;
        assert.equal(await go(), 0);
        assert.match(
            r.shop.data.join("\n"),
            /deletes +the database shop-live-b, for: it was the wrong copy\n/,
        );
        assert.match(r.shop.data.join("\n"), /last snapshot, shop-live-b-final/);
        assert.deepEqual([r.shop.settings, r.shop.asked], [before, []]);
    });

    it("deploys twice: first with the protection lifted for the reason, then without the generation", async () => {
        r.shop.answers = ["shop-live"];
        assert.equal(await go("--apply"), 0);
        assert.deepEqual(ups(r.shop.asked), ["a b-retires", "a"]);
        assert.equal(r.shop.settings, without);
    });

    it("lets the second deployment delete what is of that generation, and nothing else", async () => {
        const steps = (...names: string[]) => names.map((name) => ({ op: "delete", urn: `${URN}${name}` }));
        r.shop.pulumi({ steps: steps("postgres-b", "postgres-b-server") });
        assert.equal(await go("--apply", "--yes"), 1);
        assert.match(r.shop.said, /do more than it is for: delete .* postgres-b;/);
        assert.deepEqual(ups(r.shop.asked), []);
        r.shop.pulumi({ steps: [] });
        r.shop.pulumi({ fails: "up" });
        await go("--apply", "--yes");
        r.shop.pulumi({ fails: undefined, steps: [] });
        r.shop.project.write({ "Pulumi.live.yaml": without });
        r.shop.pulumi({ steps: steps("postgres-b", "postgres-b-server", "postgres-bb") });
        assert.equal(await go("--apply", "--yes"), 1);
        assert.match(r.shop.said, /do more than it is for: delete \S+ postgres-bb\./);
        r.shop.pulumi({ steps: steps("postgres-b", "postgres-b-server", "postgres-b-postgresql") });
        assert.equal(await go("--apply", "--yes"), 0);
    });

    it("goes on where it was stopped, with the reason that is written down", async () => {
        r.shop.pulumi({ fails: "up" });
        assert.equal(await go("--apply", "--yes"), 1);
        assert.match(r.shop.settings, /retire: it was the wrong copy/);
        r.shop.pulumi({ fails: undefined });
        assert.equal(await r.run("--retire", "b", "--apply", "--yes"), 0);
        assert.deepEqual(ups(r.shop.asked), ["a b-retires", "a b-retires", "a"]);
        assert.equal(r.shop.settings, without);
    });

    it("refuses the one in use, by the settings or by what is deployed", async () => {
        assert.equal(await r.run("--retire", "a", "--reason", REASON, "--apply", "--yes"), 2);
        assert.match(r.shop.said, /Generation a is in use; make another one active first/);
        r.shop.outputs({
            databaseInstance: "shop-live-b",
            databaseGenerations: { a: "shop-live-a", b: "shop-live-b" },
        });
        assert.equal(await go("--apply", "--yes"), 2);
        assert.match(r.shop.said, /Generation b is in use/);
        assert.deepEqual(r.shop.asked, []);
    });

    it("wants a reason that the settings take, and a generation that there is", async () => {
        for (const reason of ["short", "with a\nnew line in it", "x".repeat(257)]) {
            assert.equal(await r.run("--retire", "b", "--reason", reason, "--apply", "--yes"), 2);
            assert.match(r.shop.said, /--reason is .*; use 10 to 256 letters/s);
        }
        assert.equal(await r.run("--retire", "b", "--apply", "--yes"), 2);
        assert.match(r.shop.said, /--reason is missing/);
        assert.equal(await r.run("--retire", "q", "--reason", REASON), 2);
        assert.match(r.shop.said, /--retire is q; use one of a, b/);
        assert.deepEqual(r.shop.asked, []);
    });
});
