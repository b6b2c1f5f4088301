import assert from "node:assert/strict";
import { main } from "../../scripts/deploy.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run deploy, where it looks like success and is none", () => {
    const r = releasing();
    const deploy = async (name: string) =>
        r.run((given, world) => main(given, world, 80), "--yes", "--image", await r.stage.image(name));
    /** What happens while Pulumi is at it, which says success whatever comes of it. */
    const meanwhile = (what: () => unknown) => {
        r.stage.upCode = 0;
        r.stage.before = (line) => void (line.startsWith("pulumi up") && what());
    };
    beforeEach(async () => {
        await r.stage.serving("v1");
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
    });

    it("exits 1 when ECS takes back other settings of the image that serves", async () => {
        r.ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "FAILED" }));
        const image = await r.stage.image("v1");
        meanwhile(() => r.ecs.deploy(r.ecs.register(image)));
        assert.equal(await deploy("v1"), 1, r.said);
        assert.match(r.said, /NOT RELEASED[^]*The hook shop-live-smoke is FAILED/);
        assert.equal((await r.stage.record())?.image, image);
    });

    it("exits 1 when somebody's other deployment takes its place in the bake", async () => {
        const other = r.ecs.register(await r.stage.image("v3"));
        meanwhile(async () => {
            while (r.ecs.last?.stage !== "BAKE_TIME") await r.ecs.clock.pass(1);
            r.ecs.deploy(other);
        });
        assert.equal(await deploy("v2"), 1, r.said);
        assert.match(r.said, /NOT RELEASED[^]*of another image, and SUCCESSFUL: somebody else has deployed/);
        assert.equal((await r.stage.record())?.image, other.image);
    });
});
