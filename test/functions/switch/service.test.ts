import assert from "node:assert/strict";
import { serviceOf, type Service } from "../../../functions/switch/service.ts";
import { startAws, type Aws, type Call } from "../../support/aws.ts";
import { motoProgram } from "../../support/moto.ts";
import { skipUnless } from "../../support/skip.ts";

const arn = (task: string) => `arn:aws:ecs:eu-central-1:123456789012:task/shop/${task}`;

describe("the poolers' service, as ECS tells of it", () => {
    let aws: Aws;
    let service: Service;
    let region: string | undefined;
    const given: Record<string, (call: Call) => object> = {};
    const sent: Record<string, object>[] = [];

    before(async function () {
        const program = motoProgram();
        skipUnless(this, program, "no moto: npm run servers");
        region = process.env.AWS_REGION;
        process.env.AWS_REGION = "eu-central-1";
        aws = await startAws(program!);
        aws.standIns.push((call) => {
            const answer = given[call.action];
            if (!answer) return undefined;
            sent.push({ [call.action]: JSON.parse(call.body) as object });
            return {
                headers: { "content-type": "application/x-amz-json-1.1" },
                body: JSON.stringify(answer(call)),
            };
        });
        service = serviceOf("shop", "pooler");
    });
    after(async () => {
        await aws?.stop();
        if (region === undefined) delete process.env.AWS_REGION;
        else process.env.AWS_REGION = region;
    });

    it("counts a task that is about to stop, for something still runs in it, and none that is over", async () => {
        given.ListTasks = ({ body }) => ({
            taskArns: body.includes('"STOPPED"') ? [arn("stopping"), arn("released")] : [arn("one")],
        });
        const tasks = [
            ["one", "RUNNING"],
            ["stopping", "STOPPING"],
            ["released", "DEPROVISIONING"],
        ];
        given.DescribeTasks = () => ({
            tasks: tasks.map(([task, lastStatus]) => ({ taskArn: arn(task!), lastStatus })),
        });
        assert.deepEqual(await service.tasks(), ["one", "stopping"]);
    });

    for (const [says, found] of [
        [/a deployment of pooler is in progress/, { deployments: [{}, {}] }],
        [/a deployment of pooler is in progress/, { deployments: [{ rolloutState: "IN_PROGRESS" }] }],
        [
            /pooler has 1 tasks that run and 1 that start, of 2/,
            { desiredCount: 2, runningCount: 1, pendingCount: 1 },
        ],
        [undefined, { deployments: [{ rolloutState: "COMPLETED" }], desiredCount: 2, runningCount: 2 }],
    ] as const) {
        it(`is ${says ? `no time to switch: ${says.source}` : "settled when every task runs"}`, async () => {
            given.DescribeServices = () => ({ services: [found] });
            const why = await service.unsettled();
            if (says) assert.match(String(why), says);
            else assert.equal(why, undefined);
        });
    }

    it("takes all three kinds of scaling away, and sees when one is left", async () => {
        const all = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true };
        given.RegisterScalableTarget = () => ({});
        await service.setScaling(false);
        const { RegisterScalableTarget: asked } = sent.at(-1) as { RegisterScalableTarget: object };
        assert.deepEqual(asked, {
            ServiceNamespace: "ecs",
            ResourceId: "service/shop/pooler",
            ScalableDimension: "ecs:service:DesiredCount",
            SuspendedState: { ...all, ScheduledScalingSuspended: true },
        });
        for (const [SuspendedState, isScaling] of [
            [{ ...all, ScheduledScalingSuspended: true }, false],
            [all, true],
        ] as const) {
            given.DescribeScalableTargets = () => ({ ScalableTargets: [{ SuspendedState }] });
            assert.equal(await service.isScaling(), isScaling);
        }
    });
});
