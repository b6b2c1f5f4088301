import assert from "node:assert/strict";
import { main as deploy } from "../../scripts/deploy.ts";
import { main } from "../../scripts/rollback.ts";
import { main as status } from "../../scripts/status.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run rollback, where ECS could not bring back what served", () => {
    const r = releasing();
    const rollback = (...argv: string[]) => r.run(main, "--yes", ...argv);
    /** Its tasks are gone, and its image can't be pulled for a while. */
    const lose = async (name: string, stage: string) => {
        while (r.ecs.last!.stage !== stage) await r.ecs.clock.pass(1);
        const image = await r.stage.image(name);
        for (const task of r.ecs.scheduler.of(r.ecs.last!.source!)) {
            await r.ecs.balancer.deregister(task.id);
            task.stop("Its host is gone", () => r.ecs.clock.now());
        }
        r.ecs.image(image, { isMissing: true });
        return () => r.ecs.image(image, {});
    };

    it("never calls what was to be left behind the way back, says so in a status, and goes back when it can", async () => {
        await r.stage.serving("v1");
        await r.stage.release("v2");
        const mend = await lose("v1", "BAKE_TIME");
        assert.equal(await rollback(), 1, r.said);
        assert.match(r.said, /NOT DONE[^]*the deployment is ROLLBACK_FAILED/);
        assert.equal(await r.run(status), 1);
        assert.match(r.said, /^FAULT +ECS could not take back .*: npm run rollback/m);
        mend();
        assert.equal(await rollback(), 0, r.said);
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v1"));
        assert.deepEqual(r.ecs.configuration, CONFIGURATION);
    });

    it("goes back from where a canary was left half-way, too", async () => {
        await r.stage.serving("v1");
        const canaryConfiguration = { canaryPercent: 5, canaryBakeTimeInMinutes: 1440 };
        r.ecs.configuration = { ...CONFIGURATION, strategy: "CANARY", canaryConfiguration };
        await r.stage.release("v2");
        while (r.ecs.balancer.weightsOf("live")["web-alternate"] !== 5) await r.ecs.clock.pass(1);
        const mend = await lose("v1", "PRODUCTION_TRAFFIC_SHIFT");
        assert.equal(await rollback(), 1, r.said);
        mend();
        assert.equal(await rollback(), 0, r.said);
        r.ask(50);
        assert.deepEqual(await r.seenFromNowOn(), ["v1 200"]);
    });

    it("a deploy that ECS could not take back is not released, though it serves", async () => {
        await r.stage.serving("v1");
        const image = await r.stage.image("v2");
        r.stage.upCode = 0;
        r.stage.before = (line) =>
            void (
                line.startsWith("pulumi up") &&
                lose("v1", "BAKE_TIME").then(() => r.ecs.last!.interrupt("stop asked"))
            );
        assert.equal(await r.run((given, world) => deploy(given, world, 80), "--yes", "--image", image), 1);
        assert.match(r.said, /NOT RELEASED[^]*ECS: ROLLBACK_FAILED/);
    });
});

describe("npm run rollback --to", () => {
    const r = releasing();
    const rollback = (...argv: string[]) => r.run(main, "--yes", ...argv);

    it("takes a task definition as a status names it, and once", async () => {
        await r.stage.serving("v1", "v2", "v3");
        assert.equal(await rollback("--to", "shop-live-web:1"), 0, r.said);
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v1"));
        assert.equal(r.ecs.deployments.length, 4);
    });

    it("refuses one that does not answer requests, before anything changes", async () => {
        await r.stage.serving("v1", "v2");
        assert.equal(await rollback("--to", r.ecs.oneOffs.register(await r.stage.image("v1"))), 2, r.said);
        assert.match(r.said, /shop-live-migrations:1 has no container web, .*Nothing was changed/);
        assert.equal(await r.stage.record(), undefined);
    });
});
