import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
    PROGRAMS,
    RECORDINGS,
    hashOf,
    programs,
    restored,
    stepsOf,
    type Recording,
} from "../../scripts/lib/recording.ts";
import { rehearsed } from "../../scripts/lib/fixed-program.ts";
import { compare, explained } from "../../rehearsal/real/compare.ts";

const MINIMUM_RECORDINGS = 20;

function recordingOf(program: string): Recording {
    return JSON.parse(readFileSync(join(RECORDINGS, `${program}.json`), "utf8")) as Recording;
}

describe("the recordings of the real engine", function () {
    this.timeout(300_000); // a program of three steps runs six times, on a machine with much else to do

    it(`are at least ${MINIMUM_RECORDINGS}, each of a program that is still there`, () => {
        const recorded = readdirSync(RECORDINGS).map((file) => file.replace(/\.json$/, ""));
        assert.ok(recorded.length >= MINIMUM_RECORDINGS, `there are ${recorded.length}`);
        for (const name of recorded) assert.ok(existsSync(join(PROGRAMS, name)), `${name} is gone`);
    });

    for (const program of programs(".")) {
        it(`agree with the rehearsal of ${program}`, async () => {
            const file = join(RECORDINGS, `${program}.json`);
            assert.ok(existsSync(file), `${program} has no recording; run npm run record -- ${program}`);
            const recording = recordingOf(program);
            const folder = join(PROGRAMS, program);
            const stale = `${program} was edited after it was recorded; run npm run record -- ${program}`;
            assert.equal(recording.hash, hashOf(folder), stale);
            assert.deepEqual([...new Set(recording.runs.map(({ step }) => step))], stepsOf(folder), stale);
            const subject = rehearsed(program);
            try {
                for (const run of recording.runs) {
                    const mine = { ...(await subject.run(run.command, run.step)), verdicts: [] };
                    const { fields, differences } = compare(restored(run), mine);
                    assert.ok(fields > 0);
                    const which = `${program}, ${run.command} of step ${run.step}, ${differences.length} of ${fields}`;
                    assert.equal(differences.length, 0, `${which}:\n${explained(differences)}`);
                }
            } finally {
                subject.close();
            }
        });
    }
});
