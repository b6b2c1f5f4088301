import assert from "node:assert/strict";
import { database, faults, ready } from "../support/settings.ts";

const NEW = { version: 18 };
const RESTORED = { version: 18, resourceId: `db-${"A1".repeat(13)}`, time: "2026-11-20T02:00:00Z" };
const SNAPSHOT = "arn:aws:rds:eu-central-1:123456789012:snapshot:awsbackup:job-1";
/** What follows another database can't be stopped at night. */
const AWAKE = {
    "airworthy:sleep": JSON.stringify({ ...JSON.parse(ready["airworthy:sleep"]!), nights: "awake" }),
};
const FIRST = "arn:aws:rds:eu-west-1:123456789012:db:acme-production-a";

describe("the settings of a database's generations", () => {
    const refusals: Record<string, [changes: object, fault: RegExp]> = {
        "an active generation that there is not": [
            { active: "b" },
            /database\.active is b; use the name of one/,
        ],
        "an active generation that is to retire": [
            { generations: { a: { ...NEW, retire: "moved to generation b" } } },
            /database\.active is a; use the name of one of the generations that is not to retire/,
        ],
        "a next generation that there is not": [
            { next: "b" },
            /database\.next is b; use the name of another generation that is not to retire, or leave it out/,
        ],
        "a next generation that is the active one": [
            { next: "a" },
            /database\.next is a; use the name of another/,
        ],
        "a next generation that is to retire": [
            { next: "b", generations: { a: NEW, b: { ...NEW, retire: "moved to generation c" } } },
            /database\.next is b; use the name of another generation that is not to retire/,
        ],
        "a next generation of a name that every object has": [
            { next: "constructor" },
            /database\.next is constructor; use the name of another/,
        ],
        "no generation": [{ generations: {} }, /database\.active is a; use/],
        "a name that is too long for an instance's": [
            { generations: { a: NEW, november20th: RESTORED } },
            /database\.generations\.november20th can't be called so; use .*8 lower-case/,
        ],
        "a time without the instance whose backup it is": [
            { generations: { a: NEW, b: { ...RESTORED, resourceId: undefined } } },
            /database\.generations\.b\.resourceId is missing; use the resource id/,
        ],
        "an instance without the time": [
            { generations: { a: NEW, b: { ...RESTORED, time: undefined } } },
            /database\.generations\.b\.time is missing; use an absolute time in UTC/,
        ],
        "a time that is not absolute": [
            { generations: { a: NEW, b: { ...RESTORED, time: "yesterday" } } },
            /database\.generations\.b\.time is yesterday; use an absolute time in UTC/,
        ],
        "two origins": [
            { generations: { a: NEW, b: { ...RESTORED, snapshot: SNAPSHOT } } },
            /database\.generations\.b\.snapshot is arn.*; use .*no resourceId/,
        ],
        "a snapshot by its name": [
            { generations: { a: NEW, b: { version: 18, snapshot: "nightly" } } },
            /database\.generations\.b\.snapshot is nightly; use the ARN of an RDS snapshot/,
        ],
        "to follow a database by its name": [
            { generations: { a: NEW, b: { ...NEW, replicaOf: "acme-production-a" } } },
            /database\.generations\.b\.replicaOf is acme-production-a; use the ARN of an RDS instance .* in another region/,
        ],
        "to follow a database of AWS's regions for governments": [
            {
                generations: {
                    a: NEW,
                    b: { ...NEW, replicaOf: FIRST.replace("eu-west-1", "us-gov-west-1") },
                },
            },
            /database\.generations\.b\.replicaOf is arn:aws:rds:us-gov-west-1:.*; use the ARN of an RDS instance/,
        ],
        "to follow a database of this very region": [
            { generations: { a: NEW, b: { ...NEW, replicaOf: FIRST.replace("eu-west-1", "eu-central-1") } } },
            /database\.generations\.b\.replicaOf is arn:aws:rds:eu-central-1:.*; use .* in another region/,
        ],
        "to follow a database of another part of the world, whose data the law may keep there": [
            { generations: { a: NEW, b: { ...NEW, replicaOf: FIRST.replace("eu-west-1", "us-east-1") } } },
            /database\.generations\.b\.replicaOf is arn:aws:rds:us-east-1:.*; use .* of the same part of the world/,
        ],
        "to follow a database and to start from a snapshot": [
            { generations: { a: NEW, b: { ...NEW, snapshot: SNAPSHOT, replicaOf: FIRST } } },
            /database\.generations\.b\.replicaOf is arn.*; use .*no snapshot/,
        ],
        "a version that is not supported": [
            { generations: { a: { version: 12 } } },
            /database\.generations\.a\.version is 12; use 17 or 18/,
        ],
        "a key that a generation does not have": [
            { generations: { a: { ...NEW, snapshotArn: SNAPSHOT } } },
            /database\.generations\.a\.snapshotArn is .*there is no such setting; use one of version, snapshot/,
        ],
    };
    for (const [what, [changes, fault]] of Object.entries(refusals)) {
        it(`refuses ${what}, once, and says what to use`, () => {
            const found = faults({ "airworthy:database": database(changes), ...AWAKE });
            assert.equal(found.length, 1, found.join("\n"));
            assert.match(found[0] ?? "", fault);
        });
    }

    it("refuses to follow a database of another account than the environment's, where that is known", () => {
        const generations = { a: NEW, b: { ...NEW, replicaOf: FIRST } };
        const settings = (id: string) => ({
            ...AWAKE,
            "airworthy:database": database({ generations }),
            "airworthy:account": JSON.stringify({ id, guards: "own", guardedBy: "", costMonitorArn: "" }),
        });
        for (const id of ["", "123456789012"]) assert.deepEqual(faults(settings(id)), []);
        const [fault, ...others] = faults(settings("210987654321"));
        assert.match(fault ?? "", /database\.generations\.b\.replicaOf is arn.*; use .* of this account/);
        assert.deepEqual(others, []);
    });

    it("follows one of a part of the world that has no other region", () => {
        const generations = { a: NEW, b: { ...NEW, replicaOf: FIRST.replace("eu-west-1", "il-central-1") } };
        assert.deepEqual(faults({ ...AWAKE, "airworthy:database": database({ generations }) }), []);
    });

    it("takes generations from a time, from a snapshot and new, side by side", () => {
        const generations = { a: NEW, b: RESTORED, c: { version: 17, snapshot: SNAPSHOT } };
        assert.deepEqual(faults({ "airworthy:database": database({ active: "b", generations }) }), []);
        assert.deepEqual(
            faults({ "airworthy:database": database({ active: "b", next: "c", generations }) }),
            [],
        );
    });
});
