import assert from "node:assert/strict";
import { GetParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { main } from "../../scripts/deploy.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { REGION } from "../support/environment.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run deploy to an environment that sleeps", () => {
    const r = releasing();
    const ssm = () => new SSMClient({ region: REGION });
    const state = (is: string) => {
        const Value = JSON.stringify({ is, says: "nothing runs" });
        return ssm().send(
            new PutParameterCommand({ Name: "/shop-live/sleep", Type: "String", Overwrite: true, Value }),
        );
    };
    const isAsked = async () => {
        const asked = new GetParametersCommand({ Names: ["/shop-live/awake-until"] });
        return (await ssm().send(asked)).Parameters!.length > 0;
    };

    it("wakes it for a release that may begin, and for nothing that is refused", async () => {
        await r.stage.serving("v1");
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
        await state("asleep");
        const image = await r.stage.image("v2");
        await r.stage.image("gone");
        await r.stage.removeImage("gone");
        assert.equal(await r.run(main, "--yes", "--image", await r.stage.image("gone")), 2);
        assert.equal(await r.run(main, "--image", image), 2);
        assert.match(r.said, /Nobody is at a terminal to type shop-live.* Nothing was changed/);
        assert.equal(await isAsked(), false);
        const { world } = r;
        const pause = async (seconds: number) => {
            if (await isAsked()) await state("awake");
            await world.pause(seconds);
        };
        const argv = ["--stack", "live", "--yes", "--image", image];
        assert.equal(await main(argv, { ...world, pause }, 80), 0, r.said);
        assert.match(r.said, /wake: live is asleep: nothing runs\n[^]*deploy: rehearsing live/);
    });
});
