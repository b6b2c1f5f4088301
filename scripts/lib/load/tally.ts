import { build, type Histogram } from "hdr-histogram-js";
import type { Ran } from "../../../workflow/run.ts";

/** Of a histogram, in milliseconds. */
export interface Spread {
    p50: number;
    p95: number;
    p99: number;
    max: number;
}

interface Kind {
    /** The step, and what was wrong with it. */
    kind: string;
    count: number;
    /** What the first of them said, without what no log may show. */
    example: string;
}

/** What a load has come to. Users are counted once each, and each of their requests, too. */
export interface Measured {
    users: number;
    /** Who went all the way. */
    passed: number;
    /** Who were still on their way when it was stopped. */
    underWay: number;
    /** Of the users whose way has ended. */
    errorPercent: number;
    errors: Kind[];
    requests: number;
    /** Of a request. A user's first one counts from when he was to come, not from when there was time for him. */
    request: Spread;
    /** Of all steps of a user, from when he was to come. */
    workflow: Spread;
    /** How late the generator itself was. */
    late: Spread;
}

/** Microseconds: ten minutes, which nothing here may take. */
const LONGEST = 600_000_000;

/** Counts while a load lasts. Times go into HDR histograms: to a thousandth, and no larger after an hour. */
export class Tally {
    private users = 0;
    private passed = 0;
    private ended = 0;
    private readonly errors = new Map<string, { count: number; example: string }>();
    private readonly request = histogram();
    private readonly workflow = histogram();
    private readonly late = histogram();

    /** Somebody comes, this much later than he was to. */
    came(milliseconds: number): void {
        this.users++;
        record(this.late, milliseconds);
    }

    asked(milliseconds: number): void {
        record(this.request, milliseconds);
    }

    turnedAway(most: number): void {
        this.ended++;
        this.fault("not begun: too many at once", `${most} users were on their way already`);
    }

    went({ passed, steps }: Ran, milliseconds: number): void {
        this.ended++;
        record(this.workflow, milliseconds);
        const last = steps.at(-1);
        if (passed) this.passed++;
        else this.fault(`${last?.step ?? "?"}: ${kindOf(last)}`, last?.failure?.faults[0] ?? "?");
    }

    get measured(): Measured {
        const { users, passed, ended, errors, request } = this;
        const kinds = [...errors].map(([kind, one]) => ({ kind, ...one }));
        return {
            ...{ users, passed, underWay: users - ended },
            errorPercent: ended === 0 ? 0 : (100 * (ended - passed)) / ended,
            errors: kinds.sort((a, b) => b.count - a.count),
            requests: request.totalCount,
            request: spread(request),
            workflow: spread(this.workflow),
            late: spread(this.late),
        };
    }

    private fault(kind: string, example: string): void {
        const known = this.errors.get(kind);
        if (known) known.count++;
        else this.errors.set(kind, { count: 1, example });
    }
}

function histogram(): Histogram {
    return build({ highestTrackableValue: LONGEST, numberOfSignificantValueDigits: 3 });
}

function record(into: Histogram, milliseconds: number): void {
    into.recordValue(Math.min(LONGEST, Math.max(0, Math.round(milliseconds * 1000))));
}

function spread(of: Histogram): Spread {
    const at = (percent: number) => (of.totalCount === 0 ? 0 : of.getValueAtPercentile(percent) / 1000);
    return { p50: at(50), p95: at(95), p99: at(99), max: at(100) };
}

/** What was wrong, in words that are few: whatever an app answers, the list of them stays short. */
function kindOf(last: Ran["steps"][number] | undefined): string {
    const [fault = ""] = last?.failure?.faults ?? [];
    if (last?.status === undefined) return "no answer";
    const [, status] = /^the status is (\d+)/.exec(fault) ?? [];
    if (status !== undefined) return `status ${status}`;
    return fault.startsWith("it took ") ? "too slow" : "wrong answer";
}
