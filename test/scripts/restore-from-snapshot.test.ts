import assert from "node:assert/strict";
import { jsonError, queryError } from "../support/aws.ts";
import { KEY, restoring } from "../support/restoring.ts";
import { snapshots } from "../support/snapshots.ts";

const HERE = "eu-central-1";
const arn = (region: string, id: string) => `arn:aws:rds:${region}:123456789012:snapshot:${id}`;
const nightly = { instance: "shop-live-a", kmsKeyArn: KEY };

describe("npm run restore from a snapshot", () => {
    const r = restoring();
    let copies: URLSearchParams[];
    const make = (...list: Parameters<typeof snapshots>[0]) => {
        copies = [];
        r.aws.standIns.unshift(snapshots(list, copies));
    };
    const generations = () =>
        /generations:\n([\s\S]*?) {2}airworthy:uploads/.exec(r.shop.settings)?.[1] ?? "";

    it("takes a recovery point of this region and key as it is, by the ARN that npm run backups shows", async () => {
        const id = "awsbackup:job-1";
        make({ ...nightly, id, region: HERE });
        assert.equal(await r.run("--to", arn(HERE, id), "--apply", "--yes"), 0);
        assert.match(generations(), new RegExp(`b:\n +version: 18\n +snapshot: ${arn(HERE, id)}\n$`));
        assert.equal(copies.length, 0);
    });

    it("takes a snapshot that somebody made, by its name", async () => {
        await r.snapshot("shop-live-a", "before-release");
        assert.equal(await r.run("--to", "before-release", "--apply", "--yes"), 0);
        assert.match(generations(), new RegExp(`snapshot: ${arn(HERE, "before-release")}`));
    });

    it("copies a recovery point of the other region under the database's key, waits, and starts from the copy", async () => {
        const id = "awsbackup:copyjob-1";
        make({ ...nightly, id, region: "eu-west-1", kmsKeyArn: `${KEY}-there` });
        assert.equal(await r.run("--to", arn("eu-west-1", id)), 0);
        assert.match(
            r.shop.data.join("\n"),
            /copies first +to shop-live-from-\w{12} under the database's key, for it is in eu-west-1/,
        );
        assert.equal(copies.length, 0);
        assert.equal(await r.run("--to", arn("eu-west-1", id), "--apply", "--yes"), 0);
        assert.equal(copies.length, 1);
        const copy = copies.at(0);
        assert.equal(copy?.get("KmsKeyId"), KEY);
        assert.equal(copy?.get("SourceDBSnapshotIdentifier"), arn("eu-west-1", id));
        // The SDK signs the question to the other region.
        assert.match(copy?.get("PreSignedUrl") ?? "", /^https:\/\/rds\.eu-west-1\.amazonaws\.com[:/]/);
        assert.match(r.shop.said, /the copy shop-live-from-\w+ is creating, 40 %/);
        assert.match(
            generations(),
            /snapshot: arn:aws:rds:eu-central-1:123456789012:snapshot:shop-live-from-\w{12}\n$/,
        );
    });

    it("copies once, however often it is stopped afterwards", async () => {
        const id = "awsbackup:job-2";
        make({ ...nightly, id, region: HERE, kmsKeyArn: `${KEY}-old` });
        for (const fails of ["preview", "up", undefined]) {
            r.shop.pulumi({ fails });
            assert.equal(await r.run("--to", arn(HERE, id), "--apply", "--yes"), fails ? 1 : 0);
        }
        assert.equal(copies.length, 1);
        assert.equal(generations().match(/snapshot:/g)?.length, 2); // the key, and in the ARN
    });

    it("stops before the settings are touched when it may not copy, and names the right that is missing", async () => {
        const id = "awsbackup:job-3";
        make({ ...nightly, id, region: HERE, kmsKeyArn: `${KEY}-old` });
        const text = "User: x is not authorized to perform: kms:CreateGrant on resource: y";
        r.aws.standIns.unshift(({ action }) =>
            action === "CopyDBSnapshot" ? queryError("AccessDenied", text, 403) : undefined,
        );
        const before = r.shop.settings;
        assert.equal(await r.run("--to", arn(HERE, id), "--apply", "--yes"), 2);
        assert.match(r.shop.said, /You may not kms:CreateGrant; /);
        assert.deepEqual([r.shop.settings, r.shop.asked], [before, []]);
    });

    it("refuses a point of another database, and changes nothing", async () => {
        const id = "awsbackup:job-4";
        make({ ...nightly, id, region: HERE, instance: "accounting-live-a" });
        assert.equal(await r.run("--to", arn(HERE, id), "--apply", "--yes"), 2);
        assert.match(r.shop.said, /is of the database accounting-live-a, and not of shop-live/);
        assert.deepEqual(r.shop.asked, []);
    });

    it("takes the copy that another environment of the project has in this region, when it is named", async () => {
        const id = "awsbackup:copyjob-2";
        const owned = { ...nightly, id, region: HERE, instance: "shop-first-a", kmsKeyArn: `${KEY}-first` };
        make(owned);
        assert.equal(await r.run("--to", arn(HERE, id)), 2);
        assert.match(r.shop.said, /shop-first-a, and not of shop-live; .* --from the stack that it is of/);
        assert.equal(await r.run("--to", arn(HERE, id), "--from", "other"), 2);
        assert.match(r.shop.said, /and not of shop-other/);
        assert.equal(await r.run("--to", arn(HERE, id), "--from", "first"), 0);
        assert.match(r.shop.data.join("\n"), /a snapshot of generation a of shop-first/);
        assert.match(r.shop.said, /Next: .* --from first --apply/);
        assert.equal(copies.length, 0);
        assert.equal(await r.run("--to", arn(HERE, id), "--from", "first", "--apply", "--yes"), 0);
        assert.equal(copies.at(0)?.get("KmsKeyId"), KEY);
        assert.match(generations(), /b:\n +version: 18\n +snapshot: \S+:shop-live-from-\w{12}\n$/);
    });

    it("stops at credentials that expire in the middle, and goes on with fresh ones", async () => {
        const id = "awsbackup:job-5";
        make({ ...nightly, id, region: HERE });
        let isExpired = true;
        r.aws.standIns.unshift(({ service }) =>
            service === "backup" && isExpired
                ? jsonError("ExpiredTokenException", "expired", 403)
                : undefined,
        );
        assert.equal(await r.run("--to", arn(HERE, id), "--apply", "--yes"), 2);
        assert.match(r.shop.said, /takes your credentials no more.*it goes on where it is/);
        assert.deepEqual(r.shop.asked, []);
        isExpired = false;
        assert.equal(await r.run("--to", arn(HERE, id), "--apply", "--yes"), 0);
    });
});
