import type { Query } from "../../../parts/metric-math.ts";
import { burns, objectives, windows, type Measured } from "./burn.ts";

/** What users were promised, as plain data. */
export interface Promised {
    name: string;
    /** How a request has to be. */
    says: string;
    /** Percent of a month's requests that need not be so. */
    budgetPercent: number;
    /** What is measured, and in the last of them the percent of requests that were not so. */
    queries: Query[];
    /** How fast the budget goes when somebody is told, and in which windows. */
    burns: Record<string, { rate: number; windows: [seconds: number, least: number][] }>;
}

/** What the alarms are made of, but for how long they look. */
export function promisedOf(measured: Measured): Promised[] {
    return Object.entries(objectives).map(([name, { says, budgetPercent, missed }]) => ({
        ...{ name, says, budgetPercent, queries: missed(measured, 300, 0) },
        burns: {
            fast: { rate: burns.fast.rate, windows: windows.fast },
            slow: { rate: burns.slow.rate, windows: windows.slow },
        },
    }));
}
