import { perMillion, type Architecture, type Use } from "./prices.ts";

/** Requests on either side below which nothing is said: a task that idles works, too, and would be most of what they cost. */
const REQUESTS = 1000;
/** Minutes that the version before is measured in, up to the deployment's start; and at least that the new one is. */
const [BEFORE_MINUTES, AFTER_MINUTES] = [30, 3];
/** Minutes until CloudWatch has all metrics of a minute; an allowance, not measured. */
const LATE_MINUTES = 3;
const AGAIN_SECONDS = 30;
const MINUTE = 60_000;

export interface World {
    /** What was used from one whole minute to another. */
    used(from: Date, to: Date): Promise<Use>;
    now(): Date;
    pause(seconds: number): Promise<void>;
    /** How long it may take until its verdict. */
    seconds: number;
    /** When the deployment began; until then the version before had all users. */
    began: Date;
    architecture: Architecture;
    /** Percent that a request may cost more than before. */
    maxIncreasePercent: number;
}

export interface Verdict {
    passed: boolean;
    why: string;
}

/**
 * Whether a request costs no more, within bounds, than it did in the version before. All users have the new one by now, and
 * nearly as many as before: what tasks do on their own is nearly the same in both.
 */
export async function judge(world: World): Promise<Verdict> {
    const { used, now, began } = world;
    const begun = now().getTime();
    const until = wholeMinute(began.getTime());
    const before = await used(new Date(until - BEFORE_MINUTES * MINUTE), new Date(until));
    if (before.requests < REQUESTS)
        return tooFew(`${before.requests} requests in the ${BEFORE_MINUTES} minutes before the deployment`);
    const from = wholeMinute(begun) + MINUTE;
    for (;;) {
        const to = wholeMinute(now().getTime()) - LATE_MINUTES * MINUTE;
        const after =
            to - from >= AFTER_MINUTES * MINUTE ? await used(new Date(from), new Date(to)) : undefined;
        if (after && after.requests >= REQUESTS) return compared(before, after, world);
        const next = (now().getTime() - begun) / 1000 + AGAIN_SECONDS;
        if (next >= world.seconds)
            return tooFew(`${after?.requests ?? 0} requests in ${world.seconds} s after it`);
        await world.pause(AGAIN_SECONDS);
    }
}

function compared(before: Use, after: Use, { architecture, maxIncreasePercent }: World): Verdict {
    for (const [when, use] of Object.entries({ before, after }))
        if (use.cpuSeconds === 0)
            throw new Error(
                `There is no CpuUtilized of the service ${when}, with ${use.requests} requests: is containerInsights on?`,
            );
    const [was, is] = [perMillion(before, architecture), perMillion(after, architecture)];
    const percent = (is.usd / was.usd - 1) * 100;
    const parts = Object.entries(is.parts).map(
        ([part, usd]) => `${part} ${dollars(usd)}, was ${dollars(was.parts[part as keyof typeof was.parts])}`,
    );
    const change = `a million requests cost ${dollars(is.usd)}, was ${dollars(was.usd)} (${parts.join("; ")})`;
    const [sign, bound] = [percent < 0 ? "" : "+", `at most +${maxIncreasePercent} %`];
    return {
        passed: percent <= maxIncreasePercent,
        why: `${sign}${percent.toFixed(1)} %, ${bound}: ${change}`,
    };
}

const tooFew = (seen: string): Verdict => ({
    passed: true,
    why: `not judged: ${seen}, of ${REQUESTS} that it takes`,
});
const wholeMinute = (time: number) => Math.floor(time / MINUTE) * MINUTE;
const dollars = (usd: number) => `USD ${usd.toPrecision(3)}`;
