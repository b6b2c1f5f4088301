import type { Console } from "./console.ts";

/** Milliseconds. */
export const EVERY_MINUTE = 60_000;

/**
 * A line that CloudWatch reads numbers from (its User Guide, "Embedded metric format"): clients that wait for a
 * connection, and how full the fullest pool is.
 */
export async function metrics(console: Console, prefix: string, now: Date): Promise<object> {
    const pools = await console.pools();
    const waiting = pools.reduce((sum, pool) => sum + pool.waiting, 0);
    const fullest = Math.max(0, ...pools.map(({ active, size }) => active / Math.max(1, size)));
    const Metrics = [
        { Name: "PoolerWaitingClients", Unit: "Count" },
        { Name: "PoolerPoolUsePercent", Unit: "Percent" },
    ];
    const told = { Namespace: `Airworthy/${prefix}`, Dimensions: [[]], Metrics };
    return {
        _aws: { Timestamp: now.getTime(), CloudWatchMetrics: [told] },
        PoolerWaitingClients: waiting,
        PoolerPoolUsePercent: Math.round(100 * fullest),
    };
}
