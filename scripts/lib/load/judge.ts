import type { Measured } from "./tally.ts";
import type { Limits } from "./plan.ts";

/** "void" says nothing about the app: it was stopped, or disturbed. */
export type Verdict = "passed" | "failed" | "void";

export interface Seen {
    measured: Measured;
    limits: Limits;
    /** Why it came to an end before its time. */
    stopped: string | undefined;
    /** That the app was down, and the load ended by itself. */
    down: string | undefined;
    /** What changed meanwhile, so that nobody knows which version was measured. */
    changed: string | undefined;
    /** What always holds, and did not after the load. */
    broken: string | undefined;
    /** That a generator may be late, in milliseconds, for all but one of 100 users. */
    mostLateMilliseconds: number;
}

/** Whether it may be passed by, and why not. */
export function judge(seen: Seen): { verdict: Verdict; reasons: string[] } {
    const { measured, limits, broken, mostLateMilliseconds: mostLate } = seen;
    const { errorPercent, request, late, users } = measured;
    const disturbed = [
        ...[seen.stopped, seen.changed].filter((why) => why !== undefined),
        ...(users === 0 ? ["Nobody came."] : []),
        // An app that was down kept the others away: that is what it was.
        ...(users > 0 && users < limits.leastUsers && !seen.down ? [tooFew(users, limits)] : []),
        ...(late.p99 > mostLate
            ? [
                  `This machine could not keep up: one of 100 users was begun ${shown(late.p99)} ms late or more, and ${mostLate} ms are let pass. Run it where less else is running, or at a lower rate.`,
              ]
            : []),
    ];
    const faults = [
        ...(seen.down === undefined ? [] : [seen.down]),
        ...(errorPercent >= limits.errorPercent
            ? [
                  `${shown(errorPercent)} % of the users did not get through; it has to be below ${limits.errorPercent} %.`,
              ]
            : []),
        ...(limits.p95Milliseconds !== undefined && request.p95 >= limits.p95Milliseconds
            ? [
                  `The p95 of requests is ${shown(request.p95)} ms; it has to be below ${limits.p95Milliseconds} ms.`,
              ]
            : []),
    ];
    // Data that is wrong is wrong, whatever else went on.
    const lost = broken === undefined ? [] : [`What always holds does not after this load: ${broken}`];
    const reasons = [...lost, ...disturbed, ...faults];
    if (lost.length > 0) return { verdict: "failed", reasons };
    if (disturbed.length > 0) return { verdict: "void", reasons };
    return { verdict: faults.length > 0 ? "failed" : "passed", reasons };
}

function tooFew(users: number, { leastUsers, errorPercent }: Limits): string {
    return `Only ${users} users came; fewer than ${leastUsers} can't show that fewer than ${errorPercent} % fail. Use --normal-rate 1, or leave it out: 1 a second is the least then.`;
}

/** A number as a person reads it: three digits that count. */
export function shown(value: number): string {
    return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
