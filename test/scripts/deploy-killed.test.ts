import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import type { DeploymentConfiguration } from "@aws-sdk/client-ecs";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { gated } from "../../bench/releases/hooks.ts";
import { REGION, TABLE } from "../../scripts/lib/local-ecs/aws.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { main as statusOf } from "../../scripts/status.ts";
import { releasing } from "../support/releasing.ts";
import { Terminal } from "../support/terminal.ts";

const canaryConfiguration = { canaryPercent: 5, canaryBakeTimeInMinutes: 60 };
/** Some seconds of the wall for each of its parts. */
const CANARY: DeploymentConfiguration = {
    ...{ ...CONFIGURATION, strategy: "CANARY", canaryConfiguration },
    bakeTimeInMinutes: 60,
};

describe("npm run deploy, as a process that is killed", function () {
    this.timeout(300_000);
    const r = releasing();
    let terminal: Terminal;
    let asked: string[];
    beforeEach(async () => {
        await r.stage.serving("v0", "v1");
        await r.stage.keep(await r.stage.image("v1"));
        r.ecs.configuration = CANARY;
        asked = ["--yes", "--image", await r.stage.image("v2")];
        terminal = await Terminal.open(r);
        terminal.letItBeLongAgo();
        r.ask(50);
    });
    afterEach(() => terminal.close());

    const kill = async (signal: NodeJS.Signals, there: () => Promise<unknown>, ...more: string[]) => {
        const started = terminal.start("deploy", ...asked, ...more);
        await Promise.race([there(), started.ended]);
        assert.equal(started.process.exitCode, null, started.said);
        started.process.kill(signal);
        return { ended: await started.ended, started };
    };
    /** Time stands all but still there, until a test lets it go on. */
    const atStage = (stage: string) => async () => {
        const isThere = () =>
            r.ecs.deployments.length === 3 &&
            (r.ecs.last!.stage ?? r.ecs.last!.status) === stage &&
            (stage !== "PRODUCTION_TRAFFIC_SHIFT" ||
                Object.values(r.ecs.balancer.weightsOf("live")).includes(5));
        while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 2));
        r.ecs.clock.factor = 1;
    };
    /** One revision answers everybody, nobody ever got an error, and the record names it. */
    const serves = async (name: string) => {
        assert.deepEqual(await r.seenFromNowOn(), [`${name} 200`]);
        assert.ok(
            r.seen().every((one) => one.endsWith(" 200")),
            r.seen().join(),
        );
        assert.equal((await r.stage.record())?.image, await r.stage.image(name));
    };
    const status = async () => ({ code: await r.run(statusOf), said: r.said });
    const again = async (said: RegExp) => {
        const started = terminal.start("deploy", ...asked);
        await terminal.says(started, said);
        r.ecs.clock.factor = 1500;
        await started.silent;
        return { code: await started.ended, said: started.said };
    };

    it("in the rehearsal has changed nothing, and in the preview only the order, which rollback takes back", async () => {
        await kill("SIGKILL", () => terminal.called(/^npm run .*rehearse/));
        assert.equal(r.ecs.deployments.length, 2);
        await serves("v1");
        await kill("SIGKILL", () => terminal.called(/^pulumi preview/));
        assert.equal((await r.stage.record())?.image, await r.stage.image("v2"));
        const seen = await status();
        assert.equal(seen.code, 1);
        assert.match(seen.said, /FAULT +The record names \S+, which does not serve/);
        const back = await terminal.run("rollback", "--yes");
        assert.equal(back.code, 0, back.said);
        assert.match(back.said, /was ordered \(deploy\), and ECS has begun no deployment of it.* taken back/);
        assert.equal(r.ecs.deployments.length, 2);
        await serves("v1");
        // Nothing is ordered any more: it goes back for good.
        assert.equal((await terminal.run("rollback", "--yes")).code, 0);
        await serves("v0");
    });

    it("with its announcement written, or not yet, announces it again, and the gate lets one in", async () => {
        const reason = ["--fix-forward", "mends the division by 0"];
        for (const isWritten of [false, true]) {
            terminal.killIn("PutItem", isWritten);
            const started = terminal.start("deploy", ...asked, ...reason);
            assert.equal(await started.ended, "SIGKILL", started.said);
        }
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
        r.ecs.hooks.set("shop-live-gate", gated());
        assert.equal((await terminal.run("deploy", ...asked, ...reason)).code, 0);
        const dynamo = new DynamoDBClient({ region: REGION });
        const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: TABLE }));
        assert.deepEqual(Items.map(({ spentBy }) => spentBy?.S).sort(), [r.ecs.last!.arn, undefined]);
        assert.equal((await r.stage.record())?.reason, reason[1]);
        await serves("v2");
    });

    it("while Pulumi has begun, and ECS has not, leaves the order to that Pulumi, which lives on", async () => {
        let goOn!: () => void;
        const held = new Promise<void>((resolve) => (goOn = resolve));
        await kill("SIGKILL", () => terminal.called(/^pulumi up/, held));
        const locked = await terminal.run("deploy", ...asked);
        assert.equal(locked.code, 1, locked.said);
        assert.match(locked.said, /the stack is currently locked/);
        assert.match(
            locked.said,
            /NOT RELEASED.*ECS has begun no deployment of it.*earlier run has ordered/s,
        );
        assert.equal((await r.stage.record())?.image, await r.stage.image("v2"));
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
        goOn();
        while (r.ecs.last!.state !== "SUCCESSFUL" || terminal.isLocked) await r.ecs.clock.pass(10);
        const last = await terminal.run("deploy", ...asked);
        assert.equal(last.code, 0, last.said);
        assert.equal(r.ecs.deployments.length, 3);
        await serves("v2");
        assert.equal((await status()).code, 0);
    });

    // Among all tests at the two that differ most: each takes a quarter of a minute.
    const isBrief = process.env.AIRWORTHY_BRIEF === "1";
    const stages = ["SCALE_UP", "BAKE_TIME", ...(isBrief ? [] : ["PRODUCTION_TRAFFIC_SHIFT", "SUCCESSFUL"])];
    for (const stage of stages)
        it(`at ${stage} is joined when it is run again: ECS has gone on, and deploys once`, async () => {
            await kill("SIGKILL", atStage(stage));
            const seen = await status();
            assert.equal(seen.code, 0, seen.said);
            const isOver = stage === "SUCCESSFUL";
            const doing = isOver ? "nothing" : stage.toLowerCase().replaceAll("_", " ");
            assert.match(seen.said, new RegExp(`^in flight +${doing}`, "m"));
            assert.equal(
                /npm run deploy -- --stack live --image \S+, which joins it/.test(seen.said),
                !isOver,
            );
            const { code, said } = await again(isOver ? /rehearsing/ : /on its way already; waiting/);
            assert.equal(code, 0, said);
            assert.equal(r.ecs.deployments.length, 3);
            await serves("v2");
        });

    it("by Ctrl-C in the bake says that AWS goes on, and rollback takes it back at once", async () => {
        const { ended, started } = await kill("SIGINT", atStage("BAKE_TIME"));
        assert.equal(ended, 130);
        // Pulumi lives on, so the end of what was said is not the end of the process.
        for (const said of [
            /you have stopped the command, and nothing in AWS.*npm run status -- --stack live/,
            /To take it back: npm run rollback -- --stack live/,
        ])
            await terminal.says(started, said);
        assert.equal(r.ecs.last!.stage, "BAKE_TIME");
        const back = terminal.start("rollback", "--yes");
        await terminal.says(back, /deployment in flight \(bake time\) is stopped/);
        r.ecs.clock.factor = 1500;
        assert.equal(await back.ended, 0, back.said);
        await serves("v1");
    });

    it("before ECS takes it back leaves an order that status names, and that the next run puts right", async () => {
        const [hook, killed] = [new EventEmitter(), new AbortController()];
        r.ecs.hooks.set("shop-live-smoke", async () => {
            if (!killed.signal.aborted) {
                r.ecs.clock.factor = 1;
                hook.emit("asked");
                await once(killed.signal, "abort");
            }
            return { hookStatus: "FAILED" };
        });
        await kill("SIGKILL", () => once(hook, "asked"));
        killed.abort();
        r.ecs.clock.factor = 1500;
        await r.ecs.last!.over;
        const seen = await status();
        assert.deepEqual([seen.code, /FAULT +The record names/.test(seen.said)], [1, true]);
        const { code, said } = await again(/rehearsing/);
        assert.equal(code, 1, said);
        assert.match(said, /shop-live-smoke failed at POST_TEST_TRAFFIC_SHIFT/);
        await serves("v1");
        assert.equal((await status()).code, 0);
    });
});
