import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { traceAlarms } from "../../../components/watch/health/trace-alarms.ts";
import type { Alarms } from "../../../components/watch/health/soon.ts";
import { inputsOf, recorded } from "../recorded.ts";

const targetGroups = { primary: "tg/b/2", alternate: "tg/c/3" };
const balancer = { measured: { loadBalancer: "app/a/1", targetGroups } };

describe("the alarm on traces that stay away", () => {
    const built = async (samplePercent: number, prefix = "shop-live") => {
        let alarms: Alarms = {};
        const made = await recorded(() => {
            const parent = new pulumi.ComponentResource("test:Parent", "parent");
            alarms = traceAlarms(parent, "health", { prefix, samplePercent, balancer });
        });
        return { alarm: alarms["traces-missing"]!, group: inputsOf(made, "aws:xray/group:Group") };
    };

    it("rings where requests, to either group of targets, should have left fourteen in each of two hours", async () => {
        for (const [percent, requests] of [
            [5, 280],
            [100, 14],
            [33, 43],
        ] as const) {
            const { threshold, evaluationPeriods, metricQueries } = (await built(percent)).alarm;
            assert.deepEqual([threshold, evaluationPeriods], [requests, 2]);
            const judged = (metricQueries as { expression?: string }[]).at(-1);
            assert.equal(judged?.expression, "SUM([primary, alternate, less])");
        }
    });

    it("counts this environment's traces alone, in a group of a name that X-Ray takes", async () => {
        const { group } = await built(5);
        assert.deepEqual([group.groupName, group.filterExpression], ["shop-live", 'service("shop-live")']);
        const long = await built(5, "a-product-of-a-long-name-production");
        assert.equal(long.group.groupName, "roduct-of-a-long-name-production", "its end says which it is");
    });
});
