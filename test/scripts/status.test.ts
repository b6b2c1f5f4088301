import assert from "node:assert/strict";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { main as rollback } from "../../scripts/rollback.ts";
import { main } from "../../scripts/status.ts";
import type { Status } from "../../scripts/lib/release/shown.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { AppConfig } from "../support/appconfig.ts";
import { REGION } from "../support/environment.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run status", () => {
    const r = releasing();
    beforeEach(() => void r.aws.standIns.push(new AppConfig().answer));
    const shown = async (code: number): Promise<Status> => {
        assert.equal(await r.run(main, "--json"), code, r.said);
        return JSON.parse(r.shop.data.join("\n")) as Status;
    };

    it("names the one that serves, and since when", async () => {
        const { finishedAt } = await r.stage.serving("v1");
        const { revisions, inFlight, rollback, faults } = await shown(0);
        const since = new Date(finishedAt!).toISOString();
        assert.deepEqual(
            [revisions.length, inFlight, rollback, faults],
            [1, undefined, "starts tasks anew", []],
        );
        const [{ image, sharePercent, healthy, targets, since: told }] = revisions as [
            Status["revisions"][0],
        ];
        assert.deepEqual([sharePercent, healthy, targets, told], [100, 2, 2, since]);
        assert.equal(image, await r.stage.image("v1"));
        assert.equal(await r.run(main), 0);
        assert.match(r.said, /100 % +2 of 2 +\S+Z +shop-live-web:1 +\S+@sha256:/);
        assert.match(r.said, /^flags +on: old$/m);
    });

    it("tells both shares of a canary, that going back is instant, and until when it bakes", async () => {
        await r.stage.serving("v1");
        const canaryConfiguration = { canaryPercent: 5, canaryBakeTimeInMinutes: 300 };
        r.ecs.configuration = { ...CONFIGURATION, strategy: "CANARY", canaryConfiguration };
        const one = await r.stage.release("v2");
        const weight = () => r.ecs.balancer.weightsOf("live")["web-alternate"];
        while (weight() !== 5) await r.ecs.clock.pass(1);
        const { revisions, inFlight, rollback } = await shown(0);
        assert.deepEqual(
            revisions.map(({ sharePercent }) => sharePercent),
            [95, 5],
        );
        const soonest = new Date(one.updatedAt + (300 + 1440) * 60_000).toISOString();
        assert.deepEqual([inFlight?.bakesUntil, inFlight?.instantUntil], [undefined, soonest]);
        assert.equal(await r.run(main), 0);
        assert.match(r.said, /^rollback +instant, until \S+Z at the soonest: the bake has not begun$/m);
        assert.deepEqual([inFlight?.stage, rollback], ["production traffic shift", "instant"]);
        const { clock } = r.ecs;
        const usual = clock.factor;
        clock.factor = 20_000;
        while (one.stage !== "BAKE_TIME") await clock.pass(10);
        clock.factor = usual;
        const baking = await shown(0);
        const end = new Date(one.updatedAt + 1440 * 60_000).toISOString();
        assert.deepEqual([baking.inFlight?.bakesUntil, baking.inFlight?.instantUntil], [end, end]);
    });

    it("exits 1 and names a red alarm, a record that does not serve, and a service without protection", async () => {
        await r.start({ alarms: [{ name: "errors", rings: () => true }] });
        while (!r.ecs.alarms.red.has("errors")) await r.ecs.clock.pass(10);
        await r.stage.serving("v1", "v2");
        await r.stage.keep(await r.stage.image("v1"));
        r.stage.kill("UpdateService", "after");
        assert.equal(await r.run(rollback, "--yes"), 2);
        await r.ecs.last!.over;
        await r.stage.keep(await r.stage.image("v2"));
        const { faults } = await shown(1);
        assert.match(
            faults.join("\n"),
            /errors is ALARM\.\n.*latency is missing\.\n.*no hooks and no alarms.*\n.*The record names/,
        );
    });

    it("calls it no fault that an environment sleeps, says so, and how to wake it", async () => {
        await r.stage.serving("v1");
        const put = async (is: string) =>
            new SSMClient({ region: REGION }).send(
                new PutParameterCommand({
                    ...{ Name: "/shop-live/sleep", Type: "String", Overwrite: true },
                    Value: JSON.stringify({ is, says: "nothing runs" }),
                }),
            );
        const { balancer } = r.ecs;
        for (const id of (await balancer.health("web")).keys()) await balancer.deregister(id);
        assert.match((await shown(1)).faults.join(), /0 of 2 tasks are healthy/);
        await put("asleep");
        const { faults, sleep } = await shown(0);
        assert.deepEqual([faults, sleep?.is], [[], "asleep"]);
        assert.equal(await r.run(main), 0);
        assert.match(
            r.said,
            /sleep +asleep: nothing runs\n[^]*Next, to wake it: npm run wake -- --stack live/,
        );
        await put("awake");
        assert.equal((await shown(1)).sleep, undefined);
    });

    it("says what to do with a stack that is older than the scripts", async () => {
        await r.stage.serving("v1");
        const { stage } = r;
        const called = stage.called.bind(stage);
        stage.called = async (line) => {
            const ran = await called(line);
            return { ...ran, output: ran.output.replace('"release"', '"other"') };
        };
        assert.equal(await r.run(main), 2);
        assert.match(
            r.said,
            /no output "release"; deploy it with this version of the program: pulumi up --stack live/,
        );
    });
});
