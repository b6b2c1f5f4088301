import type { Emitter } from "./emitters.ts";
import type { Samples } from "./metric.ts";
import { lognormal, poisson, seeded, type Random } from "./random.ts";

/** What is assumed of a site without a fault. */
export const SITE = {
    /** Percent of requests that fail on a good day. */
    failedPercent: 0.02,
    /** Seconds until an answer begins: the middle, and how it scatters. 97 % are below 100 ms. */
    median: 0.04,
    sigma: 0.45,
    /** Of what an hour would have if all were alike, from midnight on. */
    hours: [3, 2, 1, 1, 1, 2, 4, 8, 14, 20, 24, 26, 25, 24, 24, 23, 22, 21, 20, 18, 15, 12, 8, 5],
    tasks: 2,
    /** Requests of a look from outside; in how many seconds each has to be answered; percent that get lost. */
    look: { requests: 6, seconds: 2, lostPercent: 1 },
};

/** What is wrong, as shares of the requests. */
export interface Trouble {
    /** The app answers with an error. */
    failed?: number;
    /** Its task is gone. */
    refused?: number;
    /** And no request is counted: AWS says that one is once a target was chosen, and not what becomes of it then. */
    isUncounted?: boolean;
    /** Its task takes it, and never answers: so does the load balancer in its place, when its time is over. */
    unanswered?: number;
    /** The load balancer answers by itself. */
    unserved?: number;
    /** They take so many seconds. */
    slow?: [share: number, seconds: number];
    /** Tasks fail their health checks, or there is none. */
    tasks?: "unhealthy" | "none";
}

export interface SiteOptions {
    seed: number;
    /** Requests a day, by the hour as `SITE.hours` says; "steady" spreads them. */
    requestsPerDay: number;
    isSteady?: boolean;
    /** The minute at which a release moves users to the other group of targets. */
    moves: number;
    /** From one minute to another. */
    trouble?: Trouble & { from: number; to: number };
}

interface Minute {
    times: number[];
    failed: number;
    refused: number;
    unanswered: number;
    unserved: number;
    requests: number;
}

const NOTHING: Minute = { times: [], failed: 0, refused: 0, unanswered: 0, unserved: 0, requests: 0 };

/** A site whose users come at random: what its load balancer, its groups of targets and the look from outside emit. */
export class Site {
    private readonly options: SiteOptions;
    private readonly random: Random;
    private readonly known = new Map<number, Minute>();

    constructor(options: SiteOptions) {
        this.options = options;
        this.random = seeded(options.seed);
    }

    /** The rows of a load balancer, of one of its groups of targets, or of what looks from outside. */
    rows({ kind, everyMinutes = 1 }: Emitter, isFirst: boolean): Record<string, Samples> {
        if (kind === "canary")
            return { SuccessPercent: (minute) => (minute % everyMinutes === 0 ? this.look(minute) : []) };
        const serves = (minute: number) => kind === "balancer" || minute < this.options.moves === isFirst;
        const count =
            (of: (minute: Minute) => number): Samples =>
            (minute) => {
                const counted = serves(minute) ? of(this.minute(minute)) : 0;
                // Reported where it is not zero.
                return counted > 0 ? [counted] : [];
            };
        const users: Record<string, Samples> = {
            RequestCount: count(({ requests }) => requests),
            HTTPCode_Target_5XX_Count: count(({ failed }) => failed),
            TargetConnectionErrorCount: count(({ refused }) => refused),
            TargetResponseTime: (minute) => (serves(minute) ? this.minute(minute).times : []),
        };
        if (kind === "balancer")
            return {
                ...users,
                HTTPCode_ELB_5XX_Count: count(
                    ({ refused, unanswered, unserved }) => refused + unanswered + unserved,
                ),
            };
        return { ...users, HealthyHostCount: (minute) => (serves(minute) ? this.healthy(minute) : []) };
    }

    private troubleAt(minute: number): Trouble | undefined {
        const { trouble } = this.options;
        return trouble && minute >= trouble.from && minute < trouble.to ? trouble : undefined;
    }

    /** Reported as long as a group has a target. Three checks that fail, 10 s apart, make one unhealthy: within a minute. */
    private healthy(minute: number): number[] {
        const { tasks } = this.troubleAt(minute) ?? {};
        if (tasks === "unhealthy" && !this.troubleAt(minute - 1)) return [SITE.tasks];
        if (tasks === undefined) return [SITE.tasks];
        return tasks === "none" ? [] : [0];
    }

    /** One request that fails, or takes too long, fails the look. */
    private look(minute: number): number[] {
        const { requests, seconds, lostPercent } = SITE.look;
        if (this.random("look lost", minute) < lostPercent / 100) return [];
        const {
            failed = SITE.failedPercent / 100,
            refused = 0,
            unanswered = 0,
            unserved = 0,
            ...more
        } = this.troubleAt(minute) ?? {};
        const slow = more.slow && more.slow[1] > seconds ? more.slow[0] : 0;
        const isGood = (_: unknown, at: number) =>
            this.random(`look ${at}`, minute) >= failed + refused + unanswered + unserved + slow;
        return [!more.tasks && Array.from({ length: requests }, isGood).every(Boolean) ? 100 : 0];
    }

    private minute(minute: number): Minute {
        const made = this.known.get(minute) ?? this.drawn(minute);
        this.known.set(minute, made);
        return made;
    }

    private drawn(minute: number): Minute {
        const { requestsPerDay, isSteady = false } = this.options;
        const whole = SITE.hours.reduce((sum, one) => sum + one, 0);
        const share = isSteady ? 1 / 24 : SITE.hours[Math.floor(minute / 60) % 24]! / whole;
        let drawn = 0;
        const next = (what: string) => this.random(`${what} ${drawn++}`, minute);
        const coming = poisson((requestsPerDay * share) / 60, () => next("comes"));
        if (coming === 0) return NOTHING;
        const trouble = this.troubleAt(minute) ?? {};
        const made: Minute = { ...NOTHING, times: [] };
        for (let one = 0; one < coming; one++) {
            const luck = next("luck");
            const {
                failed = SITE.failedPercent / 100,
                refused = 0,
                unanswered = 0,
                slow: [slow, seconds] = [0, 0],
            } = trouble;
            const unserved = trouble.tasks ? 1 : (trouble.unserved ?? 0);
            if (luck < unserved) {
                made.unserved++;
                continue;
            }
            const isRefused = luck < unserved + refused;
            if (!isRefused || !trouble.isUncounted) made.requests++;
            if (isRefused) {
                made.refused++;
                continue;
            }
            if (luck < unserved + refused + unanswered) {
                made.unanswered++;
                continue;
            }
            if (luck < unserved + refused + unanswered + failed) made.failed++;
            const usual = lognormal(SITE.median, SITE.sigma, next("waits"), next("waits"));
            made.times.push(next("slow") < slow ? seconds + usual : usual);
        }
        return made;
    }
}
