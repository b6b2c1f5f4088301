import assert from "node:assert/strict";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { keyOf, type Evidence } from "../../functions/restore-check/evidence.ts";
import { main as load } from "../../scripts/load.ts";
import { GATES, type Gate } from "../../scripts/lib/load/plan.ts";
import { main } from "../../scripts/promote.ts";
import { CONFIGURATION } from "../../scripts/lib/local-ecs/stage.ts";
import { broken, red } from "../support/facts.ts";
import { Promoting } from "../support/promoting.ts";
import { releasing } from "../support/releasing.ts";
import { fakeWorld } from "../support/world.ts";
import { App, gates, QUICK, WORKFLOW } from "./lib/load/app.ts";

const HOUR = 3_600_000;
const s3 = () => new S3Client({ region: "eu-central-1" });

describe("npm run promote", () => {
    const p = new Promoting();
    // Before the other environment's: each puts back the SDK's variables that it found.
    afterEach(() => p.stop());
    const r = releasing();
    const app = new App();
    before(() => app.start());
    after(() => app.stop());
    beforeEach(async () => {
        await p.start(r, app.url);
        r.shop.project.write({ "workflow.yaml": WORKFLOW });
        for (const Bucket of ["shop-live-proofs", "shop-next-proofs"]) {
            const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" as const };
            await s3().send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
        }
        r.ecs.configuration = { ...CONFIGURATION, bakeTimeInMinutes: 5 };
        await r.stage.serving("v1");
        await p.serving("v2");
    });

    const said = () => [...r.shop.data, ...r.shop.lines].join("\n");
    let gate: Gate = gates.soak;
    const forget = () => (r.shop.lines.length = r.shop.data.length = 0);
    const promote = (hours = 0, ...argv: string[]) => {
        forget();
        const given = { scaleUpSeconds: 80, gate, now: new Date(Date.now() + hours * HOUR) };
        return main(["--from", "next", "--to", "live", "--yes", ...argv], p.world, given);
    };
    const soak = async () => {
        forget();
        return load(["--stack", "next", "--soak", "--normal-rate", "20", "--yes"], p.world, QUICK);
    };
    /** The evidence of a restore of production's database, so many hours ago. */
    const proven = async (hoursAgo: number) => {
        const at = new Date(Date.now() - hoursAgo * HOUR);
        const times = { askedAt: at, completedAt: at, takenAt: at, wholeBy: at };
        const sourceArn = "arn:aws:rds:eu-central-1:123456789012:db:shop-live-a";
        const restore = { job: "job-1", sourceArn, copyArn: "", recoveryPointArn: "", ...times };
        const evidence: Partial<Evidence> = { format: 1, proven: true, restore, checkedAt: at };
        const put = { Bucket: "shop-live-proofs", Key: keyOf(restore), Body: JSON.stringify(evidence) };
        await s3().send(new PutObjectCommand(put));
    };
    const isUntouched = async () => {
        assert.equal(r.ecs.deployments.length, 1);
        assert.equal(await r.stage.record(), undefined);
    };

    it("refuses, says every reason at once and what to run, and changes nothing", async () => {
        await red("eu-central-1", "shop-live-replica-lag", "shop-live");
        await red("eu-west-1", "shop-next-dead-letters", "shop-next");
        await red("eu-west-1", "of-somebody-else", "other");
        await red("eu-central-1", "shop-live-users-are-hurt", "shop-live", "pages");
        await red("us-east-1", "shop-live-edge-fails", "shop-live");
        await broken(await r.stage.image("v2"));
        assert.equal(await promote(), 1);
        const lines = r.shop.lines.filter((line) => line.startsWith("promote: "));
        const image = await r.stage.image("v2");
        assert.deepEqual(lines, [
            `promote: next: no soak of ${image} within 24 hours says anything. Run: npm run load -- --stack next --soak --like live`,
            "promote: live: no restore of its database was ever proven. Run: npm run restore-drill -- --stack live --apply",
            "promote: next: the alarm shop-next-dead-letters is ALARM (2 > 1). Mend that first: aws cloudwatch describe-alarms --region eu-west-1 --alarm-names shop-next-dead-letters",
            "promote: live: the alarm shop-live-replica-lag is ALARM (2 > 1). Mend that first: aws cloudwatch describe-alarms --region eu-central-1 --alarm-names shop-live-replica-lag",
            "promote: live: the alarm shop-live-users-are-hurt is ALARM (2 > 1). Mend that first: aws cloudwatch describe-alarms --region eu-central-1 --alarm-names shop-live-users-are-hurt",
            "promote: live: the alarm shop-live-edge-fails is ALARM (2 > 1). Mend that first: aws cloudwatch describe-alarms --region us-east-1 --alarm-names shop-live-edge-fails",
            "promote: NOT PROMOTED, for 6 reasons. Nothing was changed in live.",
        ]);
        await isUntouched();
    });

    it("releases the very digest once the soak has passed and a restore is proven; again, it changes nothing", async () => {
        assert.equal(await soak(), 0, said());
        await proven(7 * 24);
        assert.equal(await promote(25), 1);
        assert.match(said(), /the last soak of what serves was at \S+Z, and 24 hours are let pass/);
        assert.equal(await promote(23), 0, said());
        const image = await r.stage.image("v2");
        assert.equal(r.ecs.serving!.taskDefinition.image, image);
        const { why, image: recorded } = (await r.stage.record())!;
        assert.deepEqual([why, recorded, r.ecs.deployments.length], ["promote", image, 2]);
        assert.equal(await promote(), 0, said());
        assert.equal(r.ecs.deployments.length, 2);
        assert.equal(await promote(25 + 7 * 24), 1);
        assert.match(said(), /live: a restore was last proven 15 days ago, and 8 days are let pass/);
    });

    it("refuses what failed its last soak, what was not soaked, and what is on its way", async () => {
        await proven(1);
        assert.equal(await soak(), 0);
        app.look = (_, response) => void response.writeHead(500).end();
        assert.equal(await soak(), 1);
        app.look = (_, response) => void response.end("welcome");
        assert.equal(await promote(), 1);
        assert.match(said(), /the last soak of what serves, of \S+Z, failed: 100 % of the users did not/);
        await p.serving("v3");
        assert.equal(await promote(), 1);
        assert.match(said(), /no soak of \S+ within 24 hours says anything/);
        await r.stage.removeImage("v3");
        p.ecs.configuration = { ...CONFIGURATION, lifecycleHooks: [] };
        p.ecs.deploy(p.ecs.register(await r.stage.image("v1")));
        assert.equal(await promote(), 1);
        assert.match(said(), /next: a deployment is in flight \(.*\)\. Wait for its end: npm run status/);
        await isUntouched();
    });

    it("refuses a soak that passed, and was too short or had too few users to say anything", async () => {
        await proven(1);
        assert.equal(await soak(), 0);
        const run = /Run: npm run load -- --stack next --soak --like live$/m;
        for (const [least, seen] of [
            [
                GATES.soak,
                /next: the last soak of what serves, of \S+Z, lasted \d+ s, and 15 min are the least/,
            ],
            [
                { ...gates.soak, limits: GATES.soak.limits },
                /had \d+ users and \d+ requests, and 300 users are/,
            ],
        ] as const) {
            gate = least;
            assert.equal(await promote(), 1);
            assert.match(said(), seen);
            assert.match(said(), run);
        }
        gate = gates.soak;
        await isUntouched();
    });

    it("refuses what costs more than it may, says how to look and how to let it pass, and asks no more then", async () => {
        await proven(1);
        assert.equal(await soak(), 0);
        [p.costs, p.costAsked] = [1, []];
        assert.equal(await promote(0, "--most-usd", "20"), 1);
        const look = "npm run cost -- --stack live --deployed --most-usd 20";
        assert.match(said(), new RegExp(`promote: live: it would cost more than it may.* Look: ${look};`));
        assert.deepEqual(p.costAsked, [look.replace("run", "run --silent")]);
        await isUntouched();
        p.costs = 2;
        assert.equal(await promote(), 2);
        assert.match(said(), /`npm run cost -- --stack live --deployed` failed \(exit 2\)/);
        p.costs = 0;
    });

    it("refuses an image that production's account can't find", async () => {
        await proven(1);
        assert.equal(await soak(), 0);
        const repository = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/elsewhere";
        assert.equal(await promote(0, "--repository", repository), 1);
        assert.match(
            said(),
            /live: The repository \S+\/elsewhere has no image sha256:\S+ Copy it there by digest/,
        );
        await isUntouched();
    });
});

describe("npm run promote, wrongly asked", () => {
    for (const [argv, fault] of [
        [["--from", "next"], /Use --from STACK --to STACK/],
        [["--from", "live", "--to", "live"], /--from and --to are both live; use two/],
        [["--from", "next", "--to", "live", "--repository", "a@b"], /--repository is a@b; use the name/],
    ] as const) {
        it(`refuses ${argv.join(" ")}`, async () => {
            const world = fakeWorld({});
            assert.equal(await main([...argv], world), 2);
            assert.match(world.lines.join(), fault);
        });
    }
});
