import assert from "node:assert/strict";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { main as statusOf } from "../../scripts/status.ts";
import { releasing } from "../support/releasing.ts";
import { Terminal } from "../support/terminal.ts";

describe("npm run rollback, as a process that is killed", function () {
    this.timeout(300_000);
    const r = releasing();
    let terminal: Terminal;
    beforeEach(async () => {
        await r.stage.serving("v1");
        terminal = await Terminal.open(r);
        r.ask(50);
    });
    afterEach(() => terminal.close());

    /** Kills it in its nth call of an action of ECS's, before or after that has its effect; time stands all but still. */
    const killedIn = async (action: string, nth: number, hasEffect: boolean) => {
        let left = nth;
        r.stage.door[hasEffect ? "after" : "before"] = (called) => {
            if (called !== action || --left > 0) return;
            r.stage.door.before = r.stage.door.after = () => undefined;
            started.process.kill("SIGKILL");
            if (hasEffect) r.ecs.clock.factor = 1;
            if (!hasEffect) throw new Error("It never came so far.");
        };
        const started = terminal.start("rollback", "--yes");
        assert.equal(await started.ended, "SIGKILL", started.said);
    };
    const status = async () => ({ code: await r.run(statusOf), said: r.said });
    const again = async () => {
        const started = terminal.start("rollback", "--yes");
        await terminal.says(
            started,
            /^(?:rollback: |The deployment in flight|\S+\nserves, and what served)/m,
        );
        r.ecs.clock.factor = 1500;
        assert.equal(await started.ended, 0, started.said);
    };
    /** The one before answers everybody, nobody ever got an error, and the record and the protection are as they were. */
    const isBack = async () => {
        assert.deepEqual(await r.seenFromNowOn(), ["v1 200"]);
        assert.ok(
            r.seen().every((one) => one.endsWith(" 200")),
            r.seen().join(),
        );
        assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
        assert.deepEqual(r.ecs.configuration, CONFIGURATION);
        const { code, said } = await status();
        assert.equal(code, 0, said);
    };

    for (const hasEffect of [false, true])
        it(`${hasEffect ? "after" : "before"} it has stopped a deployment that bakes goes on when it is run again`, async () => {
            const bad = await r.stage.release("v2");
            await r.stage.keep(await r.stage.image("v2"));
            while (bad.stage !== "BAKE_TIME") await r.ecs.clock.pass(1);
            await killedIn("StopServiceDeployment", 1, hasEffect);
            while (hasEffect && bad.status === "IN_PROGRESS") await r.ecs.clock.pass(0.1);
            const { code, said } = await status();
            assert.equal(code, 0, said);
            assert.match(said, hasEffect ? /^rollback +under way$/m : /^in flight +bake time/m);
            // One that is on its way back is not to be deployed.
            assert.equal(/npm run deploy -- .*which joins it/.test(said), !hasEffect);
            await again();
            await isBack();
            assert.equal(r.ecs.deployments.length, 2);
        });

    /** The first gives the order, and the second gives the hooks and alarms back. */
    for (const [nth, hasEffect, faults] of [
        [1, false, /FAULT +The record names/],
        [1, true, /^in flight/m],
        [2, false, /FAULT +The service has no hooks and no alarms: npm run rollback gives them back/],
    ] as const)
        it(`${hasEffect ? "after" : "before"} its update ${nth} of the service goes on when it is run again`, async () => {
            await r.stage.serving("v2");
            Object.assign(r.ecs.last!, { configuration: CONFIGURATION });
            terminal.letItBeLongAgo();
            await r.stage.keep(await r.stage.image("v2"));
            await killedIn("UpdateService", nth, hasEffect);
            const { code, said } = await status();
            assert.equal(code, hasEffect ? 0 : 1, said);
            assert.match(said, faults);
            await again();
            await isBack();
            assert.equal(r.ecs.deployments.length, 3);
        });

    /** Ctrl-C, and the end of a CI's job. */
    for (const [signal, code] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
    ] as const)
        it(`by ${signal} says that ECS goes on, and goes on when it is run again`, async () => {
            await r.stage.serving("v2");
            Object.assign(r.ecs.last!, { configuration: CONFIGURATION });
            // Slow from the start: on a busy machine all of it was over before this test had read a line.
            r.ecs.clock.factor = 1;
            const started = terminal.start("rollback", "--yes");
            await terminal.says(started, /rollback: (pending|(pre )?scale up)/);
            started.process.kill(signal);
            assert.equal(await started.ended, code);
            await terminal.says(
                started,
                /nothing in AWS: what ECS has begun goes on.*The same command goes on/,
            );
            await again();
            await isBack();
            assert.equal(r.ecs.deployments.length, 3);
        });
});
