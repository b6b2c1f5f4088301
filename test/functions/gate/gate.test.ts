import assert from "node:assert/strict";
import { awsFor, type Aws } from "../../support/aws.ts";
import { eventOf } from "../../support/gate-service.ts";
import { Gating } from "../../support/gating.ts";

describe("the gate of a release", () => {
    let aws: Aws;
    let gate: Gating;
    before(async function () {
        aws = await awsFor(this);
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        gate = await Gating.start(aws);
        gate.env.MIGRATION_TASK = "none";
    });

    it("lets a release in while all alarms are green or new, and logs it by its deployment", async () => {
        await gate.set("latency", "INSUFFICIENT_DATA");
        assert.equal((await gate.ask()).hookStatus, "SUCCEEDED");
        const { resourceArn, executionId, executionDetails } = eventOf("d1");
        assert.deepEqual(gate.log, [
            {
                ...{ deployment: resourceArn, execution: executionId, stage: "PRE_SCALE_UP" },
                service: executionDetails.serviceArn,
                revision: executionDetails.targetServiceRevisionArn,
                ...{ verdict: "SUCCEEDED", why: "No migrations: it has none." },
            },
        ]);
    });

    it("refuses while an alarm is red, or is not there, and names it", async () => {
        await gate.set("errors", "ALARM");
        gate.env.ALARMS = "errors,latency,gone";
        const { hookStatus, why } = await gate.ask();
        assert.equal(hookStatus, "FAILED");
        assert.match(why, /^errors is ALARM, gone is missing, and nobody has announced shop@sha256:2 /);
    });

    it("lets in one deployment that was announced, as often as ECS asks, and keeps who said so and why", async () => {
        await gate.set("errors", "ALARM");
        await gate.announce();
        assert.equal((await gate.ask("d1")).hookStatus, "SUCCEEDED");
        // It holds for the deployment that it let in, however long that takes.
        gate.pass(3600);
        const { hookStatus, why } = await gate.ask("d1");
        assert.equal(hookStatus, "SUCCEEDED");
        assert.match(why, /errors is ALARM; let in for fix-forward by arn\S+ann \(mends what is red\)/);
        assert.equal((await gate.ask("d2")).hookStatus, "FAILED");
        const [row] = await gate.rows();
        assert.deepEqual([row!.spentBy, row!.reason], [eventOf("d1").resourceArn, "mends what is red"]);
    });

    it("lets in one of two that ask at the same moment", async () => {
        await gate.set("errors", "ALARM");
        await gate.announce();
        await gate.readsEarly("Query");
        // Stand-ins are asked in order: this one is the second's.
        const early = aws.standIns.pop()!;
        assert.equal((await gate.ask("d1")).hookStatus, "SUCCEEDED");
        aws.standIns.push(early);
        assert.equal((await gate.ask("d2")).hookStatus, "FAILED");
        assert.equal((await gate.rows())[0]!.spentBy, eventOf("d1").resourceArn);
        assert.equal(aws.asked.filter((call) => call.endsWith(":UpdateItem")).length, 2);
    });

    for (const [what, changes] of Object.entries({
        "is too old": { until: "2026-11-22T11:59:59.000Z" },
        "is about another image": { about: "shop@sha256:3" },
        "gives no reason": { reason: "" },
        "is of nobody": { by: "" },
        "is of a kind that is unknown": { why: "please" },
        "holds until no one knows": { until: "soon" },
    }))
        it(`takes no announcement that ${what}`, async () => {
            await gate.set("errors", "ALARM");
            await gate.announce(changes);
            assert.equal((await gate.ask()).hookStatus, "FAILED");
            assert.equal((await gate.rows())[0]!.spentBy, undefined);
        });

    it("refuses whatever it can't tell, and says what", async () => {
        const refused = async (what: RegExp, event?: unknown) => {
            const { hookStatus, why } = await gate.ask("d1", event);
            assert.equal(hookStatus, "FAILED");
            assert.match(why, what);
        };
        await refused(/^The event is not ECS's: lifecycleStage is missing; use PRE_SCALE_UP/, {});
        await refused(/^The event is not ECS's/, null);
        await refused(/lifecycleStage is "POST_SCALE_UP"/, {
            ...eventOf("d1"),
            lifecycleStage: "POST_SCALE_UP",
        });
        gate.ecs.status = "ROLLBACK_IN_PROGRESS";
        await refused(/^The deployment is ROLLBACK_IN_PROGRESS: there is nothing to let in/);
        gate.ecs.status = "IN_PROGRESS";
        gate.ecs.faults.push({ action: "DescribeTaskDefinition", code: "AccessDeniedException", times: 1 });
        await refused(/^AccessDeniedException: It was refused/);
        gate.env.CONTAINER = "web";
        await refused(/shop-live:next has no container web/);
        [gate.env.CONTAINER, gate.env.TABLE] = ["app", "gone"];
        await refused(/^ResourceNotFoundException: /);
        gate.env = { ...gate.env, ALARMS: "", LIMIT_SECONDS: "x", MIGRATION_TASK: "" };
        await refused(/ALARMS is not set.*LIMIT_SECONDS is "x"/);
        await refused(/MIGRATION_TASK is not set; use what the deployment sets/);
        gate.env.ALARMS = ",";
        await refused(/ALARMS is ","; use names, joined by commas/);
    });

    it("refuses in time for an answer where a service of AWS's never gives one, and says so", async () => {
        aws.standIns.unshift(({ service }) => (service === "dynamodb" ? "never" : undefined));
        // Of what AWS Lambda has left, 5 seconds are for the answer.
        const left = { getRemainingTimeInMillis: () => 6000 };
        const { hookStatus, why } = await gate.ask("d1", eventOf("d1"), left);
        assert.deepEqual([hookStatus, why], ["FAILED", "there was no verdict within 1 s"]);
    });

    it("asks again while AWS throttles it", async () => {
        gate.ecs.faults.push({ action: "DescribeServiceRevisions", code: "ThrottlingException", times: 2 });
        assert.equal((await gate.ask()).hookStatus, "SUCCEEDED");
    });
});
