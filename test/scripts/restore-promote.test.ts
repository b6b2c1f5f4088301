import assert from "node:assert/strict";
import { queryError } from "../support/aws.ts";
import { FIRST, Follower } from "../support/follower.ts";
import { restoring } from "../support/restoring.ts";

describe("npm run restore -- --promote", () => {
    const r = restoring();
    let follower: Follower;
    const go = (...more: string[]) => r.run("--promote", "b", ...more);
    const standing = async (lagSeconds: number | undefined) => {
        follower = new Follower();
        await follower.make(lagSeconds);
        r.aws.standIns.unshift(follower.answer);
        r.aws.asked.length = 0;
    };
    const told = () =>
        r.ecs.started
            .at(-1)
            ?.overrides?.containerOverrides?.[0]?.environment?.map(
                ({ name, value }) => [name, value] as const,
            ) ?? [];

    beforeEach(async () => {
        const settings = r.shop.settings.replace(
            "a: { version: 18 }",
            `$&\n      b: { version: 18, replicaOf: "${FIRST}" }`,
        );
        r.shop.project.write({ "Pulumi.live.yaml": settings });
        r.shop.outputs({ databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
        await standing(600);
    });

    it("says what it follows, of when its data is and what is lost, and changes nothing without --apply", async () => {
        const before = r.shop.settings;
        assert.equal(await go(), 0);
        const plan = r.shop.data.join("\n");
        assert.match(
            plan,
            /follows +arn:aws:rds:eu-west-1:\d+:db:shop-first-a, in RDS's words: replicating\n/,
        );
        // Ten minutes behind, two minutes ago; the -1 of a minute later is no lag.
        assert.match(plan, /data of +20\S+:00Z, 1[23] min ago, or up to a minute later\n/);
        assert.match(plan, /keeps +shop-live-a, which is in use; nothing is cut over/);
        assert.match(r.shop.said, /Nothing was changed\. Next: .* --stack live --promote b --apply/);
        assert.deepEqual(
            [follower.asked.length, r.invoked, r.shop.settings, r.shop.asked],
            [0, [], before, []],
        );
    });

    it("promotes it with its own backups, waits, lets the roles in, has it judged, and names the next command", async () => {
        r.shop.answers = ["shop-live"];
        assert.equal(await go("--apply"), 0);
        assert.equal(follower.asked.length, 1);
        assert.equal(follower.asked[0]!.get("BackupRetentionPeriod"), "14");
        assert.equal(follower.asked[0]!.get("PreferredBackupWindow"), "03:00-03:30");
        assert.match(
            r.shop.said,
            /shop-live-b is available, and still follows[^]* is modifying[^]* is rebooting/,
        );
        assert.deepEqual(r.invoked, [["shop-live-roles", { action: "align", instance: "shop-live-b" }]]);
        const { INSTANCE, RESTORED_TO, WHOLE_BY } = Object.fromEntries(told()) as Record<string, string>;
        assert.equal(INSTANCE, "shop-live-b");
        const [from, by] = [RESTORED_TO, WHOLE_BY].map((text) => Date.parse(text!));
        assert.ok(
            Math.abs(by! - Date.now()) < 60_000 && by! - from! > 11 * 60_000,
            `${RESTORED_TO} ${WHOLE_BY}`,
        );
        assert.match(r.shop.data.join("\n"), /PROVEN/);
        assert.match(r.shop.said, /Next: npm run restore -- --stack live --cutover b$/);
        // It is no change of the program.
        assert.deepEqual(r.shop.asked, []);
    });

    it("does nothing where the environment's name is not typed", async () => {
        r.shop.answers = ["shop"];
        assert.equal(await go("--apply"), 2);
        assert.deepEqual([follower.asked.length, r.invoked], [0, []]);
    });

    it("waits while RDS backs up, also where that begins between the look and the call", async () => {
        follower.before = ["available", "available", "backing-up", "backing-up", "available"];
        assert.equal(await go("--apply", "--yes"), 0);
        assert.equal(follower.asked.length, 1);
        assert.match(r.shop.said, /is backing-up, and still follows/);
        // In RDS's words, for one that it never lets is waited for in vain.
        assert.match(r.shop.said, /is available, and still follows\. .*it is backing-up/);
    });

    it("goes on where it was stopped: asked already, and promoted already", async () => {
        follower.asked.push(new URLSearchParams());
        follower.after = ["modifying", "modifying", "promoted"];
        assert.equal(await go("--apply", "--yes"), 0);
        assert.equal(follower.asked.length, 1);
        assert.equal(r.invoked.length, 1);
        assert.equal(await go(), 0);
        assert.match(
            r.shop.data.join("\n"),
            /shop-live-b follows no other database any more: it is promoted/,
        );
        assert.equal(await go("--apply", "--yes"), 0);
        assert.deepEqual([follower.asked.length, r.invoked.length], [1, 2]);
    });

    it("stops at a state that does not pass, and at a check that is not proven", async () => {
        follower.after = ["modifying", "failed"];
        assert.equal(await go("--apply", "--yes"), 1);
        assert.match(r.shop.said, /shop-live-b is failed, and does not leave that by itself/);
        assert.deepEqual(r.invoked, []);
        follower.after = ["promoted"];
        r.reasons = ["rows are gone"];
        assert.equal(await go("--apply", "--yes"), 1);
        assert.match(r.shop.said, /NOT PROVEN: .*Next: .*--cutover b$/);
    });

    it("promotes one of which CloudWatch tells nothing, and says that nothing is proven of it", async () => {
        await r.aws.reset();
        await standing(undefined);
        assert.equal(await go(), 0);
        assert.match(
            r.shop.data.join("\n"),
            /data of +not known: CloudWatch has no ReplicaLag of the last 20 hours/,
        );
        assert.equal(await go("--apply", "--yes"), 1);
        assert.equal(follower.asked.length, 1);
        assert.match(r.shop.said, /NOT PROVEN: CloudWatch has no ReplicaLag/);
    });

    it("names the right that is missing, and has changed nothing", async () => {
        const text = "User: x is not authorized to perform: rds:PromoteReadReplica on resource: y";
        r.aws.standIns.unshift(({ action }) =>
            action === "PromoteReadReplica" ? queryError("AccessDenied", text, 403) : undefined,
        );
        assert.equal(await go("--apply", "--yes"), 2);
        assert.match(
            r.shop.said,
            /You may not rds:PromoteReadReplica; let somebody give your role that action/,
        );
        assert.deepEqual(r.invoked, []);
    });

    it("refuses a generation that follows nothing, one in use, and one that RDS does not have", async () => {
        assert.equal(await r.run("--promote", "a"), 2);
        assert.match(r.shop.said, /--promote is a; of the generations in Pulumi\.live\.yaml use b\./);
        r.shop.outputs({ databaseInstance: "shop-live-b" });
        assert.equal(await go(), 2);
        assert.match(r.shop.said, /Generation b is in use: it was promoted before/);
        r.shop.outputs({});
        r.aws.standIns.splice(r.aws.standIns.indexOf(follower.answer), 1);
        await r.aws.reset();
        assert.equal(await go(), 2);
        assert.match(
            r.shop.said,
            /RDS has no shop-live-b in eu-central-1; deploy it first: pulumi up --stack live/,
        );
    });

    it("comes before a change-over to it, and before its end", async () => {
        assert.equal(await r.run("--retire", "b", "--reason", "it was never needed", "--apply", "--yes"), 2);
        assert.match(
            r.shop.said,
            /Generation b follows arn:\S+: RDS deletes no such copy .*--stack live --promote b/,
        );
        const databaseGenerations = { a: "shop-live-a", b: "shop-live-b" };
        r.shop.outputs({ databaseGenerations, switchFunction: "shop-live-switch" });
        r.answer = { result: { record: null } };
        assert.equal(await r.run("--cutover", "b", "--apply", "--yes"), 2);
        assert.match(
            r.shop.said,
            /Generation b follows arn:\S+: nobody can write to it\. First: .* --promote b/,
        );
        assert.deepEqual(r.shop.asked, []);
        follower.before = ["promoted"];
        assert.equal(await r.run("--retire", "b", "--reason", "it was never needed"), 0);
    });
});
