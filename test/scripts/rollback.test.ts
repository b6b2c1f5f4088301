import assert from "node:assert/strict";
import { main } from "../../scripts/rollback.ts";
import { main as status } from "../../scripts/status.ts";
import { CONFIGURATION, EXAMPLE } from "../../scripts/lib/local-ecs/stage.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run rollback", () => {
    const r = releasing();
    const rollback = (...argv: string[]) => r.run(main, "--yes", ...argv);
    const until = async (state: string) => {
        while (r.ecs.last!.state !== state && !r.ecs.last!.isOver) await r.ecs.clock.pass(1);
        assert.equal(r.ecs.last!.state, state);
    };

    it("stops a deployment that bakes, and the bad revision answers nobody any more", async () => {
        await r.stage.serving("v1");
        r.ask(100);
        await r.stage.release("v2");
        await until("IN_PROGRESS BAKE_TIME");
        assert.equal(await rollback(), 0, r.said);
        assert.deepEqual(await r.seenFromNowOn(), ["v1 200"]);
        assert.deepEqual(r.seen(), ["v1 200", "v2 200"]);
        assert.match(r.said, /@sha256:\w+ serves 100 % since \S+Z, \d+ s after the command/);
        assert.equal(r.ecs.last!.state, "ROLLBACK_SUCCESSFUL");
        assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
        assert.equal((await r.stage.record())?.why, "rollback");
    });

    it("after the bake starts what served before again, all at once, whatever the alarms and hooks say", async () => {
        await r.stage.serving("v1", "v2");
        r.ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "FAILED" }));
        r.ecs.alarms.red.add("errors");
        r.ask(100);
        assert.equal(await rollback(), 0, r.said);
        assert.deepEqual(await r.seenFromNowOn(), ["v1 200"]);
        assert.deepEqual(r.seen(), ["v1 200", "v2 200"]);
        assert.deepEqual(r.ecs.configuration, CONFIGURATION);
        assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
    });

    it("goes back to the example, which has no digest in its name, and not where that was deleted", async () => {
        r.write("");
        await r.stage.serving(EXAMPLE, "v1");
        assert.equal(await rollback(), 0, r.said);
        const example = await r.stage.image(EXAMPLE);
        assert.match(example, /:0123456789abcdef$/);
        assert.equal(r.ecs.serving!.taskDefinition.image, example);
        const { image, over } = (await r.stage.record())!;
        assert.deepEqual([image, over], [example, ""]);
        await r.stage.serving("v1");
        await r.stage.removeImage(EXAMPLE);
        assert.equal(await rollback(), 2);
        assert.match(r.said, /has no image 0123456789abcdef\. It can't run any more/);
    });

    it("brings the workers back, too, once the service is; and says when ECS remembers none of that version", async () => {
        await r.stage.serving("v1", "v2");
        const [first, second] = r.ecs.taskDefinitions;
        const { workers } = r.ecs;
        r.stage.outputs.workerServiceName = workers.name;
        await workers.deploy(second!);
        assert.equal(await rollback(), 1);
        assert.match(r.said, /done\. It serves 100 %[^]*THE WORKERS ARE NOT BACK.* ECS remembers none of/);
        assert.equal(await r.run(status), 1);
        assert.match(r.said, /FAULT +The workers run \S+, which does not serve/);
        await workers.deploy(first!);
        await workers.deploy(second!);
        assert.equal(await rollback(), 0, r.said);
        assert.match(r.said, /the workers run \S+@sha256:\w+ again/);
        assert.deepEqual([workers.last!.taskDefinition, workers.last!.status], [first, "SUCCESSFUL"]);
        const { length } = workers.deployments;
        assert.equal(await rollback(), 0, r.said);
        assert.equal(workers.deployments.length, length);
        assert.equal(await r.run(status), 0, r.said);
        assert.match(r.said, /^workers +\S+@sha256:\w+$/m);
    });

    it("run twice, it goes back once", async () => {
        await r.stage.serving("v1", "v2", "v3");
        assert.equal(await rollback(), 0, r.said);
        assert.equal(await rollback(), 0, r.said);
        assert.match(r.said, /nothing was deployed since/);
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v2"));
        const [first] = r.ecs.taskDefinitions;
        assert.equal(await rollback("--to", first!.arn), 0, r.said);
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v1"));
    });

    it("a stop that comes too late goes on the other way, and asks nobody twice", async () => {
        await r.stage.serving("v1");
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 0 };
        const late = await r.stage.release("v2");
        // Between the look and the stop it comes to its end.
        const world = { ...r.world, ask: () => late.over.then(() => "shop-live") };
        assert.equal(await main(["--stack", "live"], world), 0, r.said);
        assert.match(r.said, /too late to stop it \(ConflictException\)/);
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v1"));
    });

    for (const when of ["before", "after"] as const) {
        it(`killed ${when} its update of the service, it goes on when it is run again`, async () => {
            await r.stage.serving("v1", "v2");
            // ECS remembers a configuration by the deployments that had it.
            Object.assign(r.ecs.last!, { configuration: CONFIGURATION });
            r.stage.kill("UpdateService", when);
            assert.equal(await rollback(), 2);
            assert.equal(await rollback(), 0, r.said);
            assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v1"));
            assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
            assert.deepEqual(r.ecs.configuration, CONFIGURATION);
            assert.equal(r.ecs.deployments.length, 3);
        });
    }

    it("killed after it has asked ECS to stop, it goes on when it is run again", async () => {
        await r.stage.serving("v1");
        await r.stage.release("v2");
        r.stage.kill("StopServiceDeployment", "after");
        assert.equal(await rollback(), 2);
        assert.equal(await rollback(), 0, r.said);
        assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
    });

    it("two at once go back once", async () => {
        await r.stage.serving("v1");
        await r.stage.release("v2");
        await until("IN_PROGRESS BAKE_TIME");
        assert.deepEqual(await Promise.all([rollback(), rollback()]), [0, 0], r.said);
        assert.equal(r.ecs.deployments.length, 2);
    });

    it("refuses when there is nothing to go back to, and changes nothing", async () => {
        await r.stage.serving("v1");
        assert.equal(await rollback(), 2);
        assert.match(r.said, /nothing to go back to/);
        assert.equal(await r.stage.record(), undefined);
    });

    it("refuses a task definition that somebody has deregistered, and an image that is gone", async () => {
        await r.stage.serving("v1", "v2");
        r.ecs.taskDefinitions[0]!.status = "INACTIVE";
        assert.equal(await rollback(), 2);
        assert.match(
            r.said,
            /is INACTIVE: somebody has deregistered it.* npm run deploy -- --image \S+@sha256:/,
        );
        r.ecs.taskDefinitions[0]!.status = "ACTIVE";
        await r.stage.removeImage("v1");
        assert.equal(await rollback(), 2);
        assert.match(r.said, /The repository \S+ has no image sha256:\w+\. It can't run any more/);
        assert.equal(r.ecs.deployments.length, 2);
    });

    it("asks for the environment's name, and stops nothing for another", async () => {
        await r.stage.serving("v1");
        await r.stage.release("v2");
        r.shop.answers = ["shop-lively"];
        assert.equal(await r.run(main), 2);
        assert.match(r.said, /That is not shop-live\. Nothing was changed/);
        assert.equal(r.ecs.last!.status.startsWith("ROLLBACK"), false);
    });

    it("waits while AWS throttles, and names the right that is missing", async () => {
        await r.stage.serving("v1");
        await r.stage.release("v2");
        r.stage.door.faults.push({
            action: "StopServiceDeployment",
            code: "AccessDeniedException",
            times: 1,
        });
        assert.equal(await rollback(), 2);
        assert.match(r.said, /You may not ecs:StopServiceDeployment/);
        r.stage.door.faults.push({ action: "StopServiceDeployment", code: "ThrottlingException", times: 2 });
        assert.equal(await rollback(), 0, r.said);
    });
});
