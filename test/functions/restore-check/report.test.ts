import assert from "node:assert/strict";
import { keyOf, type Evidence } from "../../../functions/restore-check/evidence.ts";
import { restoreFrom } from "../../../functions/restore-check/job.ts";
import { messageOf } from "../../../functions/restore-check/report.ts";

const measured = { tables: 3, knownRows: 10, comparedRows: 5, indexes: 7 };
const told = (reasons: string[]) =>
    messageOf(
        { proven: reasons.length === 0, reasons, measured } as unknown as Evidence,
        "restore-proofs/a.json",
    );
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 6, minutes));

describe("the message to AWS Backup", () => {
    it("says what was checked, and where the rest is", () => {
        assert.equal(told([]), "Proven: 3 tables, 10 known rows, 7 indexes. See restore-proofs/a.json.");
    });

    it("is one line of at most 500 characters, whatever the reasons, and still says where the rest is", () => {
        const long = told(Array.from({ length: 900 }, (_, n) => `table\npublic.t${n} is missing`));
        assert.equal(long.length, 500);
        assert.match(long, /^900 reasons: table public\.t0 is missing; .*… See restore-proofs\/a\.json\.$/);
    });
});

describe("the name of evidence", () => {
    it("sorts by date and tells the restore", () => {
        assert.equal(
            keyOf({ job: "C1B2", completedAt: new Date("2026-11-23T06:41:00.123Z") }),
            "restore-proofs/2026-11-23T06-41-00Z-C1B2.json",
        );
    });
});

describe("what is known of a restore", () => {
    const job = {
        ...{ RestoreJobId: "a", CreatedResourceArn: "arn:copy", RecoveryPointArn: "arn:point" },
        ...{ CreationDate: at(50), CompletionDate: at(59), SourceResourceArn: "arn:source" },
    };
    const point = { CreationDate: at(0), InitiationDate: at(10), CompletionDate: at(30) };

    it("has the moment of the data between when RDS took the snapshot and when AWS Backup had it", () => {
        const { takenAt, wholeBy } = restoreFrom(job, point, at(12));
        assert.deepEqual([takenAt, wholeBy], [at(12), at(30)]);
    });

    it("has it from the beginning of the backup on where RDS does not tell", () => {
        assert.deepEqual(restoreFrom(job, point).takenAt, at(10));
        assert.deepEqual(restoreFrom(job, { CreationDate: at(0) }).takenAt, at(0));
    });

    it("has it never later than the order to restore, nor in an order that can't be", () => {
        assert.deepEqual(restoreFrom(job, { ...point, CompletionDate: at(55) }, at(12)).wholeBy, at(50));
        assert.deepEqual(restoreFrom(job, { ...point, CompletionDate: at(11) }, at(12)).wholeBy, at(12));
    });

    it("is refused with the names of what AWS does not tell", () => {
        assert.throws(
            () => restoreFrom({ ...job, CompletionDate: undefined, CreatedResourceArn: undefined }, point),
            /does not tell CreatedResourceArn, CompletionDate; try again later/,
        );
    });
});
