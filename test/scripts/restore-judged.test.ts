import assert from "node:assert/strict";
import { restoring, YESTERDAY } from "../support/restoring.ts";

const APPLY = ["--to", YESTERDAY, "--apply", "--yes"];

describe("a restored generation", () => {
    const r = restoring();
    const told = (at = 0) => {
        const { environment } = r.ecs.started[at]!.overrides.containerOverrides[0]!;
        return Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    };

    it("is judged by the weekly drill's task at the second that was asked for, and the verdict is shown", async () => {
        assert.equal(await r.run(...APPLY), 0, r.shop.said);
        assert.equal(r.ecs.started.length, 1);
        const { CHECK_ID, ...rest } = told();
        assert.deepEqual(rest, { INSTANCE: "shop-live-b", RESTORED_TO: YESTERDAY });
        const { taskDefinition, cluster, networkConfiguration } = r.ecs.started[0]!;
        assert.deepEqual([taskDefinition, cluster], ["shop-live-restore-check", "live"]);
        assert.deepEqual(networkConfiguration, {
            awsvpcConfiguration: {
                subnets: ["subnet-1", "subnet-2"],
                securityGroups: ["sg-check", "sg-operator"],
                assignPublicIp: "DISABLED",
            },
        });
        const shown = r.shop.data.join("\n");
        assert.match(shown, /\nPROVEN\nRPO +42 s at most.*\nCopy +12 tables, 3400 known rows, 3300 of them/);
        assert.match(
            shown,
            new RegExp(`See +s3://shop-live-proofs/generation-checks/shop-live-b-${CHECK_ID}.json$`),
        );
    });

    it("that came from a snapshot is judged by that snapshot", async () => {
        await r.snapshot("shop-live-a", "before-the-migration");
        assert.equal(await r.run("--to", "before-the-migration", "--apply", "--yes"), 0, r.shop.said);
        const { RESTORED_FROM, RESTORED_TO } = told();
        assert.match(String(RESTORED_FROM), /:snapshot:before-the-migration$/);
        assert.equal(RESTORED_TO, undefined);
    });

    it("that is not proven ends with 1, the reasons and the way to be rid of it", async () => {
        r.reasons = ["3 of 10 known rows of public.orders are gone"];
        assert.equal(await r.run(...APPLY), 1);
        assert.match(
            r.shop.data.join("\n"),
            /^NOT PROVEN\n {2}3 of 10 known rows of public\.orders are gone$/m,
        );
        assert.match(r.shop.said, /It is NOT PROVEN: docs\/runbooks\/restore\.md/);
        assert.match(r.shop.said, /--retire b --reason/);
        assert.deepEqual(Object.keys(r.evidence.objects).length, 1);
    });

    it("whose check died is not proven, and the same command checks again, and restores nothing anew", async () => {
        const { work } = r.ecs;
        r.ecs.work = () => undefined;
        assert.equal(await r.run(...APPLY), 1);
        assert.match(
            r.shop.said,
            /shop-live-b is there, and NOT PROVEN: its check left no verdict \(task task-0, exit 0/,
        );
        // A minute later: the same minute would name the same task.
        r.ecs.started.length = 0;
        r.ecs.work = work;
        assert.equal(await r.run(...APPLY), 0, r.shop.said);
        assert.equal(r.shop.settings.match(/resourceId/g)?.length, 1);
    });

    it("that somebody's task judges already is waited for, and judged once", async () => {
        const running = { lastStatus: "RUNNING" };
        r.ecs.progress = [...r.ecs.progress];
        assert.equal(await r.run(...APPLY), 0);
        const [done] = r.ecs.progress;
        r.ecs.progress = [running, running, done!];
        assert.equal(await r.run(...APPLY), 0, r.shop.said);
        assert.equal(r.ecs.started.length, 1);
        assert.match(r.shop.said, /the check of shop-live-b is running/);
    });

    it("is not judged while nobody could sign in to it", async () => {
        r.answer = { fault: "no answer in 15 minutes" };
        assert.equal(await r.run(...APPLY), 1);
        assert.deepEqual(r.ecs.started, []);
    });

    it("gives no rows back before it is proven, whatever stopped an earlier run, unless somebody says so", async () => {
        const extraction = {
            definition: "extract:3",
            container: "extract",
            subnetIds: "",
            securityGroupIds: "",
        };
        r.shop.outputs({ extraction });
        const rows = ["--extract", "public.orders", "--reason", "no WHERE", "--rows", "9"];
        const compared = () =>
            r.ecs.started.filter(({ startedBy }) => startedBy === "extract-compare").length;
        r.reasons = ["3 of 10 known rows of public.orders are gone"];
        assert.equal(await r.run(...APPLY, ...rows), 1);
        r.shop.outputs({ extraction, databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
        // Stopped by its verdict; and before there was one.
        for (const objects of [r.evidence.objects, {}]) {
            r.evidence.objects = objects;
            r.ecs.started.length = 0;
            assert.equal(await r.run(...APPLY, ...rows), 1);
            assert.match(r.shop.data.join("\n"), /^NOT PROVEN$/m);
            assert.match(r.shop.said, /nothing was compared.+another --to.+--despite-faults/);
        }
        assert.equal(compared(), 0);
        await r.run(...APPLY, ...rows, "--despite-faults");
        assert.equal(compared(), 1);
        r.evidence.objects = { "generation-checks/shop-live-b-2026-11-20T02-00.json": { proven: true } };
        r.ecs.started.length = 0;
        await r.run(...APPLY, ...rows);
        assert.deepEqual([compared(), r.ecs.started.length], [1, 1]);
    });

    it("of a stack that has no check yet says how to deploy it", async () => {
        r.shop.outputs({ restoreCheck: { taskFamily: "x" } });
        assert.equal(await r.run(...APPLY), 2);
        assert.match(r.shop.said, /restoreCheck of live is not whole; deploy it with this version/);
    });
});
