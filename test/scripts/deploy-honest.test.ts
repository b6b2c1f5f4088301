import assert from "node:assert/strict";
import { main } from "../../scripts/deploy.ts";
import { main as status } from "../../scripts/status.ts";
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

    it("exits 1 while fewer tasks serve than are to: one that has ended is no target any more", async () => {
        meanwhile(async () => {
            while (r.ecs.last?.stage !== "BAKE_TIME") await r.ecs.clock.pass(1);
            const [task] = r.ecs.scheduler.of(r.ecs.last.target);
            await r.ecs.balancer.deregister(task!.id);
            task!.stop("Its host is gone", () => r.ecs.clock.now());
        });
        assert.equal(await deploy("v2"), 1, r.said);
        assert.match(r.said, /NOT RELEASED\. What serves: \S+: 100 %, 1 of 2 tasks healthy$/m);
        assert.equal(await r.run(status), 1);
        assert.match(r.said, /^FAULT +\S+: 1 of 2 tasks are healthy\.$/m);
    });

    it("exits 1 when the workers are left at what they ran, whatever Pulumi says", async () => {
        const [first] = r.ecs.taskDefinitions;
        r.stage.outputs.workerServiceName = r.ecs.workers.name;
        await r.ecs.workers.deploy(first!);
        assert.equal(await deploy("v2"), 1, r.said);
        assert.match(
            r.said,
            /it serves 100 % and is healthy, and the workers run \S+: .*pulumi up --refresh/,
        );
    });

    /** At the first look after ECS has come to a good end. */
    const afterwards = (what: () => unknown) => {
        r.stage.door.before = (action) => {
            if (
                action !== "DescribeRules" ||
                r.ecs.last!.state !== "SUCCESSFUL" ||
                r.ecs.deployments.length < 2
            )
                return;
            r.stage.door.before = () => undefined;
            what();
        };
    };
    const weigh = (live: number, alternate: number) =>
        r.ecs.balancer.weigh("live", { web: live, "web-alternate": alternate }, () => Promise.resolve());

    it("exits 1 when the rule is set back by somebody else's hand, wholly or in part", async () => {
        for (const [live, shares] of [
            [100, /NOT RELEASED\. What serves: \S+: 100 %, 0 of 2/],
            [
                3,
                /NOT RELEASED\. What serves: \S+: 3 %, 0 of 2 tasks healthy; \S+: 97 %, 2 of 2 tasks healthy$/m,
            ],
        ] as const) {
            afterwards(() => weigh(live, 100 - live));
            assert.equal(await deploy("v2"), 1, r.said);
            assert.match(r.said, shares);
            await r.start();
            await r.stage.serving("v1");
            r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
        }
    });

    it("exits 1 when the rule is set back to the tasks of the same image with other settings", async () => {
        const image = await r.stage.image("v1");
        meanwhile(() => r.ecs.deploy(r.ecs.register(image)));
        // The tasks of before run on, as where somebody else has started them again.
        r.ecs.scheduler.end = () => Promise.resolve();
        afterwards(() => weigh(100, 0));
        assert.equal(await deploy("v1"), 1, r.said);
    });

    it("exits 1 when somebody else's deployment is on its way by then", async () => {
        const other = r.ecs.register(await r.stage.image("v3"));
        afterwards(() => r.ecs.deploy(other));
        assert.equal(await deploy("v2"), 1, r.said);
        assert.match(
            r.said,
            /The newest deployment is of another image, and \w+: somebody else has deployed/,
        );
    });
});
