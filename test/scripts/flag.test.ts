import assert from "node:assert/strict";
import { main } from "../../scripts/flag.ts";
import { AppConfig, FIRST } from "../support/appconfig.ts";
import { awsFor, type Aws } from "../support/aws.ts";
import { TestEnvironment } from "../support/environment.ts";

describe("npm run flag", () => {
    let aws: Aws;
    let shop: TestEnvironment;
    let there: AppConfig;
    before(async function () {
        aws = await awsFor(this);
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        [shop, there] = [new TestEnvironment(), new AppConfig()];
        aws.standIns.push(there.answer);
    });
    afterEach(() => shop.remove());
    const run = (...argv: string[]) => {
        shop.lines.length = shop.data.length = 0;
        return main(["--stack", "live", ...argv], shop.world);
    };
    const said = () => [...shop.data, ...shop.lines].join("\n");

    it("shows what is deployed, and changes nothing", async () => {
        assert.equal(await run(), 0, said());
        assert.equal(said(), "on   old: The old one");
        assert.deepEqual([there.versions.length, there.deployments.length], [1, 1]);
    });

    it("switches one off for all at once, and waits until every task has it", async () => {
        assert.equal(await run("--yes", "old", "off"), 0, said());
        assert.deepEqual(there.versions.at(-1), { ...FIRST, values: { old: { enabled: false } } });
        const { ConfigurationVersion, strategy } = there.deployments.at(-1)!;
        assert.deepEqual([ConfigurationVersion, strategy], ["2", "AppConfig.AllAtOnce"]);
        assert.match(said(), /flag: deploying, 50 %\nflag: baking, 50 %\nflag: complete, 50 %/);
        assert.equal(await run("--yes", "old", "off"), 0);
        assert.match(said(), /old is off already\. Nothing was changed/);
        assert.equal(there.versions.length, 2);
    });

    it("makes one and switches it on by and by, or at once, and keeps the others", async () => {
        assert.equal(await run("--yes", "new-one", "on"), 2);
        assert.match(said(), /There is no flag new-one; there are: old\. Make it: --new/);
        assert.equal(await run("--yes", "new-one", "on", "--new", "The new one"), 0, said());
        assert.deepEqual(there.versions.at(-1), {
            ...{ version: "1", flags: { ...FIRST.flags, "new-one": { name: "The new one" } } },
            values: { ...FIRST.values, "new-one": { enabled: true } },
        });
        assert.equal(there.deployments.at(-1)!.strategy, "AppConfig.Canary10Percent20Minutes");
        await run("--yes", "old", "off");
        await run("--yes", "old", "on", "--at-once");
        assert.equal(there.deployments.at(-1)!.strategy, "AppConfig.AllAtOnce");
    });

    it("makes a kill switch on a calm day, as off, and throws it for all at once", async () => {
        const name = "No orders are taken";
        assert.equal(await run("--yes", "orders-paused", "off", "--new", name), 0, said());
        assert.equal(await run(), 0);
        assert.match(said(), /^off {2}orders-paused: No orders are taken$/m);
        assert.equal(await run("--yes", "orders-paused", "on", "--at-once"), 0, said());
        assert.deepEqual(there.versions.at(-1), {
            ...{ version: "1", flags: { ...FIRST.flags, "orders-paused": { name } } },
            values: { ...FIRST.values, "orders-paused": { enabled: true } },
        });
        assert.equal(there.deployments.at(-1)!.strategy, "AppConfig.AllAtOnce");
    });

    it("exits 1 and says why when an alarm takes it back; the next change is of what is deployed", async () => {
        there.states = ["DEPLOYING", "ROLLING_BACK", "ROLLED_BACK"];
        assert.equal(await run("--yes", "old", "off"), 1);
        assert.match(said(), /TAKEN BACK\. The alarm errors is in ALARM\. old is as it was before/);
        assert.equal(await run(), 0);
        assert.equal(said(), "on   old: The old one");
    });

    it("refuses a second change at once, a race, another name, and what is no change; nothing is deployed", async () => {
        assert.equal(await run("--yes", "old", "maybe"), 2);
        assert.match(said(), /"old maybe" is no change; use a flag's name, and on or off/);
        shop.answers = ["shop-lively"];
        assert.equal(await run("old", "off"), 2);
        assert.match(said(), /That is not shop-live\. Nothing was changed/);
        there.isRaced = true;
        assert.equal(await run("--yes", "old", "off"), 2);
        assert.match(said(), /Somebody else has changed flags at the same moment/);
        assert.equal(there.deployments.length, 1);
        there.deployments[0]!.State = "BAKING";
        assert.equal(await run("--yes", "old", "off"), 2);
        assert.match(
            said(),
            /Another change of flags is under way \(BAKING.*stop-deployment.*--deployment-number 1/,
        );
        assert.equal(there.versions.length, 1);
    });
});
