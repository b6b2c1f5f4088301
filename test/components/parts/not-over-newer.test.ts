import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { fargateService, type FargateServiceArgs } from "../../../components/parts/fargate-service.ts";
import { newerThanKnown } from "../../../components/parts/not-over-newer.ts";
import { Callbacks } from "../../../rehearsal/engine/callbacks.ts";
import { Hooks } from "../../../rehearsal/engine/hooks.ts";
import type { Resource } from "../../../rehearsal/engine/resource.ts";
import { rehearsed } from "../../support/rehearsed.ts";
import { until } from "../../support/until.ts";

const arn = (revision: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${revision}`;
const SERVICE = "aws:ecs/service:Service";

const args: FargateServiceArgs = {
    says: "Tasks",
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    cluster: { arn: "arn:cluster", clusterName: "cluster" },
    task: { definitionArn: arn("shop:9") },
    ...{ securityGroupIds: [], minTasks: 2, maxTasks: 4, measures: () => ({}) },
};

/** A service whose program is there still, as it is while an engine works: its update, where ECS serves something else. */
async function updating(serving: string, asked: object[] = []) {
    await pulumi.runtime.setMocks(
        {
            newResource: ({ name, inputs }) => ({ id: name, state: { ...(inputs as object), name } }),
            call: ({ token, inputs }) => {
                asked.push({ token, ...(inputs as object) });
                return { taskDefinition: serving };
            },
        },
        "shop",
        "live",
        false,
    );
    const callbacks = new Callbacks();
    const hooks = new Hooks(callbacks, false, () => undefined);
    let isThere = false;
    type Asked = { getName(): string; getCallback(): { getTarget(): string; getToken(): string } };
    Object.assign(pulumi.runtime.getMonitor() as object, {
        registerResourceHook: (request: Asked, done: (error: null, answer: object) => void) => {
            const [target, token] = [request.getCallback().getTarget(), request.getCallback().getToken()];
            hooks.add(request.getName(), { callback: { target, token }, onDryRun: false });
            isThere = true;
            done(null, {});
        },
    });
    const cluster = new pulumi.ComponentResource("test:Cluster", "cluster");
    fargateService(cluster, "workers", args);
    await until(() => isThere);
    return async (known: string, coming: string) => {
        const of = (taskDefinition: string) => ({
            ...{ urn: "urn:workers", id: "id", name: "workers", type: SERVICE },
            ...{ inputs: { taskDefinition }, outputs: { name: "shop-workers", taskDefinition } },
            hooks: { beforeUpdate: ["workers-not-over-newer"] },
        });
        const [next, old] = [of(coming), of(known)] as unknown as [Resource, Resource];
        await hooks.run("beforeUpdate", next, old).finally(() => callbacks.close());
    };
}

describe("an update of a service", () => {
    after(() => pulumi.runtime.disconnect());

    it("fails in its hook, as an engine calls it, where a newer task definition serves than the state has", async () => {
        const asked: object[] = [];
        const update = await updating(arn("shop:12"), asked);
        await assert.rejects(
            update(arn("shop:9"), arn("shop:10")),
            /^Error: beforeUpdate hook "workers-not-over-newer" failed: shop-workers: the state has task definition shop:9, but shop:12 serves.* Run: pulumi refresh/,
        );
        assert.deepEqual(asked, [
            {
                token: "aws:ecs/getService:getService",
                clusterArn: "arn:cluster",
                serviceName: "shop-workers",
            },
        ]);
    });

    it("fails as well where it is about something else: its state would have the newer one, and the next update the old", async () => {
        const update = await updating(arn("shop:12"));
        await assert.rejects(
            update(arn("shop:9"), arn("shop:9")),
            /the state has task definition shop:9, but shop:12 serves/,
        );
    });

    it("goes on where the state knows what serves, and where it brings just that, after a deployment that was killed", async () => {
        await (
            await updating(arn("shop:9"))
        )(arn("shop:9"), arn("shop:10"));
        await (
            await updating(arn("shop:10"))
        )(arn("shop:9"), arn("shop:10"));
    });

    it("has that hook in every service of production's, the application's, the workers' and the poolers'", async function () {
        this.timeout(300_000);
        const services = (await rehearsed("production")).resources.filter(({ type }) => type === SERVICE);
        assert.deepEqual(services.map(({ name }) => name).sort(), ["app", "pooler", "worker"]);
        for (const { name, hooks } of services)
            assert.deepEqual(hooks.beforeUpdate, [`${name}-not-over-newer`]);
    });

    it("is stopped where a newer version serves than the state knows, and names both", () => {
        assert.match(
            newerThanKnown(arn("shop:9"), arn("shop:10"))!,
            /the state has task definition shop:9, but shop:10 serves.*pulumi refresh/,
        );
    });

    for (const [what, serving] of [
        ["the one that the state has", arn("shop:9")],
        ["an older one, after a rollback", arn("shop:8")],
        ["one of another family, which has its own numbers", arn("other:20")],
        ["what a rehearsal can't know", ""],
    ]) {
        it(`goes on where this serves: ${what}`, () => {
            assert.equal(newerThanKnown(arn("shop:9"), serving!), undefined);
        });
    }
});
