import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { restoring, SOURCE, YESTERDAY } from "../support/restoring.ts";

/** A rehearsal, a preview and the deployment. */
const STEPS = 3;

describe("npm run restore, before anything changes,", () => {
    const r = restoring();

    it("refuses settings with changes that nobody committed, for it would deploy them, too", async () => {
        const git = (...args: string[]) =>
            execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.com", ...args], {
                cwd: r.shop.project.folder,
                stdio: "pipe",
            });
        git("init", "--quiet");
        git("add", "Pulumi.live.yaml");
        git("commit", "--quiet", "--message", "x");
        r.shop.project.write({ "Pulumi.live.yaml": r.shop.settings.replace("tier: mvp", "tier: scale") });
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 2);
        assert.match(r.shop.said, /Pulumi\.live\.yaml has changes that are not committed/);
        git("checkout", "--quiet", "Pulumi.live.yaml");
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 0);
        // Its own change is not committed either, and hinders nobody.
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 0);
        assert.equal(r.shop.asked.length, 2 * STEPS);
    });

    it("refuses files that are older than what is deployed, and a restore that somebody else is at", async () => {
        r.shop.outputs({ databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 2);
        assert.match(r.shop.said, /lacks generation b, which is deployed/);
        r.shop.outputs({});
        await r.database("shop-live-b");
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 2);
        assert.match(r.shop.said, /RDS has shop-live-b, which .* doesn't: somebody else is restoring/);
        assert.deepEqual(r.shop.asked, []);
    });

    it("never gives a name again that a database, a snapshot or a backup has had", async () => {
        await r.database("shop-live-b");
        await r.snapshot("shop-live-b", "shop-live-b-final");
        r.shop.project.write({
            "Pulumi.live.yaml": r.shop.settings.replace("a: { version: 18 }", "$&\n      b: { version: 18 }"),
        });
        r.shop.outputs({ databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
        r.windows([{ instance: "shop-live-a" }, { instance: "shop-live-d", resourceId: `${SOURCE}D` }]);
        await r.run("--to", YESTERDAY);
        assert.match(r.shop.data.join("\n"), /makes +generation e:/);
    });

    it("without a Pulumi CLI refuses before it reads anything of AWS", async () => {
        process.env.PATH = "/nonexistent";
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 2);
        assert.match(r.shop.said, /There is no pulumi on PATH/);
        assert.deepEqual(r.aws.asked, []);
    });

    it("says what is wrong with the point that it is given", async () => {
        assert.equal(await r.run("--to", "shop-live-nothing"), 2);
        assert.match(r.shop.said, /There is no snapshot shop-live-nothing in eu-central-1/);
        assert.equal(await r.run(), 2);
        assert.match(r.shop.said, /use --to with what to restore, or --retire/);
    });
});
