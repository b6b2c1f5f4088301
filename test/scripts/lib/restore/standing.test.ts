import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Environment } from "../../../../scripts/lib/environment.ts";
import { refuseUncommitted, unfinished } from "../../../../scripts/lib/restore/standing.ts";
import { TestEnvironment } from "../../../support/environment.ts";

const environment = { name: "shop-live", file: "/shop/Pulumi.live.yaml" };
const settings = (...names: string[]) => ({
    text: "",
    active: "a",
    generations: Object.fromEntries(names.map((name) => [name, { version: 18 }])),
});
const deployed = (...names: string[]) => ({
    active: "shop-live-a",
    generations: Object.fromEntries(names.map((name) => [name, `shop-live-${name}`])),
});

describe("before a restore", () => {
    it("the one that is in the settings and not deployed is known as unfinished", () => {
        assert.equal(
            unfinished(environment, settings("a"), deployed("a"), ["shop-live-a", "other"]),
            undefined,
        );
        const instances = ["shop-live-a", "shop-live-b", "shop-live-eu-c"];
        assert.equal(unfinished(environment, settings("a", "b"), deployed("a"), instances), "b");
    });

    it("old files are refused, which would take away what somebody has deployed", () => {
        const old = () => unfinished(environment, settings("a"), deployed("a", "b"), []);
        assert.throws(old, /Pulumi\.live\.yaml lacks generation b, which is deployed/);
    });

    it("another person's restore is refused while RDS is still making it", () => {
        const two = () =>
            unfinished(environment, settings("a"), deployed("a"), ["shop-live-a", "shop-live-b"]);
        assert.throws(
            two,
            /RDS has shop-live-b, which Pulumi\.live\.yaml doesn't: somebody else is restoring/,
        );
    });

    it("a change-over that is in the settings alone is refused", () => {
        const moved = () =>
            unfinished(environment, { ...settings("a", "b"), active: "b" }, deployed("a", "b"), []);
        assert.throws(moved, /has active: b, and shop-live-a is in use/);
    });

    it("two that are not deployed are refused", () => {
        const two = () => unfinished(environment, settings("a", "b", "c"), deployed("a"), []);
        assert.throws(two, /has b and c, of which none is deployed/);
    });

    describe("with git", () => {
        let shop: TestEnvironment;
        const git = (...args: string[]) =>
            execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], {
                cwd: shop.project.folder,
                stdio: "pipe",
            });
        const judged = () =>
            refuseUncommitted({ file: shop.file("Pulumi.live.yaml") } as Environment, shop.world);
        const change = (from: string, to: string) =>
            writeFileSync(shop.file("Pulumi.live.yaml"), shop.settings.replace(from, to));
        beforeEach(() => (shop = new TestEnvironment()));
        afterEach(() => shop.remove());

        it("a change that nobody committed is refused, and a restore's own is not", async () => {
            git("init", "--quiet");
            git("add", "Pulumi.live.yaml");
            git("commit", "--quiet", "--message", "x");
            await judged();
            change("a: { version: 18 }", "a: { version: 18 }\n      b: { version: 18, snapshot: x }");
            await judged();
            change("active: a", "active: a\n    next: b");
            await judged();
            assert.deepEqual(shop.lines, []);
            change("tier: mvp", "tier: scale");
            await assert.rejects(
                judged(),
                /Pulumi\.live\.yaml has changes that are not committed \(git diff/,
            );
        });

        it("and without it says that it can't tell", async () => {
            await judged();
            assert.match(
                shop.said,
                /git can't show the committed Pulumi\.live\.yaml, so changes .* not looked for/,
            );
        });
    });
});
