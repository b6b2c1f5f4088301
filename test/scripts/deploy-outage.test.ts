import assert from "node:assert/strict";
import { main } from "../../scripts/deploy.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { releasing } from "../support/releasing.ts";

describe("npm run deploy, while AWS can't be asked for some minutes", () => {
    const r = releasing();
    const deploy = async (name: string) =>
        r.run((given, world) => main(given, world, 80), "--yes", "--image", await r.stage.image(name));
    /** From some stage on AWS refuses to tell how the service is: a name that the SDK itself does not wait for. */
    const refused = (code: string, stage: string, times: number) =>
        (r.stage.before = (line) => {
            const begin = async () => {
                while (r.ecs.last?.stage !== stage) await r.ecs.clock.pass(1);
                r.stage.door.faults.push({ action: "DescribeServices", code, times });
            };
            if (line.startsWith("pulumi up")) void begin();
        });
    beforeEach(async () => {
        await r.stage.serving("v1");
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
    });

    it("goes on looking, says so once, and tells the end", async () => {
        refused("ThrottledForLong", "BAKE_TIME", 5);
        assert.equal(await deploy("v2"), 0, r.said);
        assert.equal(
            r.said.match(/ECS can't be asked \(ThrottledForLong\).* goes on, and so does the watch/g)?.length,
            1,
        );
    });

    it("still stops what never becomes healthy, after it", async () => {
        await r.stage.image("v2", { crashes: "Error: no" });
        refused("ThrottledForLong", "SCALE_UP", 5);
        assert.equal(await deploy("v2"), 1, r.said);
        assert.match(r.said, /no healthy tasks within[^]*web: Error: no/);
    });

    it("gives up at once where nobody but a person can help, and says what goes on", async () => {
        refused("ExpiredTokenException", "BAKE_TIME", 1);
        assert.equal(await deploy("v2"), 2, r.said);
        assert.match(
            r.said,
            /takes your credentials no more .* run the same command: it goes on where it is/,
        );
    });
});
