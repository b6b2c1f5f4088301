import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
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
import { inTurns } from "../../scripts/lib/in-turns.ts";
import { rehearsed } from "../../scripts/lib/fixed-program.ts";
import { compare, explained } from "../../rehearsal/real/compare.ts";

const MINIMUM_RECORDINGS = 20;

/** What is about values that only the deployment tells: the preview says as much as the deployment. */
const ABOUT_UNKNOWNS = [
    ...["awsx-ecr", "awsx-vpc", "component-outputs", "invoke-unknown", "property-dependencies"],
    ...["resource-references", "stack-reference", "unknowns"],
];
/**
 * Among all tests, previews of the others are left out, for they cost minutes, and programs come as JavaScript:
 * `npm run bench -- fidelity` and `npm test -- test/engine/recordings.test.ts` compare every run, as it was recorded.
 */
const isBrief = process.env.AIRWORTHY_BRIEF === "1";

/** What it registers is the text of its own functions, as the loader hands it over. */
const OF_ITS_SOURCE = "dynamic-provider";

function recordingOf(program: string): Recording {
    const file = join(RECORDINGS, `${program}.json`);
    assert.ok(existsSync(file), `${program} has no recording; run npm run record -- ${program}`);
    return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

/** Where the rehearsal of a program differs from its recording, run by run; throws where there is nothing to compare. */
async function differencesOf(program: string): Promise<string[]> {
    const recording = recordingOf(program);
    const folder = join(PROGRAMS, program);
    const stale = `${program} was edited after it was recorded; run npm run record -- ${program}`;
    assert.equal(recording.hash, hashOf(folder), stale);
    assert.deepEqual([...new Set(recording.runs.map(({ step }) => step))], stepsOf(folder), stale);
    const subject = rehearsed(program, { isCompiled: isBrief && program !== OF_ITS_SOURCE });
    const differing: string[] = [];
    try {
        const isLeftOut = ({ command }: { command: string }) =>
            isBrief && command === "preview" && !ABOUT_UNKNOWNS.includes(program);
        for (const run of recording.runs.filter((run) => !isLeftOut(run))) {
            const mine = { ...(await subject.run(run.command, run.step)), verdicts: [] };
            const { fields, differences } = compare(restored(run), mine);
            assert.ok(fields > 0);
            const which = `${run.command} of step ${run.step}, ${differences.length} of ${fields} fields`;
            if (differences.length > 0) differing.push(`${which}:\n${explained(differences)}`);
        }
    } finally {
        subject.close();
    }
    return differing;
}

const compared = isBrief ? "deployments, and previews about what is unknown" : "every run";

describe(`the recordings of the real engine (${compared})`, () => {
    const results = new Map<string, PromiseSettledResult<string[]>>();

    before(async function () {
        this.timeout(900_000); // over a hundred rehearsals, on a machine of unknown speed
        // Each is a process of its own: as many at a time as there are processors.
        await inTurns(availableParallelism(), programs("."), async (program) => {
            const [result] = await Promise.allSettled([differencesOf(program)]);
            results.set(program, result);
        });
    });

    it(`are at least ${MINIMUM_RECORDINGS}, each of a program that is still there`, () => {
        const recorded = readdirSync(RECORDINGS).map((file) => file.replace(/\.json$/, ""));
        assert.ok(recorded.length >= MINIMUM_RECORDINGS, `there are ${recorded.length}`);
        for (const name of recorded) assert.ok(existsSync(join(PROGRAMS, name)), `${name} is gone`);
    });

    for (const program of programs(".")) {
        it(`agree with the rehearsal of ${program}`, () => {
            const result = results.get(program);
            if (result?.status !== "fulfilled") throw result?.reason ?? new Error("It was not compared.");
            assert.deepEqual(result.value, []);
        });
    }
});
