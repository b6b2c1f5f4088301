import assert from "node:assert/strict";
import { main } from "../../scripts/deploy.ts";
import { CONFIGURATION, EXAMPLE } from "../../scripts/lib/local-ecs/stage.ts";
import { releasing } from "../support/releasing.ts";
import { until } from "../support/until.ts";

describe("npm run deploy", () => {
    const r = releasing();
    let scaleUpSeconds: number;
    const deploy = async (name: string, ...argv: string[]) =>
        r.run(
            (given, world) => main(given, world, scaleUpSeconds),
            "--yes",
            "--image",
            await r.stage.image(name),
            ...argv,
        );
    /** A bake that ends while the test looks on. */
    const short = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
    beforeEach(async () => {
        scaleUpSeconds = 80;
        await r.stage.serving("v1");
        r.ecs.configuration = short;
    });
    /** What served goes on, the record says so, and somebody at the load balancer agrees. */
    const isUntouched = async () => {
        assert.equal(r.ecs.serving!.taskDefinition.image, await r.stage.image("v1"));
        assert.deepEqual(r.ecs.balancer.weightsOf("live"), { web: 100, "web-alternate": 0 });
        const now = await r.stage.record();
        assert.ok(now === undefined || now.image === (await r.stage.image("v1")), JSON.stringify(now));
        const { headers } = await fetch(`http://127.0.0.1:${r.ecs.balancer.ports.live}/`);
        assert.equal(headers.get("x-revision"), r.ecs.taskDefinitions[0]!.arn);
    };

    it("exits 0 when the new revision answers every request, and no request fails on the way", async () => {
        r.ask(100);
        assert.equal(await deploy("v2"), 0, r.said);
        assert.deepEqual(await r.seenFromNowOn(), ["v2 200"]);
        assert.deepEqual(r.seen(), ["v1 200", "v2 200"]);
        const { image, why, over } = (await r.stage.record())!;
        assert.deepEqual(
            [image, why, over],
            [await r.stage.image("v2"), "deploy", await r.stage.image("v1")],
        );
    });

    it("leads to promote where another environment comes first, but with a reason, which is kept", async () => {
        r.write(r.stage.inFile, "elsewhere");
        assert.equal(await deploy("v2"), 2);
        assert.match(r.said, /live takes what another environment has proven .*npm run promote -- --to live/);
        assert.match(r.said, /--skip-promotion <reason>\. Nothing was changed/);
        assert.equal(await deploy("v2", "--skip-promotion", "short"), 2);
        assert.match(r.said, /--skip-promotion is "short"; use why it has to be, in 10 to 256 characters/);
        assert.equal(r.ecs.deployments.length, 1);
        assert.equal(await deploy("v2", "--skip-promotion", "staging has no room today"), 0, r.said);
        assert.equal((await r.stage.record())?.reason, "staging has no room today");
    });

    it("exits 1 with the task's last words when the new one crashes, though pulumi says success", async () => {
        await r.stage.image("v2", { crashes: "Error: DATABASE_URL is missing" });
        r.stage.upCode = 0;
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /no healthy tasks within 1 min: it is stopped/);
        assert.match(r.said, /Essential container in task exited \(exit 1 of web\)/);
        assert.match(r.said, /web: Error: DATABASE_URL is missing/);
        await isUntouched();
    });

    it("exits 1 when the new one never becomes healthy", async () => {
        await r.stage.image("v2", { health: 503 });
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /Task failed ELB health checks/);
        await isUntouched();
    });

    it("shows the last words of a task that is still to fail when the deployment is stopped", async () => {
        scaleUpSeconds = 10;
        await r.stage.image("v2", { health: 503 });
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /No task failed by itself\. The last one \S+ stopped: Scaling activity/);
        await isUntouched();
    });

    it("exits 1 and names the hook that failed, or that never answered", async () => {
        for (const [status, answer] of [
            ["FAILED", () => Promise.resolve({ hookStatus: "FAILED" })],
            ["TIMED_OUT", () => new Promise<never>(() => undefined)],
        ] as const) {
            r.ecs.hooks.set("shop-live-smoke", answer);
            assert.equal(await deploy("v2"), 1);
            assert.match(r.said, new RegExp(`^The hook shop-live-smoke is ${status}\\.$`, "m"));
            assert.match(r.said, /ROLLBACK_SUCCESSFUL\. .*shop-live-smoke failed at POST_TEST_TRAFFIC_SHIFT/);
            await isUntouched();
        }
    });

    it("exits 1 and names the alarm when errors take it back after the shift", async () => {
        // By this clock a minute has as many requests as an alarm asks for.
        await r.start({ factor: 300 });
        await r.stage.serving("v1");
        await r.stage.image("v2", { fails: { status: 500, from: 1 } });
        r.ecs.configuration = CONFIGURATION;
        r.ask(200);
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /The alarm errors was red/);
        assert.ok(r.seen().includes("v2 500"));
        await isUntouched();
    });

    it("leaves the example where the first image over it fails, and the next pulumi up keeps that", async () => {
        r.write("");
        await r.stage.serving(EXAMPLE);
        r.ecs.configuration = short;
        r.ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "FAILED" }));
        assert.equal(await deploy("v2"), 1);
        const example = await r.stage.image(EXAMPLE);
        assert.equal(r.ecs.serving!.taskDefinition.image, example);
        const { image, over } = (await r.stage.record())!;
        assert.deepEqual([image, over], [example, ""]);
    });

    it("says that it serves, and exits 1, when pulumi fails with something else", async () => {
        r.stage.upCode = 255;
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /it serves 100 % and is healthy, and pulumi up failed/);
        assert.equal((await r.stage.record())?.image, await r.stage.image("v2"));
    });

    it("refuses an image without a digest, one that is nowhere, and a second deployment, before anything changes", async () => {
        assert.equal(await r.run(main, "--yes", "--image", "shop:latest"), 2);
        assert.match(r.said, /--image is shop:latest; use repository@sha256:/);
        await r.stage.image("gone");
        await r.stage.removeImage("gone");
        assert.equal(await deploy("gone"), 2);
        assert.match(r.said, /has no image sha256:\w+\. Push it first/);
        r.ecs.configuration = CONFIGURATION;
        await r.stage.release("v3");
        assert.equal(await deploy("v2"), 2);
        assert.match(
            r.said,
            /Another deployment is in flight \(\w[\w ]+\).* npm run rollback -- --stack live/,
        );
        assert.equal(await r.stage.record(), undefined);
    });

    it("killed while it waits, it goes on when it is run again", async () => {
        await r.stage.keep(await r.stage.image("v2"));
        await r.stage.release("v2");
        assert.equal(await deploy("v2"), 0, r.said);
        assert.match(r.said, /on its way already; waiting/);
        assert.equal(r.ecs.deployments.length, 2);
    });

    it("killed before pulumi up, it goes on; and what somebody else has released meanwhile stays", async () => {
        r.stage.before = (line) => {
            if (line.startsWith("pulumi up")) throw new Error("killed");
        };
        await assert.rejects(deploy("v2"), /killed/);
        r.stage.before = () => undefined;
        assert.equal(await deploy("v2"), 0, r.said);
        await r.stage.image("v3", { crashes: "no" });
        const other = await r.stage.image("v4");
        const { length } = r.ecs.deployments;
        const meanwhile = () =>
            until(() => r.ecs.deployments.length > length).then(() => r.stage.keep(other));
        r.stage.before = (line) => {
            if (line.startsWith("pulumi up")) void meanwhile();
        };
        assert.equal(await deploy("v3"), 1);
        assert.equal((await r.stage.record())?.image, other);
    });
});
