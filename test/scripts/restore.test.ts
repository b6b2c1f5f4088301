import assert from "node:assert/strict";
import { restoring, SOURCE, YESTERDAY } from "../support/restoring.ts";

const B = `      b:
        version: 18
        resourceId: ${SOURCE}
        time: "${YESTERDAY}"
`;
const UP = "up --stack live --yes --skip-preview --non-interactive";
const DEPLOYED = [
    "npm run --silent rehearse -- --stack live",
    "preview --json --stack live --non-interactive",
    `${UP} # a b`,
];

describe("npm run restore", () => {
    const r = restoring();

    it("without --apply plans and changes nothing", async () => {
        const before = r.shop.settings;
        assert.equal(await r.run("--to", YESTERDAY), 0);
        const plan = r.shop.data.join("\n");
        assert.match(plan, /^Restore of shop-live:\n {2}data of +\S+Z, 24 h ago\n/);
        assert.match(plan, /makes +generation b: a new database, shop-live-b, db\.t4g\.medium with 50 GiB/);
        assert.match(plan, /would lose +24 h of writes/);
        assert.match(plan, /takes +not known: no restore has been measured/);
        assert.match(
            r.shop.said,
            /Nothing was changed\. Next: npm run restore -- --stack live --to \S+ --apply$/,
        );
        assert.deepEqual([r.shop.settings, r.shop.asked, r.invoked], [before, [], []]);
        assert.deepEqual(
            r.aws.asked.filter((call) => /Create|Copy|Modify|Restore|Delete/.test(call)),
            [],
        );
    });

    it("tells how long it takes only from a restore that was measured", async () => {
        const ended = { Status: "COMPLETED", CreationDate: 1_795_000_000, CompletionDate: 1_795_002_460 };
        r.backup.restoreJobs = [{ RestoreJobId: "job-9", ...ended }];
        await r.run("--to", YESTERDAY);
        assert.match(
            r.shop.data.join("\n"),
            /takes +41 min, as measured on 2026-11-\S+Z by the restore job job-9/,
        );
    });

    it("adds a generation, rehearses, previews, deploys, checks the copy and stops before the change-over", async () => {
        const before = r.shop.settings;
        r.shop.answers = ["shop-live"];
        assert.equal(await r.run("--to", YESTERDAY, "--apply"), 0);
        const at = before.indexOf("  airworthy:uploads");
        assert.equal(r.shop.settings, before.slice(0, at) + B + before.slice(at));
        assert.deepEqual(r.shop.asked, DEPLOYED);
        assert.deepEqual(r.invoked, [["shop-live-roles", { action: "align", instance: "shop-live-b" }]]);
        assert.match(r.shop.said, /generation b runs beside a, which is in use as before/);
        assert.match(r.shop.said, /docs\/runbooks\/cutover\.md/);
    });

    it("changes nothing unless the environment's name is typed", async () => {
        const before = r.shop.settings;
        r.shop.answers = ["live"];
        assert.equal(await r.run("--to", YESTERDAY, "--apply"), 2);
        assert.match(
            r.shop.said,
            /Type the environment's name, shop-live.*\n.*That is not shop-live\. Nothing was changed/,
        );
        assert.equal(await r.run("--to", YESTERDAY, "--apply"), 2);
        assert.match(r.shop.said, /Nobody is at a terminal to type shop-live; use --yes/);
        assert.deepEqual([r.shop.settings, r.shop.asked], [before, []]);
    });

    it("goes on where it was stopped, at each step, and makes one copy", async () => {
        r.shop.project.write({ "rehearsal.json": "1" });
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 1);
        assert.match(r.shop.said, /The rehearsal finds faults.*--despite-faults/);
        r.shop.project.write({ "rehearsal.json": "0" });
        for (const fails of ["preview", "up"]) {
            r.shop.pulumi({ fails });
            assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 1);
            assert.match(r.shop.data.join("\n"), /makes +generation b: .*\(begun already\)/);
        }
        assert.match(
            r.shop.said,
            /pulumi up failed \(exit 255\).*locked, somebody else is deploying.*it goes on/,
        );
        r.shop.pulumi({ fails: undefined });
        r.answer = { fault: "no answer in 15 minutes" };
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 1);
        assert.match(r.shop.said, /shop-live-b is there, and NOT CHECKED: no answer in 15 minutes/);
        r.answer = { result: { passwords: [] } };
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 0);
        assert.equal(r.shop.settings.match(/resourceId/g)?.length, 1);
        assert.ok(
            r.shop.asked.filter((line) => line.startsWith("up")).every((line) => line.endsWith("# a b")),
        );
    });

    it("twice at once is one copy: the second one finds it, or is refused", async () => {
        const both = await Promise.all([
            r.run("--to", YESTERDAY, "--apply", "--yes"),
            r.run("--to", YESTERDAY, "--apply", "--yes"),
        ]);
        assert.ok(both.includes(0) && both.every((code) => code === 0 || code === 2), r.shop.said);
        assert.equal(r.shop.settings.match(/resourceId/g)?.length, 1);
        assert.ok(
            r.shop.asked.filter((line) => line.startsWith("up")).every((line) => line.endsWith("# a b")),
        );
    });

    it("makes another copy of the same second when the first is in use, or on its way out", async () => {
        await r.run("--to", YESTERDAY, "--apply", "--yes");
        await r.database("shop-live-b");
        const changes = [
            ["active: a", "active: b"],
            [`time: "${YESTERDAY}"`, `time: "${YESTERDAY}"\n        retire: it was the wrong one`],
        ] as const;
        const deployed = r.shop.settings;
        for (const [from, to] of changes) {
            r.shop.project.write({ "Pulumi.live.yaml": deployed.replace(from, to) });
            const active = to === "active: b" ? "b" : "a";
            const databaseGenerations = { a: "shop-live-a", b: "shop-live-b" };
            r.shop.outputs({ databaseInstance: `shop-live-${active}`, databaseGenerations });
            assert.equal(await r.run("--to", YESTERDAY, "--from", "a"), 0, r.shop.said);
            assert.match(r.shop.data.join("\n"), /makes +generation c: /);
        }
    });

    it("with a copy that nobody could check ends with 1, never with good", async () => {
        r.answer = { fault: "x", isMissing: true };
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 1);
        assert.match(r.shop.said, /NOT CHECKED: there is no function shop-live-roles/);
        r.answer = { result: undefined };
        assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 1);
    });

    it("with another restore unfinished refuses, and says how to finish that", async () => {
        r.shop.pulumi({ fails: "up" });
        await r.run("--to", YESTERDAY, "--apply", "--yes");
        const other = YESTERDAY.replace(/:\d\dZ$/, ":07Z");
        assert.equal(
            await r.run(
                "--to",
                other === YESTERDAY ? other.replace("07Z", "08Z") : other,
                "--apply",
                "--yes",
            ),
            2,
        );
        assert.match(
            r.shop.said,
            new RegExp(`Generation b is in Pulumi.live.yaml and not deployed.*--to ${YESTERDAY} --apply`),
        );
    });

    it("deploys nothing that would delete or replace anything, and names it", async () => {
        const urn = "urn:pulumi:live::shop::aws:rds/instance:Instance::postgres-a";
        for (const op of ["delete", "replace", "create-replacement", "delete-replaced"]) {
            r.shop.pulumi({
                steps: [
                    { op: "create", urn: `${urn}b` },
                    { op, urn },
                ],
            });
            assert.equal(await r.run("--to", YESTERDAY, "--apply", "--yes"), 1);
            assert.match(
                r.shop.said,
                new RegExp(`do more than it is for: ${op} aws:rds/instance:Instance postgres-a\\.`),
            );
        }
        assert.deepEqual(
            r.shop.asked.filter((line) => line.startsWith("up")),
            [],
        );
    });
});
