import assert from "node:assert/strict";
import type { DBSnapshot } from "@aws-sdk/client-rds";
import type { Point } from "../../../../scripts/lib/points/point.ts";
import { readTo, wantedSecond, wantedSnapshot, type Known } from "../../../../scripts/lib/restore/wanted.ts";

const known: Known = {
    environment: "shop-live",
    region: "eu-central-1",
    account: "123456789012",
    kmsKeyArn: "key-1",
    now: new Date("2026-11-21T12:00:00Z"),
};
const window = (generation: string, more: Partial<Point> = {}): Point => ({
    ...{
        kind: "any second",
        generation,
        region: "eu-central-1",
        resourceId: `db-${generation}`,
        version: "18.1",
    },
    ...{ from: "2026-11-07T03:10:00Z", time: "2026-11-21T11:55:00Z", to: "", kmsKeyArn: "key-1" },
    ...{ proof: "not tested", isReady: true },
    ...more,
});
const snapshot = (more: Partial<DBSnapshot> = {}): DBSnapshot => ({
    DBSnapshotArn: "arn:aws:rds:eu-central-1:123456789012:snapshot:before",
    ...{
        DBInstanceIdentifier: "shop-live-a",
        Engine: "postgres",
        EngineVersion: "17.6",
        Status: "available",
    },
    ...{ KmsKeyId: "key-1", SnapshotCreateTime: new Date("2026-11-20T00:30:00Z") },
    ...more,
});

describe("what a restore begins with", () => {
    it("takes a time in UTC, a snapshot's name, and its ARN with the region in it", () => {
        assert.deepEqual(readTo("2026-11-20T02:00:00Z", known), { time: "2026-11-20T02:00:00Z" });
        assert.deepEqual(readTo("before-release", known), {
            snapshot: "before-release",
            region: "eu-central-1",
        });
        const arn = "arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:copyjob-1";
        assert.deepEqual(readTo(arn, known), { snapshot: "awsbackup:copyjob-1", region: "eu-west-1" });
    });

    const unclear = [
        "yesterday 2am",
        "-1h",
        "2026-11-20T02:00:00+01:00",
        "2026-11-20T02:00:00",
        "2026-11-20T02:00:00.5Z",
        "2026-02-30T02:00:00Z",
        "20261120",
        "",
    ];
    for (const to of unclear) {
        it(`refuses "${to}" and shows how a time is written`, () => {
            assert.throws(
                () => readTo(to, known),
                /use an absolute time in UTC and whole seconds, such as 2026-/,
            );
        });
    }

    it("refuses another account's snapshot, and an ARN that is none", () => {
        const foreign = "arn:aws:rds:eu-central-1:999999999999:snapshot:x";
        assert.throws(
            () => readTo(foreign, known),
            /of the account 999999999999, and the environment is in 123456789012/,
        );
        const continuous = "arn:aws:backup:eu-central-1:123456789012:recovery-point:continuous:db-x-1";
        assert.throws(
            () => readTo(continuous, known),
            /which is no snapshot; of a continuous backup, use an absolute time/,
        );
    });

    it("restores a second by the resource id, which outlives the instance", () => {
        const wanted = wantedSecond("2026-11-20T02:00:00Z", "a", [window("a")], known);
        assert.deepEqual(wanted.origin, { resourceId: "db-a", time: "2026-11-20T02:00:00Z" });
        assert.equal(wanted.version, 18);
    });

    it("takes the first and the last second of the window, and none beside them", () => {
        const points = [
            window("a"),
            window("b", { from: "2026-11-01T00:00:00Z", time: "2026-11-07T03:00:00Z" }),
        ];
        for (const time of ["2026-11-07T03:10:00Z", "2026-11-21T11:55:00Z"])
            wantedSecond(time, "a", points, known);
        const before = () => wantedSecond("2026-11-07T03:09:59Z", "a", points, known);
        assert.throws(
            before,
            /before the window: generation a can be restored from 2026-11-07T03:10:00Z to 2026-11-21T11:55:00Z\.$/,
        );
        const late = () => wantedSecond("2026-11-21T11:55:01Z", "a", points, known);
        assert.throws(late, /later than RDS can restore yet/);
        const future = () => wantedSecond("2026-11-21T12:00:01Z", "a", points, known);
        assert.throws(future, /in the future; it is 2026-11-21T12:00:00Z now/);
    });

    it("names the generation that has the second, and those that have any", () => {
        const points = [
            window("a"),
            window("b", { from: "2026-11-01T00:00:00Z", time: "2026-11-07T03:00:00Z" }),
        ];
        const other = () => wantedSecond("2026-11-05T00:00:00Z", "a", points, known);
        assert.throws(other, /Generation b has that second: --from b\./);
        const none = () => wantedSecond("2026-11-05T00:00:00Z", "z", points, known);
        assert.throws(none, /keeps no window of generation z; use --from with one of: a, b\./);
    });

    it("refuses a second of a backup under another key, for RDS would restore it under that", () => {
        const wanted = () =>
            wantedSecond("2026-11-20T02:00:00Z", "a", [window("a", { kmsKeyArn: "old" })], known);
        assert.throws(wanted, /is encrypted with old, and the database in use with key-1;.*use a snapshot/);
    });

    it("takes a snapshot of this region and key as it is, with its own major version", () => {
        const { origin, version, copy } = wantedSnapshot(snapshot(), "eu-central-1", known);
        assert.deepEqual([origin, version, copy], [{ snapshot: snapshot().DBSnapshotArn }, 17, undefined]);
    });

    it("copies one of another region, another key or no key, under a name that every run finds again", () => {
        const elsewhere = wantedSnapshot(snapshot(), "eu-west-1", known);
        assert.match(elsewhere.copy?.target ?? "", /^shop-live-from-[0-9a-f]{12}$/);
        assert.deepEqual(elsewhere.origin, {
            snapshot: `arn:aws:rds:eu-central-1:123456789012:snapshot:${elsewhere.copy?.target}`,
        });
        assert.deepEqual(wantedSnapshot(snapshot(), "eu-west-1", known), elsewhere);
        const rekeyed = wantedSnapshot(snapshot({ KmsKeyId: "old" }), "eu-central-1", known);
        assert.equal(rekeyed.copy?.reason, "it is encrypted with old");
        const bare = wantedSnapshot(snapshot({ KmsKeyId: undefined }), "eu-central-1", known);
        assert.equal(bare.copy?.reason, "it is encrypted with no key");
        const other = wantedSnapshot(snapshot({ DBSnapshotArn: "arn:other" }), "eu-west-1", known);
        assert.notEqual(other.copy?.target, elsewhere.copy?.target);
    });

    const bad: [string, Partial<DBSnapshot>, RegExp][] = [
        [
            "of another database",
            { DBInstanceIdentifier: "shop-live-eu-a" },
            /of the database shop-live-eu-a, and not of shop-live/,
        ],
        ["of another engine", { Engine: "mysql" }, /is of mysql, and not of postgres/],
        ["that is not complete", { Status: "creating" }, /is creating; wait/],
        ["without a version", { EngineVersion: undefined }, /AWS tells no version of Postgres/],
    ];
    for (const [what, more, says] of bad) {
        it(`refuses a snapshot ${what}`, () => {
            assert.throws(() => wantedSnapshot(snapshot(more), "eu-central-1", known), says);
        });
    }

    it("counts the age of a copied snapshot from the data, not from the copying", () => {
        const times = { OriginalSnapshotCreateTime: new Date("2026-11-01T00:00:00Z") };
        assert.equal(
            wantedSnapshot(snapshot(times), "eu-central-1", known).at.toISOString(),
            "2026-11-01T00:00:00.000Z",
        );
    });
});
