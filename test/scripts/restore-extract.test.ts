import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { ExtractEvent } from "../../functions/extract/event.ts";
import { keepReport, reportOf } from "../../functions/extract/report.ts";
import { withGeneration } from "../../scripts/lib/restore/settings.ts";
import { both } from "../functions/extract/both.ts";
import { jsonError } from "../support/aws.ts";
import { REGION } from "../support/environment.ts";
import { restoring, SOURCE, YESTERDAY } from "../support/restoring.ts";
import { taskService, type TaskService } from "../support/task-service.ts";

const ASKED = ["--stack", "live", "--to", YESTERDAY, "--extract", "public.wishes"];
const OUTPUTS = {
    ...{ clusterName: "live", evidenceBucket: "shop-live-proofs" },
    extraction: {
        ...{ definition: "arn:aws:ecs:task-definition/shop-live-extract:3", container: "extract" },
        ...{ subnetIds: "subnet-1,subnet-2", securityGroupIds: "sg-own,sg-operator" },
    },
};
const REASON = ["--reason", "UPDATE without WHERE"];

describe("npm run restore -- --extract", function () {
    const on = both();
    const r = restoring();
    let ecs: TaskService;
    let ran: ExtractEvent[];

    /** What the task does, on the two servers; it is seen to run until it has ended. */
    async function work(event: ExtractEvent): Promise<void> {
        ran.push(event);
        const report = await reportOf(event, "image@sha256:1", (both) => on.servers.on(both));
        await keepReport(new S3Client({ region: REGION }), "shop-live-proofs", report);
        ecs.progress = [{ lastStatus: "STOPPED", exitCode: 0 }];
    }

    beforeEach(async () => {
        ecs = taskService();
        ran = [];
        ecs.work = (environment) => {
            const { EXTRACT_EVENT } = environment;
            // A new copy is judged first.
            if (EXTRACT_EVENT === undefined) return r.ecs.work(environment);
            ecs.progress = [{ lastStatus: "RUNNING" }];
            void work(JSON.parse(EXTRACT_EVENT) as ExtractEvent);
        };
        r.aws.standIns.unshift(ecs.answer);
        r.shop.outputs(OUTPUTS);
        const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
        await new S3Client({ region: REGION }).send(
            new CreateBucketCommand({ Bucket: "shop-live-proofs", CreateBucketConfiguration }),
        );
        await on.run(
            "INSERT INTO public.wishes SELECT n, n FROM generate_series(1, 40) n ON CONFLICT (id) DO UPDATE SET total = excluded.total",
        );
    });

    const run = (...more: string[]) => {
        const value = { ...r.shop.world, pause: () => wait(20) };
        Object.defineProperty(r.shop, "world", { configurable: true, value });
        return r.run(...ASKED, ...more);
    };
    const zeros = () => on.count("public.wishes WHERE total = 0");
    const applied = () => run(...REASON, "--apply");

    it("plans and changes nothing; then makes the copy, compares, asks for the number, and puts the rows back", async () => {
        await on.run("UPDATE public.wishes SET total = 0");
        assert.equal(await run("--where", "id > 30"), 0);
        assert.match(r.shop.data.join("\n"), /rows +changed or deleted since, where id > 30, in the copy/);
        assert.match(
            r.shop.said,
            /Next: .+ --extract 'public\.wishes' --where 'id > 30' --reason '<why>' --apply/,
        );
        assert.deepEqual([ecs.started, r.shop.asked], [[], []]);

        r.shop.answers = ["shop-live", "40 shop-live"];
        assert.equal(await run(...REASON, "--apply"), 0);
        assert.match(
            r.shop.data.join("\n"),
            /changed since +40 rows \(total 40\)[^]+such as +changed: id=1,/,
        );
        assert.match(
            r.shop.data.join("\n"),
            /put back +40 changed and 0 deleted rows[^]+airworthy_replaced\."wishes_/,
        );
        assert.match(r.shop.said, /--retire b --reason/);
        assert.equal(await zeros(), 0);
        const [, apply] = ran;
        assert.deepEqual([apply?.copy, apply?.live], ["shop-live-b", "shop-live-a"]);
        assert.match(apply?.apply?.by ?? "", /^arn:aws:sts::123456789012:/);
        assert.match(JSON.stringify(ecs.started[1]), /subnet-1.+subnet-2.+sg-own.+sg-operator/);

        // Once more: the copy is there, and nothing differs.
        const asked = r.shop.asked.length;
        assert.equal(await applied(), 0);
        assert.match(r.shop.said, /public\.wishes reads as in generation b/);
        assert.deepEqual([r.shop.asked.length, ran.length], [asked, 3]);
    });

    describe("from a copy that is there", () => {
        beforeEach(async () => {
            const origin = { resourceId: SOURCE, time: YESTERDAY };
            writeFileSync(r.shop.file("Pulumi.live.yaml"), withGeneration(r.shop.settings, "b", 18, origin));
            r.shop.outputs({ ...OUTPUTS, databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
            r.evidence.objects["generation-checks/shop-live-b-2026-11-20T02-00.json"] = { proven: true };
            await on.run("UPDATE public.wishes SET total = 0; DELETE FROM public.wishes WHERE id = 7");
        });

        it("changes nothing when the number is not typed, or there are more rows than was allowed", async () => {
            assert.equal(await applied(), 2);
            assert.match(r.shop.said, /use --yes --rows 40/);
            assert.match(r.shop.said, /1 rows were deleted since: users may have meant to.+--only changed/);
            r.shop.answers = ["shop-live"];
            assert.equal(await applied(), 2);
            assert.match(r.shop.said, /That is not 40 shop-live\. Nothing was changed/);
            assert.equal(await run(...REASON, "--apply", "--yes", "--rows", "39"), 2);
            assert.match(r.shop.said, /40 rows of public\.wishes would change, and --rows is 39/);
            assert.equal(await zeros(), 39);
            assert.equal(await run(...REASON, "--apply", "--yes", "--rows", "39", "--only", "changed"), 0);
            assert.equal(await zeros(), 0);
        });

        it("stops when users changed rows after it had compared, and says so", async () => {
            r.shop.answers = ["40 shop-live"];
            ecs.work = ({ EXTRACT_EVENT }) => {
                ecs.progress = [{ lastStatus: "RUNNING" }];
                const event = JSON.parse(EXTRACT_EVENT!) as ExtractEvent;
                const change = event.apply
                    ? on.run("UPDATE public.wishes SET total = 5 WHERE id = 3")
                    : undefined;
                void Promise.resolve(change).then(() => work(event));
            };
            assert.equal(await applied(), 1);
            assert.match(
                r.shop.said,
                /public\.wishes has changed since the comparison.+changed: id=3.+Nothing was changed/,
            );
            assert.equal(await zeros(), 38);
        });

        it("says where to look when the task leaves no report, and that the same command goes on", async () => {
            ecs.work = () =>
                (ecs.progress = [{ lastStatus: "STOPPED", exitCode: 137, stoppedReason: "OutOfMemory" }]);
            assert.equal(await applied(), 1);
            assert.match(
                r.shop.said,
                /exit 137, OutOfMemory\); its log says why: aws logs tail \/shop-live\/restore-proof/,
            );
            assert.match(r.shop.said, /Run the same command/);
        });

        it("names what one may not do, and what the task ran into", async () => {
            r.aws.standIns.unshift(({ action }) =>
                action === "RunTask"
                    ? jsonError("AccessDeniedException", "User is not authorized to perform: ecs:RunTask")
                    : undefined,
            );
            assert.equal(await applied(), 2);
            assert.match(r.shop.said, /You may not ecs:RunTask/);
            r.aws.standIns.shift();
            assert.equal(await run(...REASON, "--apply", "--where", "total >"), 1);
            assert.match(r.shop.said, /PostgreSQL says: syntax error/);
        });

        it("waits for somebody else's that puts rows back, and compares after it", async () => {
            const other = { cluster: "live", taskDefinition: "x", startedBy: "extract-apply" };
            ecs.started.push({
                ...other,
                overrides: { containerOverrides: [{ name: "extract", environment: [] }] },
            });
            ecs.progress = [
                { lastStatus: "RUNNING" },
                { lastStatus: "RUNNING" },
                { lastStatus: "STOPPED", exitCode: 0 },
            ];
            r.shop.answers = [];
            assert.equal(await applied(), 2);
            assert.match(r.shop.said, /a task of another run, which puts rows back, is running/);
            assert.equal(ran.length, 1);
        });
    });

    it("refuses what makes no sense, before it asks anybody", async () => {
        for (const [argv, says] of [
            [["--where", "true", "--to", YESTERDAY], /--where is for --extract/],
            [["--extract", "public.wishes", "--retire", "b"], /--extract is for --to/],
            [["--extract", "orders", "--to", YESTERDAY], /use its schema and its name/],
            [[...ASKED, "--apply"], /--extract needs --reason/],
            [[...ASKED, ...REASON, "--apply", "--yes"], /use --rows with the most/],
            [[...ASKED, "--only", "new"], /--only is new; use deleted, changed, or/],
            [[...ASKED, "--rows", "many"], /--rows is many; use the count/],
        ] as [string[], RegExp][]) {
            assert.equal(await r.run(...argv), 2, argv.join(" "));
            assert.match(r.shop.said, says);
        }
        assert.ok(r.aws.asked.every((one) => one.startsWith("s3:")));
    });
});
