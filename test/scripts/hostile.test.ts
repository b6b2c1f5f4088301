import assert from "node:assert/strict";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { main as deploy } from "../../scripts/deploy.ts";
import { main as rollback } from "../../scripts/rollback.ts";
import { main as status } from "../../scripts/status.ts";
import { EcsError } from "../../scripts/lib/local-ecs/names.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { REGION } from "../support/environment.ts";
import { releasing } from "../support/releasing.ts";

/** Clears the screen, and says on a line of its own what is not so. */
const HOSTILE = "\u001b[2J\u009b31mbad\nrollback: done. It serves 100 %\r\u202e";

describe("what others have written", () => {
    const r = releasing();
    const isTame = () => {
        assert.match(r.said, /bad rollback: done\. It serves 100 %/);
        const lines = [...r.shop.data, ...r.shop.lines].join("\n").split("\n");
        assert.ok(!lines.some((line) => /[\p{Cc}\p{Cf}]/u.test(line) || line.startsWith("rollback: done")));
    };
    const keep = (Name: string, value: object) =>
        new SSMClient({ region: REGION }).send(
            new PutParameterCommand({ Name, Value: JSON.stringify(value), Type: "String", Overwrite: true }),
        );
    beforeEach(() => r.stage.serving("v1"));

    it("as the reason of a deployment moves no cursor of a rollback's", async () => {
        r.ecs.hooks.set("shop-live-smoke", () => Promise.resolve({ hookStatus: "FAILED" }));
        await (
            await r.stage.release("v2")
        ).over;
        for (const id of (await r.ecs.balancer.health("web")).keys()) await r.ecs.balancer.deregister(id);
        r.ecs.last!.reason = HOSTILE;
        assert.equal(await r.run(rollback, "--yes"), 1);
        isTame();
    });

    it("as the reason of an alarm, or of a refusal of AWS's, none of a deploy's", async () => {
        const image = await r.stage.image("v2");
        const [AlarmName] = CONFIGURATION.alarms!.alarmNames!;
        const red = { AlarmName, StateValue: "ALARM", StateReason: HOSTILE } as const;
        await new CloudWatchClient({ region: REGION }).send(new SetAlarmStateCommand(red));
        assert.equal(await r.run(deploy, "--yes", "--image", image), 2);
        isTame();
        r.stage.door.before = () => {
            throw new EcsError("AccessDeniedException", HOSTILE);
        };
        assert.equal(await r.run(deploy, "--yes", "--image", image), 2);
        isTame();
    });

    it("as the record, or as where an environment is that sleeps, none of a status's", async () => {
        await keep("/shop-live/release", { image: "i", over: "", at: "2026-11-23T12:00:00Z", by: HOSTILE });
        assert.equal(await r.run(status), 1);
        isTame();
        await keep("/shop-live/sleep", { is: "asleep", says: HOSTILE });
        assert.equal(await r.run(status), 1);
        isTame();
        await keep("/shop-live/release", { by: HOSTILE });
        assert.equal(await r.run(status), 2);
        assert.match(r.said, /no record of a release/);
    });

    it("as an argument none at all", async () => {
        assert.equal(await r.run(deploy, "--image", HOSTILE), 2);
        isTame();
    });
});
