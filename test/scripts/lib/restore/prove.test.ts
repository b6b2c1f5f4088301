import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { invokeByCli, prove, type Answer } from "../../../../scripts/lib/restore/prove.ts";
import { TestEnvironment } from "../../../support/environment.ts";
import { fakeWorld } from "../../../support/world.ts";

const EVENT = { action: "align", instance: "shop-live-b" };

describe("the check of a restored copy", () => {
    const judged = async (answer: Answer) => {
        const world = fakeWorld({});
        const isProven = await prove("shop-live", "shop-live-b", () => Promise.resolve(answer), world);
        return { isProven, said: world.lines.join("\n") };
    };

    it("is good when the function signed in, and says whom it gave today's password", async () => {
        const { isProven, said } = await judged({
            result: { isMasterReset: true, passwords: ["app_1", "app_2"] },
        });
        assert.ok(isProven);
        assert.match(said, /shop-live-roles signed in to shop-live-b after it reset the master/);
        assert.match(said, /today's password: app_1, app_2\./);
    });

    const unknown: [string, Answer][] = [
        ["fails", { fault: "connect ETIMEDOUT\u001b[31m" }],
        ["is missing", { fault: "", isMissing: true }],
        ["answers nothing", { result: undefined }],
        ["answers something else", { result: { errorMessage: "x" } }],
        ["answers null", { result: null }],
    ];
    for (const [what, answer] of unknown) {
        it(`is not good when the function ${what}`, async () => {
            const { isProven, said } = await judged(answer);
            assert.equal(isProven, false);
            assert.match(said, /shop-live-b is there, and NOT CHECKED: [^\u001b]+$/);
        });
    }

    describe("by the AWS CLI", () => {
        let shop: TestEnvironment;
        const cli = (script: string) => {
            shop.project.write({ "bin/aws": `#!/bin/sh\necho "$*" >> aws.log\n${script}\n` });
            chmodSync(shop.file("bin/aws"), 0o755);
            return invokeByCli("eu-central-1", shop.world)("shop-live-roles", EVENT);
        };
        beforeEach(() => (shop = new TestEnvironment()));
        afterEach(() => shop.remove());

        it("calls the function in the environment's region, and reads its answer", async () => {
            const answer = await cli(`printf '{"passwords":["a b"]}None\\n'`);
            assert.deepEqual(answer, { result: { passwords: ["a b"] } });
            const asked = shop.read("aws.log");
            assert.match(asked, /^lambda invoke --region eu-central-1 --function-name shop-live-roles /);
            assert.ok(asked.includes(`--payload ${JSON.stringify(EVENT)} `));
        });

        it("takes the error of a function for no answer", async () => {
            const answer = await cli(`printf '{"errorMessage":"The copy is not there"}Unhandled\\n'`);
            assert.deepEqual(answer, { fault: '{"errorMessage":"The copy is not there"}' });
        });

        it("tells a function that is not there from one that may not be called", async () => {
            const missing = await cli("echo 'An error occurred (ResourceNotFoundException)' >&2; exit 254");
            assert.ok("fault" in missing && missing.isMissing);
            const denied = await cli("echo 'An error occurred (AccessDeniedException)' >&2; exit 254");
            assert.ok("fault" in denied && !denied.isMissing && denied.fault.includes("AccessDenied"));
        });

        it("says that there is no CLI, and that an answer makes no sense", async () => {
            assert.deepEqual(await cli("printf 'Nonsense None'"), { fault: "it answered Nonsense" });
            process.env.PATH = "/nonexistent";
            const none = await invokeByCli("eu-central-1", shop.world)("shop-live-roles", EVENT);
            assert.deepEqual(none, { fault: "there is no aws (the AWS CLI) on PATH" });
        });
    });
});
