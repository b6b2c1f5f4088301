import assert from "node:assert/strict";
import { stateAfter, type Missing, type State } from "../../../bench/alarms/state.ts";

const MODES: Missing[] = ["missing", "ignore", "breaching", "notBreaching"];
const [OK, RINGS, UNSURE, AS_BEFORE] = ["OK", "ALARM", "INSUFFICIENT_DATA", "before"];

/** "0" is within the threshold, "X" beyond it, "-" is missing; the oldest comes first. */
function state(points: string, datapointsToAlarm: number, treatMissingData: Missing, before: State): State {
    const values = [...points].map((one) => ({ "0": 0, X: 9 })[one]);
    const breaches = (value: number) => value > 5;
    return stateAfter(values, before, {
        evaluationPeriods: 3,
        datapointsToAlarm,
        treatMissingData,
        breaches,
    });
}

/** CloudWatch User Guide, "How alarm state is evaluated when data is missing": its two tables, with N = 3. */
const TABLES: [datapointsToAlarm: number, rows: Record<string, (string | undefined)[]>][] = [
    [
        3,
        {
            "0-X-X": [OK, OK, OK, OK],
            "0----": [OK, OK, OK, OK],
            "-----": [UNSURE, AS_BEFORE, RINGS, OK],
            "0XX-X": [RINGS, RINGS, RINGS, RINGS],
            "----X": [UNSURE, AS_BEFORE, RINGS, OK],
            "X----": [RINGS, AS_BEFORE, RINGS, OK],
        },
    ],
    [
        2,
        {
            "0-X-X": [RINGS, RINGS, RINGS, RINGS],
            "00X0X": [RINGS, RINGS, RINGS, RINGS],
            "0-X--": [OK, OK, RINGS, OK],
            "----0": [OK, OK, RINGS, OK],
            "----X": [UNSURE, AS_BEFORE, RINGS, OK],
        },
    ],
];

describe("the state of an alarm", () => {
    for (const [datapointsToAlarm, rows] of TABLES)
        for (const [points, states] of Object.entries(rows))
            it(`after ${points} is as AWS's table says, where ${datapointsToAlarm} of 3 have to breach`, () => {
                for (const [at, mode] of MODES.entries())
                    for (const before of ["OK", "ALARM", "INSUFFICIENT_DATA"] as const) {
                        const wanted = states[at] === AS_BEFORE ? before : states[at];
                        assert.equal(
                            state(points, datapointsToAlarm, mode, before),
                            wanted,
                            `${mode}, ${before} before`,
                        );
                    }
            });
});
