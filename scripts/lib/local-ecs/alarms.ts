import { GROUPS, type Balancer, type Counted, type Group } from "./balancer.ts";
import type { Clock } from "./clock.ts";
import { DELAYS } from "./transitions.ts";

/** What was asked and answered within one period, by target group. */
export type Period = Record<Group, Counted>;

export interface LocalAlarm {
    name: string;
    /** Whether it rings, after one more period. */
    rings(period: Period): boolean;
}

/** As the blueprint declares them (components/watch/alarms.ts); test/bench/releases/alarms.test.ts holds the two together. */
const DECLARED = {
    requests: 20,
    ...{ errors: 5, latency: 2 },
    ...{ periods: 3, bad: 2 },
};

/**
 * One that rings when the worse of the two groups is above a bound in so many of the last periods: over both, a canary that
 * fails everything is no more than its share.
 */
function alarm(name: "errors" | "latency", measure: (group: Counted) => number): LocalAlarm {
    const past: boolean[] = [];
    const isBad = (group: Counted) => group.requests >= DECLARED.requests && measure(group) > DECLARED[name];
    const rings = (period: Period) => {
        past.push(GROUPS.some((group) => isBad(period[group])));
        return past.slice(-DECLARED.periods).filter(Boolean).length >= DECLARED.bad;
    };
    return { name, rings };
}

/** Means instead of p95: answers take as long as they do, however fast the clock is. */
export const declaredAlarms = (): LocalAlarm[] => [
    alarm(
        "errors",
        ({ requests, answered, errors }) => (100 * (errors + Math.max(0, requests - answered))) / requests,
    ),
    alarm("latency", ({ meanMs }) => meanMs / 1000),
];

/** Alarms that look at what haproxy has counted, once a period. */
export class Alarms {
    readonly red = new Set<string>();
    private readonly list: LocalAlarm[];
    private readonly tell: (name: string, isRed: boolean) => Promise<void>;
    private isOver = false;
    private looking: Promise<void> | undefined;

    constructor(list: LocalAlarm[], tell: Alarms["tell"] = () => Promise.resolve()) {
        [this.list, this.tell] = [list, tell];
    }

    start(balancer: Balancer, clock: Clock): void {
        this.looking = this.look(balancer, clock);
    }

    async stop(): Promise<void> {
        this.isOver = true;
        await this.looking;
    }

    private async look(balancer: Balancer, clock: Clock): Promise<void> {
        let before = await balancer.counted();
        while (!this.isOver) {
            const now = await balancer.counted();
            await this.judge(since(before, now));
            before = now;
            await clock.pass(DELAYS.alarmLooks.seconds);
        }
    }

    private async judge(period: Period): Promise<void> {
        for (const { name, rings } of this.list) {
            const isRed = rings(period);
            if (isRed === this.red.has(name)) continue;
            if (isRed) this.red.add(name);
            else this.red.delete(name);
            await this.tell(name, isRed);
        }
    }
}

function since(before: Period, now: Period): Period {
    const grown = (group: Group): Counted => ({
        requests: now[group].requests - before[group].requests,
        answered: now[group].answered - before[group].answered,
        errors: now[group].errors - before[group].errors,
        meanMs: now[group].meanMs,
    });
    return { web: grown("web"), "web-alternate": grown("web-alternate") };
}
