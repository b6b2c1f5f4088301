import assert from "node:assert/strict";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { gated } from "../../bench/releases/hooks.ts";
import { main as deploys } from "../../scripts/deploy.ts";
import { declaredAlarms } from "../../scripts/lib/local-ecs/alarms.ts";
import { REGION, TABLE } from "../../scripts/lib/local-ecs/aws.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { main as rollback } from "../../scripts/rollback.ts";
import { jsonError } from "../support/aws.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run deploy and rollback, through the gate's own code", () => {
    const r = releasing();
    const deploy = async (name: string, ...argv: string[]) => {
        const image = await r.stage.image(name);
        return r.run((given, world) => deploys(given, world, 80), "--yes", "--image", image, ...argv);
    };
    /** An alarm is red before anything begins. */
    const red = async (...names: string[]) => {
        await r.start({ alarms: [{ name: "errors", rings: () => true }, declaredAlarms()[1]!] });
        while (!r.ecs.alarms.red.has("errors")) await r.ecs.clock.pass(10);
        await r.stage.serving(...names);
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
        r.ecs.hooks.set("shop-live-gate", gated());
    };
    const announced = async () => {
        const found = await new DynamoDBClient({ region: REGION }).send(
            new ScanCommand({ TableName: TABLE }),
        );
        return (found.Items ?? []).map((item) => unmarshall(item));
    };
    const isRefused = () => {
        assert.match(r.ecs.last!.reason ?? "", /shop-live-gate failed at PRE_SCALE_UP/);
        assert.equal(r.ecs.scheduler.of(r.ecs.last!.target).length, 0);
    };

    it("refuses while a rollback alarm is red, but with a reason to fix forward, which is kept, and holds once", async () => {
        await red("v1");
        assert.equal(await deploy("v2"), 2);
        assert.match(r.said, /errors: ALARM[^]*--fix-forward <reason>/);
        assert.equal(r.ecs.deployments.length, 1);
        assert.equal(await deploy("v2", "--fix-forward", "mends the division by 0"), 0, r.said);
        assert.equal((await r.stage.record())?.reason, "mends the division by 0");
        const [said, ...others] = await announced();
        assert.deepEqual([others, said!.about, said!.why], [[], await r.stage.image("v2"), "fix-forward"]);
        assert.deepEqual([said!.reason, said!.spentBy], ["mends the division by 0", r.ecs.last!.arn]);
        // Who goes past the script meets the gate, even with the same image.
        await (
            await r.stage.release("v2")
        ).over;
        isRefused();
    });

    it("says that the gate refused it, when an alarm turns red after the script has looked", async () => {
        await r.stage.serving("v1");
        const alarms = new CloudWatchClient({ region: REGION });
        r.ecs.hooks.set("shop-live-gate", async (event) => {
            const now = { AlarmName: "errors", StateValue: "ALARM", StateReason: "just now" } as const;
            await alarms.send(new SetAlarmStateCommand(now));
            return gated()(event);
        });
        assert.equal(await deploy("v2"), 1);
        assert.match(r.said, /shop-live-gate failed at PRE_SCALE_UP/);
        isRefused();
        assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
    });

    it("deploys nothing that it could not announce, and names the right that is missing", async () => {
        await red("v1");
        r.aws.standIns.push(({ service, action }) =>
            service === "dynamodb" && action === "PutItem"
                ? jsonError("AccessDeniedException", "no")
                : undefined,
        );
        assert.equal(await deploy("v2", "--fix-forward", "mends the division by 0"), 2);
        assert.match(r.said, /You may not dynamodb:PutItem/);
        assert.equal((await r.stage.record())?.image, await r.stage.image("v1"));
        assert.equal(r.ecs.deployments.length, 1);
    });

    it("goes back while alarms are red, and announces what the next pulumi up brings of the same image", async () => {
        await red("v1", "v2");
        assert.equal(await r.run(rollback, "--yes"), 0, r.said);
        const [said] = await announced();
        assert.deepEqual(
            [said!.why, said!.about, said!.spentBy],
            ["rollback", await r.stage.image("v1"), undefined],
        );
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 0 };
        const again = await r.stage.release("v1");
        await again.over;
        assert.equal(again.state, "SUCCESSFUL");
    });

    it("goes back though it can't announce that, and says so", async () => {
        await red("v1", "v2");
        r.aws.standIns.push(({ service }) =>
            service === "dynamodb" ? jsonError("AccessDeniedException", "no") : undefined,
        );
        assert.equal(await r.run(rollback, "--yes"), 0, r.said);
        assert.match(r.said, /it is not announced.* You may not dynamodb:PutItem/);
    });
});
