import assert from "node:assert/strict";
import { ChangingOver } from "../support/changing-over.ts";
import { restoring } from "../support/restoring.ts";

const DO = ["--cutover", "b", "--apply", "--yes"];
const URN = "urn:pulumi:live::shop::airworthy:data:Postgres$aws:rds/instance:Instance::postgres-a";
const fault = (errorMessage: string) => () => ({ fault: JSON.stringify({ errorMessage, trace: ["x"] }) });

describe("npm run restore -- --cutover", () => {
    const r = restoring();
    let over: ChangingOver;
    beforeEach(() => {
        over = new ChangingOver(r.shop);
    });

    it("without --apply shows what serves, what would, and what stays behind, and changes nothing", async () => {
        assert.equal(await over.run("--cutover", "b"), 0);
        const plan = r.shop.data.join("\n");
        assert.match(plan, /^Change-over of shop-live to generation b:\n/);
        assert.match(plan, /serves now +a, shop-live-a, last heartbeat 2026-11-21T03:00:00Z\n/);
        assert.match(
            plan,
            /would serve +b, shop-live-b, last heartbeat 2026-11-20T02:00:00Z; restored from arn:x\n/,
        );
        assert.match(plan, /left behind +25 h of writes, as the rows below show; a keeps them\n/);
        assert.match(plan, /step 1 +next: b in Pulumi\.live\.yaml/);
        assert.match(plan, /\npublic\.orders +120 +118 +\+2\n/);
        assert.match(plan, /\npublic\.visits +about 9000000 +about 9100000 +-100000\n/);
        assert.match(plan, /Tables with as many rows in both: 1\./);
        assert.match(
            r.shop.said,
            /Nothing was changed\. Next: npm run restore -- --stack live --cutover b --apply$/,
        );
        over.isUntouched();
        assert.ok(over.calls.every((call) => !/align|"switch"|^npm|^pulumi (preview|up)/.test(call)));
    });

    it("opens the way, switches and settles it, in that order, and leaves the settings as if by hand", async () => {
        r.shop.answers = ["shop-live"];
        assert.equal(await over.run("--cutover", "b", "--apply"), 0);
        assert.deepEqual(over.done, ["up a next b", "switch shop-live-b", "up b"]);
        assert.equal(r.shop.settings, over.before.replace("active: a", "active: b"));
        const events = over.calls
            .flatMap((call) => /^shop-live-\w+ (.*)/.exec(call) ?? [])
            .filter((_, at) => at % 2);
        assert.deepEqual(
            events.map((event) => JSON.parse(event) as object),
            [
                { action: "switched?" },
                { action: "compare", to: "shop-live-b" },
                { action: "align", instance: "shop-live-b" },
                { action: "switch", to: "shop-live-b" },
            ],
        );
        assert.match(r.shop.data.join("\n"), /a sign-in was refused there \(28000\); 40 sessions were ended/);
        assert.match(r.shop.data.join("\n"), /2 moved, paused for 410 ms; longest stall 460 ms/);
        assert.match(r.shop.said, /Commit and push Pulumi\.live\.yaml now/);
    });

    it("changes nothing unless the environment's name is typed", async () => {
        r.shop.answers = ["live"];
        assert.equal(await over.run("--cutover", "b", "--apply"), 2);
        assert.match(r.shop.said, /That is not shop-live\. Nothing was changed/);
        over.isUntouched();
    });

    it("of what serves already deploys what is left, and switches nothing", async () => {
        await over.run(...DO);
        over.done = [];
        assert.equal(await over.run("--cutover", "b"), 0);
        assert.match(r.shop.data.join("\n"), /serves now +b, and keeps serving: nothing is switched/);
        assert.equal(await over.run(...DO), 0);
        assert.deepEqual(over.done, ["up b"]);
    });

    it("when the switch is cancelled says who serves; goes on, or gives up, and the settings are as before", async () => {
        const cancelled = fault("The pooler task-2 did not pause: 3 transactions are open");
        over.answers["switch"] = () => {
            const [from, to] = [{ instance: "shop-live-a" }, { instance: "shop-live-b" }];
            over.record = { phase: "cancelled", from, to, epoch: 1 };
            return cancelled();
        };
        assert.equal(await over.run(...DO), 1);
        assert.match(
            r.shop.said,
            /shop-live-switch says: The pooler task-2 did not pause: 3 .* are open\. a serves\./,
        );
        assert.match(r.shop.said, /give it up: --cutover a --apply$/);
        assert.match(r.shop.settings, /active: a\n {4}next: b\n/);
        assert.equal(await over.run("--cutover", "a", "--apply", "--yes"), 0, r.shop.said);
        assert.deepEqual([r.shop.settings, over.deployed], [over.before, { active: "a" }]);
        over.answers = {};
        assert.equal(await over.run(...DO), 0);
        assert.equal(over.serving, "b");
    });

    it("goes on when the switch was done and its answer lost", async () => {
        over.answers["switch"] = () => {
            const [from, to] = [{ instance: "shop-live-a" }, { instance: "shop-live-b" }];
            over.record = { phase: "switched", from, to, epoch: 1 };
            return { fault: "Read timeout on endpoint URL" };
        };
        assert.equal(await over.run(...DO), 0);
        assert.match(r.shop.said, /Read timeout .* The record says that b serves, so it goes on/);
        assert.deepEqual(over.deployed, { active: "b" });
    });

    it("takes no answer for a switch but one that says so and shows the evidence", async () => {
        for (const result of [undefined, {}, { phase: "cancelled" }, { phase: "switched" }]) {
            over.answers["switch"] = () => ({ result });
            assert.equal(await over.run(...DO), 1);
            assert.match(r.shop.said, /shop-live-switch answered .*\. a serves\./);
        }
        assert.deepEqual(over.deployed, { active: "a", next: "b" });
    });

    it("beside somebody else's switch stops, and says that it is one", async () => {
        over.answers["switch"] = () => {
            const [from, to] = [{ instance: "shop-live-a" }, { instance: "shop-live-b" }];
            over.record = { phase: "pausing", from, to, epoch: 1 };
            return fault("A switch runs since 03:00:04Z")();
        };
        assert.equal(await over.run(...DO), 1);
        assert.match(
            r.shop.said,
            /A switch runs since 03:00:04Z\. A switch from a to b is under way: somebody else's/,
        );
        assert.equal(await over.run("--cutover", "a", "--apply", "--yes"), 2);
        assert.match(r.shop.said, /under way, or was stopped in the middle \(epoch 1\)/);
    });

    it("says that it does not know, when neither the switch nor its record answers", async () => {
        over.answers["switch"] = () => {
            over.answers["switched?"] = fault("connect ETIMEDOUT");
            return fault("connect ETIMEDOUT")();
        };
        assert.equal(await over.run(...DO), 1);
        assert.match(r.shop.said, /Whether b serves is not known, for .*Run the same command: it asks again/);
    });

    it("deploys nothing before the switch but the way to the generation", async () => {
        const rule = (op: string, name: string) => ({
            op,
            urn: `urn:pulumi:live::shop::airworthy:data:Postgres$aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::${name}`,
        });
        const strange = [
            { op: "update", urn: URN },
            rule("create", "postgres-c-client"),
            rule("update", "postgres-b-server-client"),
            rule("delete", "postgres-c-server-client"),
            {
                op: "create",
                urn: "urn:pulumi:live::shop::aws:ec2/securityGroup:SecurityGroup::postgres-b-client",
            },
            {},
        ];
        over.steps = strange;
        assert.equal(await over.run(...DO), 1);
        const [, told = ""] = /would do more than it is for: (.*?)\. Somebody's/.exec(r.shop.said) ?? [];
        assert.equal(told.split(";").length, strange.length);
        assert.deepEqual([over.done, over.record], [[], null]);
    });

    it("after the switch deploys nothing that takes a database away, and goes on when that is mended", async () => {
        over.answers["switch"] = () => {
            over.answers = {};
            over.steps = ["delete", "replace", "delete-replaced"].map((op) => ({ op, urn: URN }));
            return { fault: "x" };
        };
        assert.equal(await over.run(...DO), 1);
        assert.equal(await over.run(...DO), 1);
        over.steps = [];
        assert.equal(await over.run(...DO), 0);
        assert.deepEqual(over.done, ["up a next b", "up a next b", "switch shop-live-b", "up b"]);
    });
});
