import { GROUPS, type Balancer, type Counted, type Group } from "./balancer.ts";
import type { Clock } from "./clock.ts";
import { DELAYS } from "./transitions.ts";

/** What was answered within one period, by target group. */
type Period = Record<Group, Counted>;

export interface LocalAlarm {
    name: string;
    threshold: number;
    metric(period: Period): number;
}

/** Below so many requests a share of them says nothing. */
const MINIMUM = 3;
/** The worse of the two groups: over both, a canary that fails everything is no more than its share. */
const worst = (measure: (group: Counted) => number) => (period: Period) =>
    Math.max(...GROUPS.map((group) => (period[group].requests >= MINIMUM ? measure(period[group]) : 0)));

/** As the blueprint has them, but for means instead of p95: answers take as long as they do, however fast the clock is. */
export const ALARMS: LocalAlarm[] = [
    { name: "errors", threshold: 0.05, metric: worst(({ requests, errors }) => errors / requests) },
    { name: "latency", threshold: 2000, metric: worst(({ meanMs }) => meanMs) },
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
        for (const { name, threshold, metric } of this.list) {
            const isRed = metric(period) > threshold;
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
        errors: now[group].errors - before[group].errors,
        meanMs: now[group].meanMs,
    });
    return { web: grown("web"), "web-alternate": grown("web-alternate") };
}
