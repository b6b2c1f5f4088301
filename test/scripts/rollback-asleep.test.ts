import assert from "node:assert/strict";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { main } from "../../scripts/rollback.ts";
import { jsonError } from "../support/aws.ts";
import { REGION } from "../support/environment.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run rollback of an environment that sleeps", () => {
    const r = releasing();
    const state = (is: string) =>
        new SSMClient({ region: REGION }).send(
            new PutParameterCommand({
                ...{ Name: "/shop-live/sleep", Type: "String", Overwrite: true },
                Value: JSON.stringify({ is, says: "shop-live-a is starting" }),
            }),
        );
    const record = async () => (await r.stage.record())?.image;

    it("wakes it for some hours, and goes back when it is awake", async () => {
        await r.stage.serving("v1", "v2");
        await state("asleep");
        const { world } = r;
        const seen: (string | undefined)[] = [];
        let looks = 0;
        const pause = async (seconds: number) => {
            if (looks < 3) seen.push(await record());
            if (++looks === 3) await state("awake");
            await world.pause(seconds);
        };
        assert.equal(await main(["--stack", "live", "--yes"], { ...world, pause }), 0, r.said);
        assert.match(r.said, /wake: live is asleep: shop-live-a is starting/);
        // Nothing is begun before it is awake.
        assert.deepEqual(seen, [undefined, undefined, undefined]);
        assert.equal(await record(), await r.stage.image("v1"));
        const until = new GetParameterCommand({ Name: "/shop-live/awake-until" });
        const { Parameter } = await new SSMClient({ region: REGION }).send(until);
        assert.equal(Math.round((Date.parse(Parameter!.Value!) - Date.now()) / 3_600_000), 4);
    });

    it("that does not wake has gone back nowhere, and it says so and exits 1", async () => {
        await r.stage.serving("v1", "v2");
        await state("waking");
        const world = { ...r.world, pause: () => Promise.resolve() };
        assert.equal(await main(["--stack", "live", "--yes"], world), 1, r.said);
        assert.match(r.said, /rollback: live is waking after 45 minutes.*sleep\.md.*Nothing was deployed/);
        assert.equal(r.ecs.deployments.length, 2);
        assert.equal(await record(), undefined);
    });

    it("stops a deployment in flight at once, and waits for nothing that sleeps", async () => {
        await r.stage.serving("v1");
        await r.stage.release("v2");
        await state("waking");
        assert.equal(await r.run(main, "--yes"), 0, r.said);
        assert.doesNotMatch(r.said, /wake:/);
        assert.equal(await record(), await r.stage.image("v1"));
    });

    it("goes back though nobody lets it ask whether it sleeps", async () => {
        await r.stage.serving("v1", "v2");
        r.aws.standIns.push(({ action }) =>
            action === "GetParameters" ? jsonError("AccessDeniedException", "no") : undefined,
        );
        assert.equal(await r.run(main, "--yes"), 0, r.said);
        assert.match(r.said, /whether live sleeps is not known\. You may not ssm:GetParameters/);
        assert.equal(await record(), await r.stage.image("v1"));
    });
});
