import { isOn, metricsOf, tells } from "./alarmed.ts";
import { whyQuiet, type Fault } from "./faults.ts";
import { perMinute, slow } from "./rows.ts";
import type { Node } from "./graph.ts";
import { madeOf, partsOf, whyMuted } from "./paging.ts";
import type { Stack } from "./stack.ts";

/** What a month's budget is used up by: requests that fail, and those that take long. */
const failed = "HTTPCode_Target_5XX_Count";
export const waited = "TargetResponseTime";
/** Seconds: what tells soon looks at no more than the one, what tells of a slow loss at no less than the other. */
const soon = 300;
export const long = 4 * 3600;

const rows = { RequestCount: perMinute(100) };
const withinMinutes = 360;
const faults: Record<string, Fault> = {
    available: {
        says: "4 of 100 requests a minute fail",
        ...{ withinMinutes, rows: { ...rows, [failed]: perMinute(4) } },
    },
    // Whoever only looks for answers that take long hears nothing of the first, and whoever looks at half of them nothing
    // of the second: each objective of criterion OBS-12 has a budget of its own.
    quick: {
        says: "every answer takes 150 ms",
        ...{ withinMinutes, rows: { ...rows, [waited]: slow(1, 0.15) } },
    },
    "first byte": {
        says: "20 of 100 answers take a second",
        ...{ withinMinutes, rows: { ...rows, [waited]: slow(0.2, 1) } },
    },
};

/** Why nobody hears, soon or within hours, that users get less than they were promised; nothing where somebody does. */
export function whyUnburned(stack: Stack): string | undefined {
    const unheard = Object.values(faults).find((fault) => {
        const metric = Object.hasOwn(fault.rows, waited) ? waited : failed;
        const joined = burningOn(fault, metric, stack).filter((seconds) => seconds.length > 1);
        const isFast = joined.some((seconds) => Math.min(...seconds) <= soon);
        return !isFast || !joined.some((seconds) => Math.max(...seconds) >= long);
    });
    return unheard && `Nobody hears, soon and within hours, how a month is used up when ${unheard.says}.`;
}

/** Seconds over which parts look that have to ring together, and do when this is wrong; of each that tells. */
function burningOn(fault: Fault, metricName: string, stack: Stack): number[][] {
    return madeOf(metricName, stack, "all")
        .filter((one) => tells(one) && whyMuted(one, stack) === undefined)
        .map((one) => partsOf(one, stack).filter((part) => isOn(part, metricName)))
        .filter((parts) => parts.every((part) => whyQuiet(part, fault) === undefined))
        .map((parts) => parts.flatMap((part) => secondsOf(part, metricName)));
}

function secondsOf(part: Node<any>, metricName: string): number[] {
    const looks = metricsOf(part).filter((one) => one.metricName === metricName);
    return [...new Set(looks.map(({ period }) => Number(period)))];
}
