import assert from "node:assert/strict";
import { awsFor, type Aws } from "../../support/aws.ts";
import { ended, eventOf, running } from "../../support/gate-service.ts";
import { Gating } from "../../support/gating.ts";

describe("the migrations of a release", () => {
    let aws: Aws;
    let gate: Gating;
    before(async function () {
        aws = await awsFor(this);
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        gate = await Gating.start(aws);
    });
    const says = async (hookStatus: string, what: RegExp, deployment = "d1") => {
        const answer = await gate.ask(deployment);
        assert.equal(answer.hookStatus, hookStatus, answer.why);
        assert.match(answer.why, what);
        return answer;
    };

    it("run in one task, however often ECS asks, two at once too, and let the release in by a 0", async () => {
        const work = running();
        gate.ecs.work = () => work;
        const both = await Promise.all([gate.ask(), gate.ask()]);
        assert.deepEqual(
            both.map(({ hookStatus }) => hookStatus),
            ["IN_PROGRESS", "IN_PROGRESS"],
        );
        const { callBackDelay } = await says("IN_PROGRESS", /migration-0 is RUNNING$/);
        assert.equal(callBackDelay, 15);
        Object.assign(work, { ended: Promise.resolve(0) });
        gate.ecs.tasks[0]!.exitCode = 0;
        await says(
            "SUCCEEDED",
            /^The migrations are done\. Its log is \/shop-live\/migrations, migrate\/migrate\/migration-0$/,
        );
        assert.equal(gate.ecs.tasks.length, 1);
        const { startedBy, ...asked } = gate.ecs.tasks[0]!.asked;
        assert.equal(startedBy, "migrations/d1");
        assert.deepEqual(asked.networkConfiguration.awsvpcConfiguration, {
            ...{
                subnets: ["subnet-1", "subnet-2"],
                securityGroups: ["sg-1", "sg-2"],
                assignPublicIp: "DISABLED",
            },
        });
    });

    it("refuse the release when they fail, when they can't start, and with no exit code, and say where the log is", async () => {
        gate.ecs.work = () => ended(3);
        await says(
            "FAILED",
            /exit code 3: EssentialContainerExited: .+\. Its log is \S+migrations, migrate\/migrate\/migration-0/,
        );
        gate.ecs.work = () => ({ ended: Promise.resolve(null), stop: () => undefined });
        await says("FAILED", /exit code none: TaskFailedToStart: CannotPullContainerError/, "d2");
        gate.ecs.faults.push({ action: "RunTask", code: "ClientException", times: 1 });
        await says("FAILED", /^ClientException: It was refused/, "d3");
    });

    it("are stopped when they take longer than their limit, and the release is refused", async () => {
        gate.ecs.work = running;
        await says("IN_PROGRESS", /is RUNNING/);
        gate.pass(1799);
        await says("IN_PROGRESS", /is RUNNING/);
        gate.pass(1);
        await says("FAILED", /not over 1800 s after the release began: stopped\. Its log is/);
        assert.match(gate.ecs.tasks[0]!.stopped ?? "", /took too long/);
    });

    it("are stopped when an alarm turns red while they run", async () => {
        gate.ecs.work = running;
        await says("IN_PROGRESS", /is RUNNING/);
        await gate.set("errors", "ALARM");
        await says("FAILED", /^errors is ALARM/);
        assert.ok(gate.ecs.tasks[0]!.stopped);
    });

    it("wait for those of a deployment that was given up, and go on when they are over", async () => {
        gate.ecs.work = running;
        await says("IN_PROGRESS", /is RUNNING/);
        await says("IN_PROGRESS", /^the migrations of \S+\/d1 still run: \S+migration-0$/, "d2");
        gate.pass(1800);
        await says("FAILED", /this release has waited for 1800 s/, "d2");
        gate.ecs.startedAt = gate.now;
        gate.ecs.tasks[0]!.exitCode = 1;
        gate.ecs.work = () => ended(0);
        await gate.readsEarly("GetItem");
        const early = aws.standIns.pop()!;
        await says("SUCCEEDED", /migration-1$/, "d3");
        aws.standIns.push(early);
        // It looked at the same moment, and was second.
        await says("IN_PROGRESS", /^another deployment was faster/, "d4");
        assert.equal(gate.ecs.tasks.length, 2);
    });

    it("wait for those whose function was ended before it wrote them down", async () => {
        gate.ecs.work = running;
        await says("IN_PROGRESS", /is RUNNING/);
        // As a function leaves it that is killed between the start of the task and the note of it.
        await gate.forget("task");
        await says("IN_PROGRESS", /the migrations of \S+\/d1 still run$/, "d2");
        gate.pass(121);
        await says("IN_PROGRESS", /the migrations of \S+\/d1 still run$/, "d2");
        // The same deployment finds its own task again.
        await says("IN_PROGRESS", /migration-0 is RUNNING/, "d1");
        gate.ecs.tasks[0]!.exitCode = 0;
        gate.ecs.work = () => ended(0);
        await says("SUCCEEDED", /migration-1$/, "d2");
    });

    it("wait for a task that ECS doesn't know of yet, and refuse one that it has forgotten", async () => {
        gate.ecs.unknownFor = 1;
        await says("IN_PROGRESS", /ECS does not know of \S+ yet/);
        gate.pass(121);
        gate.ecs.unknownFor = 1;
        await says("FAILED", /nobody can tell how it ended/);
        // Somebody's who is long gone is over.
        gate.ecs.unknownFor = 1;
        await says("SUCCEEDED", /The migrations are done/, "d2");
    });

    it("run on no way back, and not for an image that serves already", async () => {
        await gate.announce({ why: "rollback", reason: "back from shop@sha256:3" });
        await says("SUCCEEDED", /^No migrations: rollback by/);
        gate.ecs.images = { next: "shop@sha256:1", serving: "shop@sha256:1", migrations: "shop@sha256:2" };
        await says("SUCCEEDED", /^No migrations: shop@sha256:1 serves\.$/, "d2");
        assert.equal(gate.ecs.tasks.length, 0);
        // The first deployment has nothing that serves.
        [gate.ecs.serving, gate.ecs.images.migrations] = [undefined, "shop@sha256:1"];
        await says("SUCCEEDED", /^The migrations are done/, "d3");
    });

    it("are not those of another image than the one that comes in", async () => {
        gate.ecs.images.migrations = "shop@sha256:3";
        await says(
            "FAILED",
            /shop-live-migrations:7 migrates with shop@sha256:3, and shop@sha256:2 is released: run pulumi up/,
        );
        assert.equal(gate.ecs.tasks.length, 0);
        assert.equal(
            (await gate.rows()).find(({ about }) => about === "migrations")?.deployment,
            eventOf("d1").resourceArn,
        );
    });
});
