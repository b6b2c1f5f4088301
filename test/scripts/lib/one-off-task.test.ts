import assert from "node:assert/strict";
import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import type { Cloud } from "../../../scripts/lib/cloud.ts";
import {
    runningTasks,
    startTask,
    stopTask,
    untilRunning,
    untilStopped,
    type OneOffTask,
} from "../../../scripts/lib/one-off-task.ts";
import { jsonError, awsFor, type Aws } from "../../support/aws.ts";
import { ACCOUNT, REGION } from "../../support/environment.ts";
import { taskService, type TaskService } from "../../support/task-service.ts";
import { fakeWorld } from "../../support/world.ts";

const TASK: OneOffTask = {
    cluster: "live",
    taskDefinition: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/shop-live-check:3`,
    container: "check",
    subnetIds: ["subnet-1", "subnet-2"],
    securityGroupIds: ["sg-1"],
    environment: { JOB: "7" },
    startedBy: "drill",
    clientToken: "drill-7",
};

describe("a task that runs once", () => {
    let aws: Aws;
    let ecs: TaskService;
    let world: ReturnType<typeof fakeWorld>;
    const cloud = { account: ACCOUNT, region: REGION, ecs: () => new ECSClient({ region: REGION }) } as Cloud;
    before(async function () {
        aws = await awsFor(this);
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        ecs = taskService();
        aws.standIns.push(ecs.answer);
        world = fakeWorld({});
    });
    const started = () => startTask(cloud, TASK);

    it("is started in private subnets, with what it is told beside its definition", async () => {
        assert.match(await started(), /:task\/live\/task-0$/);
        const [{ networkConfiguration, overrides, launchType, enableExecuteCommand, count } = {} as never] =
            ecs.started;
        assert.deepEqual(networkConfiguration, {
            awsvpcConfiguration: {
                subnets: ["subnet-1", "subnet-2"],
                securityGroups: ["sg-1"],
                assignPublicIp: "DISABLED",
            },
        });
        const told = { name: "check", environment: [{ name: "JOB", value: "7" }] };
        assert.deepEqual(overrides, { containerOverrides: [told] });
        assert.deepEqual([launchType, enableExecuteCommand, count], ["FARGATE", false, 1]);
    });

    it("is one when two people start it with the same token", async () => {
        const [one, other] = await Promise.all([started(), started()]);
        assert.equal(one, other);
        assert.equal(ecs.started.length, 1);
    });

    it("that somebody has started with other words is refused, and joined by the next run", async () => {
        await started();
        const other = startTask(cloud, { ...TASK, environment: { JOB: "8" } });
        await assert.rejects(
            other,
            /Somebody has started this task already.* run the same command: it joins/,
        );
    });

    it("that ECS does not start is a refusal with its reason, and says what to do", async () => {
        ecs.failures = [{ reason: "Capacity is unavailable at this time" }];
        await assert.rejects(started(), /started no task of .*Capacity is unavailable.* in some minutes\.$/);
        ecs.failures = [{ reason: "MISSING", detail: "no such subnet" }];
        await assert.rejects(started(), /MISSING: no such subnet\. Is the environment deployed\?/);
        aws.standIns.unshift(() => jsonError("ClientException", "Capacity is unavailable at this time."));
        await assert.rejects(started(), /ecs:RunTask: ClientException: Capacity .* in some minutes\.$/);
    });

    it("is waited for until a person can be let into it", async () => {
        const arn = await started();
        ecs.unknownFor = 2;
        ecs.progress = [
            { lastStatus: "PROVISIONING" },
            { lastStatus: "RUNNING", agent: "PENDING" },
            { lastStatus: "RUNNING", agent: "RUNNING" },
        ];
        await untilRunning(cloud, "live", arn, world, true);
        assert.equal(ecs.progress.length, 1);
        ecs.progress = [{ lastStatus: "RUNNING", agent: "STOPPED" }];
        await untilRunning(cloud, "live", arn, world);
        await assert.rejects(
            untilRunning(cloud, "live", arn, world, true),
            /task-0: its ExecuteCommandAgent has stopped/,
        );
    });

    it("that stops before it runs is a refusal with ECS's reason", async () => {
        const arn = await started();
        ecs.progress = [{ lastStatus: "STOPPED", stoppedReason: "CannotPullContainerError: denied" }];
        await assert.rejects(
            untilRunning(cloud, "live", arn, world),
            /stopped: CannotPullContainerError: denied/,
        );
    });

    it("that never runs is given up after ten minutes", async () => {
        const arn = await started();
        ecs.progress = [{ lastStatus: "PENDING" }];
        await assert.rejects(untilRunning(cloud, "live", arn, world), /task-0 is PENDING after 600 s/);
    });

    it("ends with the exit code of the container that was told something, and no sidecar's", async () => {
        const arn = await started();
        ecs.progress = [
            { lastStatus: "RUNNING" },
            { lastStatus: "RUNNING" },
            {
                lastStatus: "DEPROVISIONING",
                exitCode: 3,
                stoppedReason: "Essential container in task exited",
            },
        ];
        const end = await untilStopped(cloud, "live", arn, world, "drill: the check");
        assert.deepEqual(end, { exitCode: 3, reason: "Essential container in task exited" });
        assert.deepEqual(world.lines, ["drill: the check is running ..."]);
    });

    it("is found again by who started it, and by its family", async () => {
        ecs.progress = [{ lastStatus: "RUNNING" }];
        const arn = await started();
        await startTask(cloud, { ...TASK, startedBy: "else", clientToken: "else" });
        const found = { arn, startedBy: "drill", environment: { JOB: "7" } };
        assert.deepEqual(await runningTasks(cloud, "live", { startedBy: "drill" }), [found]);
        assert.equal((await runningTasks(cloud, "live", { family: "shop-live-check" })).length, 2);
        await stopTask(cloud, "live", arn, "the drill was given up");
        assert.deepEqual(ecs.stopped, ["the drill was given up"]);
        assert.deepEqual(await runningTasks(cloud, "live", { startedBy: "drill" }), []);
    });

    it("goes its whole way where ECS is moto", async () => {
        aws.standIns.length = 0;
        await cloud.ecs().send(new CreateClusterCommand({ clusterName: "live" }));
        const containerDefinitions = [{ name: "check", image: "check", cpu: 256, memory: 512 }];
        const family = "shop-live-check";
        await cloud.ecs().send(new RegisterTaskDefinitionCommand({ family, containerDefinitions }));
        const arn = await startTask(cloud, { ...TASK, taskDefinition: family });
        assert.deepEqual(
            (await runningTasks(cloud, "live", { startedBy: "drill" })).map((one) => one.arn),
            [arn],
        );
        assert.equal((await untilStopped(cloud, "live", arn, world, "it")).exitCode, 0);
    });

    it("refuses a name that ECS would not take, before it asks", async () => {
        await assert.rejects(
            startTask(cloud, { ...TASK, startedBy: "a@b" }),
            /startedBy is a@b; use at most 36/,
        );
        assert.deepEqual(aws.asked, []);
    });
});
