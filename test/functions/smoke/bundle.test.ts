import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundled } from "../../../stacks/bundle.ts";
import { loadWorkflow } from "../../../stacks/workflow.ts";
import { busyness } from "../../support/busy.ts";
import { askedForBy, inLambda } from "../../support/lambda.ts";
import { answer, NAME, openShop, shippedSteps, type Shop } from "../../workflow/shop.ts";

/** As the Developer Guide has it for this stage ("Lambda hooks for Amazon ECS service deployments"). */
const of = "arn:aws:ecs:us-west-2:123456789012";
const EVENT = {
    executionId: "3a0345ba-b029-404b-890d-7da2a4b266aa",
    lifecycleStage: "POST_TEST_TRAFFIC_SHIFT",
    resourceArn: `${of}:service-deployment/my-cluster/my-service/EZe5RNVLH6PPzHXINuP28`,
    executionDetails: {
        serviceArn: `${of}:service/my-cluster/my-service`,
        targetServiceRevisionArn: `${of}:service-revision/my-cluster/my-service/9313423515462893900`,
        testTrafficWeights: {},
        productionTrafficWeights: {},
    },
};

const code = await bundled("smoke");

describe("the bundle of the smoke test", function () {
    this.timeout(300_000);
    const deployed = inLambda(code, { files: loadWorkflow() });
    let shop: Shop;
    before(async () => {
        shop = await openShop();
    });
    after(() => shop?.stop());
    beforeEach(() => {
        shop.planted.clear();
        shop.asked.length = 0;
    });

    const invoke = async (event: unknown, env: Record<string, string> = {}, leftMs = 60_000) => {
        const told = {
            ...{ NODE_EXTRA_CA_CERTS: shop.caFile, TEST_URL: `https://127.0.0.1:${shop.port}` },
            ...{ SERVER_NAME: NAME, TEST_HEADER: "x-release-test", TEST_VALUE: "0f" },
            ...{ LIMIT_SECONDS: "60", SPREAD_SECONDS: "1", PAUSE_SECONDS: "1", ...env },
        };
        const ran = await deployed.invoke(event, told, leftMs);
        return { ...ran, verdict: ran.log.at(-1) ?? {} };
    };
    const SUCCEEDED = 'ANSWER {"hookStatus":"SUCCEEDED"}';
    const FAILED = 'ANSWER {"hookStatus":"FAILED"}';

    it("has all that it needs but node's own", () => {
        assert.deepEqual(askedForBy(code), []);
    });

    it("takes ECS's event, passes a good version, and logs each step by the deployment, without the session", async () => {
        const { answer: said, log, verdict, all } = await invoke(EVENT);
        assert.equal(said, SUCCEEDED, all);
        assert.equal(log.length, 3 * shippedSteps().length + 1);
        assert.ok(shop.asked.every(({ test }) => test === "0f"));
        for (const line of log) {
            assert.equal(line.deployment, EVENT.resourceArn);
            assert.equal(line.revision, EVENT.executionDetails.targetServiceRevisionArn);
        }
        assert.deepEqual([verdict.verdict, verdict.runs], ["SUCCEEDED", 3]);
        assert.deepEqual([log[0]!.run, log[0]!.step, log[0]!.status], [1, "the app is ready", 200]);
        assert.ok(!all.includes("s3cr3t"));
    });

    it("fails a version that answers wrong, and says in which step, what was seen and what was expected", async () => {
        shop.planted.set("POST /session", answer(500, { error: "no cache" }));
        const { answer: said, log, verdict } = await invoke(EVENT);
        assert.equal(said, FAILED);
        assert.equal(verdict.why, "open a session: POST /session: the status is 500; expected 201");
        const { failure } = log.at(-2) as { failure: { excerpt: string } };
        assert.equal(failure.excerpt, '{"error":"no cache"}');
    });

    it("answers in time for a version that hangs, by the time that AWS Lambda has left", async () => {
        shop.planted.set("POST /orders", () => undefined);
        // Of 8 seconds, 5 are for the answer; of the others, the step before takes some.
        const { answer: said, verdict } = await invoke(EVENT, {}, 5000 + 3000 * busyness);
        assert.equal(said, FAILED);
        assert.match(
            String(verdict.why),
            /^place an order: POST \/orders: no whole answer within [0-8]\.\d+ s$/,
        );
    });

    it("goes the users' way once all of them have the new version, and fails without time for a verdict", async () => {
        const { answer: said, verdict } = await invoke(
            { ...EVENT, lifecycleStage: "POST_PRODUCTION_TRAFFIC_SHIFT" },
            {},
            15_000,
        );
        assert.equal(said, FAILED);
        assert.equal(verdict.why, "there was no verdict within 10 s");
        assert.deepEqual(
            shop.asked.map(({ test }) => test),
            shippedSteps().map(() => undefined),
        );
    });

    for (const [what, event] of [
        ["nothing", null],
        ["another service's event", { action: "align" }],
        ["another stage", { ...EVENT, lifecycleStage: "PRE_SCALE_UP" }],
        ["no deployment", { ...EVENT, resourceArn: undefined }],
    ] as const) {
        it(`fails on ${what}, with nothing asked`, async () => {
            const { answer: said, verdict } = await invoke(event);
            assert.equal(said, FAILED);
            assert.match(String(verdict.why), /^The event is not ECS's: .+ is .+; use /);
            assert.equal(shop.asked.length, 0);
        });
    }

    it("fails without its variables and its workflow, and names them", async () => {
        const without = { TEST_URL: "ftp://127.0.0.1", SERVER_NAME: "", PAUSE_SECONDS: "x" };
        const { answer: said, verdict } = await invoke(EVENT, without);
        assert.equal(said, FAILED);
        assert.equal(
            verdict.why,
            "TEST_URL is ftp://127.0.0.1; use https:// and a host. SERVER_NAME is not set; use what the deployment sets. " +
                'PAUSE_SECONDS is "x"; use a whole number from 1 to 900.',
        );
        for (const [text, why] of [
            ['{"name":"none","steps":[]}', /no steps/],
            ["{", /JSON/],
            [undefined, /ENOENT/],
        ] as const) {
            const other = mkdtempSync(path.join(deployed.folder, "other-"));
            if (text !== undefined) writeFileSync(path.join(other, "workflow.json"), text);
            const found = await invoke(EVENT, { LAMBDA_TASK_ROOT: other });
            assert.equal(found.answer, FAILED);
            assert.match(String(found.verdict.why), why);
        }
        assert.equal(shop.asked.length, 0);
    });

    it("trusts only a server whose certificate it knows", async () => {
        const { answer: said, verdict } = await invoke(EVENT, { NODE_EXTRA_CA_CERTS: "" });
        assert.equal(said, FAILED);
        assert.match(String(verdict.why), /certificate/);
    });
});
