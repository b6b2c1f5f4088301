import assert from "node:assert/strict";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { main } from "../../scripts/wake.ts";
import { awsFor, type Aws } from "../support/aws.ts";
import { REGION, TestEnvironment } from "../support/environment.ts";

describe("npm run wake", () => {
    let aws: Aws;
    let shop: TestEnvironment;
    let ssm: SSMClient;
    const put = (name: string, Value: string) =>
        ssm.send(
            new PutParameterCommand({ Name: `/shop-live/${name}`, Value, Type: "String", Overwrite: true }),
        );
    const state = (is: string, says = "") => put("sleep", JSON.stringify({ is, says }));
    const hoursAwake = async () => {
        const { Parameter } = await ssm.send(new GetParameterCommand({ Name: "/shop-live/awake-until" }));
        return Math.round((Date.parse(Parameter!.Value!) - Date.now()) / 3_600_000);
    };
    /** Runs it; at each pause the environment goes on to its next state. */
    const run = (states: [string, string][], ...argv: string[]) => {
        shop.lines.length = shop.data.length = 0;
        const next = [...states];
        const pause = async () => {
            const [is, says] = next.shift() ?? ["waking", "shop-live-a is starting"];
            await state(is, says);
        };
        return main(["--stack", "live", ...argv], { ...shop.world, pause });
    };
    const said = () => [...shop.data, ...shop.lines].join("\n");

    before(async function () {
        aws = await awsFor(this);
    });
    beforeEach(async () => {
        await aws.reset();
        shop = new TestEnvironment();
        ssm = new SSMClient({ region: REGION });
    });
    afterEach(() => shop.remove());
    after(() => aws?.stop());

    it("asks for four hours, waits for each step, and says what it waits for", async () => {
        await state("asleep", "nothing runs");
        const steps: [string, string][] = [
            ["waking", "shop-live-a is starting"],
            ["waking", "shop-live-a is starting"],
            ["waking", "waits for the tasks of pooler"],
            ["awake", ""],
        ];
        assert.equal(await run(steps), 0, said());
        assert.equal(await hoursAwake(), 4);
        assert.deepEqual(said().split("\n"), [
            "live is awake, for 4 hours at least.",
            "wake: live is asleep: nothing runs",
            "wake: live is waking: shop-live-a is starting",
            "wake: live is waking: waits for the tasks of pooler",
        ]);
    });

    it("keeps awake what is awake, and shortens nobody's longer time", async () => {
        await state("awake");
        assert.equal(await run([], "--hours", "12"), 0);
        assert.equal(await hoursAwake(), 12);
        assert.equal(await run([], "--hours", "1"), 0);
        assert.equal(await hoursAwake(), 12);
    });

    it("asks for its hours where somebody wrote by hand what is no time", async () => {
        await state("asleep");
        await put("awake-until", "tomorrow at noon");
        assert.equal(await run([["awake", ""]]), 0, said());
        assert.equal(await hoursAwake(), 4);
    });

    it("changes nothing where nothing sleeps", async () => {
        assert.equal(await run([]), 0);
        assert.match(said(), /live never sleeps/);
        await assert.rejects(hoursAwake(), /ParameterNotFound|not found/i);
    });

    it("ends with 1 after 45 minutes, and says what the environment waits for", async () => {
        await state("asleep");
        assert.equal(await run([]), 1);
        assert.match(
            said(),
            /live is waking after 45 minutes: shop-live-a is starting\. docs\/runbooks\/sleep\.md/,
        );
    });

    it("refuses hours that are none", async () => {
        for (const hours of ["0", "121", "1.5", "many"]) {
            assert.equal(await run([], "--hours", hours), 2);
            assert.match(said(), /--hours is .*; use a whole number from 1 to 120/);
        }
    });
});
