import assert from "node:assert/strict";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { main } from "../../scripts/load.ts";
import type { LoadEvidence } from "../../scripts/lib/load/evidence.ts";
import type { Bounds } from "../../scripts/lib/load/load.ts";
import type { World } from "../../scripts/lib/world.ts";
import { releasing } from "../support/releasing.ts";
import { App, QUICK, WORKFLOW } from "./lib/load/app.ts";

const IN_EUROPE = { CreateBucketConfiguration: { LocationConstraint: "eu-central-1" as const } };

describe("npm run load, of a stack", () => {
    let app: App;
    beforeEach(async () => {
        app = new App();
        await app.start();
    });
    afterEach(() => app.stop());

    const r = releasing();
    const s3 = () => new S3Client({ region: "eu-central-1" });
    beforeEach(async () => {
        r.stage.outputs.url = app.url;
        r.shop.project.write({ "workflow.yaml": WORKFLOW });
        await s3().send(new CreateBucketCommand({ Bucket: "shop-live-proofs", ...IN_EUROPE }));
        await r.stage.serving("v1");
    });
    const run = (argv: string[], more: Partial<Bounds> = {}) => {
        const own = (args: string[], world: World) => main(args, world, { ...QUICK, ...more });
        return r.run(own, ...argv);
    };
    const kept = async (): Promise<LoadEvidence[]> => {
        const Bucket = "shop-live-proofs";
        const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket }));
        const read = async (Key = "") => {
            const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }));
            return JSON.parse(await Body!.transformToString()) as LoadEvidence;
        };
        return Promise.all(Contents.map(({ Key }) => read(Key)));
    };

    it("keeps evidence of a soak that names what served, and of a launch test that lost data", async () => {
        assert.equal(await run(["--soak", "--normal-rate", "20", "--yes"]), 0, r.said);
        app.look = (_, response) => {
            app.isBalanced = false;
            response.end("welcome");
        };
        assert.equal(await run(["--launch", "--normal-rate", "2", "--yes"]), 1, r.said);
        assert.match(
            r.said,
            /FAILED\n +What always holds does not after this load: the ledger balances: \$\.b/,
        );
        const [soak, launch] = (await kept()).sort((a, b) => a.begunAt.localeCompare(b.begunAt));
        const image = await r.stage.image("v1");
        const served = { image, deployment: r.ecs.last!.arn };
        assert.deepEqual(soak!.served, { before: served, after: served });
        const { verdict, kind, rate, measured, environment, by } = soak!;
        assert.deepEqual([verdict, kind, rate, environment], ["passed", "soak", 20, "shop-live"]);
        assert.match(by, /^arn:aws:sts::123456789012:/);
        assert.deepEqual([measured.users, measured.passed], [20, 20]);
        assert.deepEqual([launch!.verdict, launch!.kind, launch!.rate], ["failed", "launch", 20]);
        assert.equal(launch!.isDataChecked, true);
    });

    it("sends nothing without --yes or the environment's name, nor while another version comes", async () => {
        assert.equal(await run(["--soak", "--normal-rate", "20"]), 2);
        assert.match(r.said, /Type the environment's name, shop-live|Nobody is at a terminal/);
        await r.stage.release("v2");
        assert.equal(await run(["--soak", "--normal-rate", "20", "--yes"]), 2);
        assert.match(
            r.said,
            /A deployment is in flight .* npm run status -- --stack live\. Nothing was sent/,
        );
        assert.deepEqual([app.visits, await kept()], [0, []]);
    });

    it("passes nothing when it is stopped, or another version has come meanwhile", async () => {
        const stop = new AbortController();
        app.look = (_, response) => {
            response.end("welcome");
            stop.abort();
        };
        const argv = ["--soak", "--normal-rate", "20", "--yes"];
        assert.equal(await run(argv, { signal: stop.signal }), 1);
        let released: Promise<unknown> | undefined;
        app.look = (_, response) => {
            released ??= r.stage.release("v2");
            response.end("welcome");
        };
        assert.equal(await run(argv), 1);
        await released;
        assert.match(r.said, /VOID\n +Another version was released meanwhile/);
        const verdicts = (await kept()).map(({ verdict, reasons }) => [verdict, reasons.length]);
        assert.deepEqual(verdicts, [
            ["void", 1],
            ["void", 1],
        ]);
    });

    it("takes the busiest hour for normal, and its own loads for nobody's", async () => {
        assert.equal(await run(["--soak", "--yes"]), 0, r.said);
        assert.match(r.said, /where 1 are normal \(the least that is tried, for there were no requests/);
        const [soak] = await kept();
        const asked = async (hoursAgo: number, Value: number) => {
            const Timestamp = new Date(Date.parse(soak!.begunAt) - hoursAgo * 3_600_000);
            const Dimensions = [{ Name: "LoadBalancer", Value: "app/web/0123456789abcdef" }];
            const MetricData = [{ MetricName: "RequestCount", Value, Timestamp, Dimensions }];
            const client = new CloudWatchClient({ region: "eu-central-1" });
            await client.send(new PutMetricDataCommand({ Namespace: "AWS/ApplicationELB", MetricData }));
        };
        await asked(30, 5 * 2 * 3600);
        await asked(50, 4 * 2 * 3600);
        // In the hour of the soak that was just made.
        await asked(0, 100 * 2 * 3600);
        assert.equal(await run(["--soak", "--yes"]), 0, r.said);
        assert.match(
            r.said,
            /5 users a second .* where 5 are normal \(10 requests a second in the busiest hour/,
        );
    });
});
