import type { Estimate, Line } from "./estimate.ts";

/** How much more a change may cost in a month. */
export interface Limit {
    percent: number;
    /** US dollars; where it is set, the percent don't count. */
    usd: number | undefined;
    /** Whether charges may come in whose sum nobody knows. */
    allowsUnknown: boolean;
}

/** A resource whose cost is another than before. */
interface Changed {
    component: string;
    resource: string;
    /** Undefined where there is none of it. */
    beforeUsd: number | undefined;
    afterUsd: number | undefined;
    usd: number;
}

export interface Difference {
    beforeUsd: number;
    afterUsd: number;
    usd: number;
    /** US dollars more that are let pass. */
    allowedUsd: number;
    /** The dearest first, without what comes to nothing by itself. */
    changed: Changed[];
    /** What costs the most more, be it next to nothing. */
    dearest: Changed | undefined;
    /** Charges that nobody can price and that were not there before, or had a price, or are for more than before. */
    newUnknown: Line[];
    isPast: boolean;
}

/** Less than this is no difference: prices are multiplied as fractions. */
const NOTHING = 0.005;

export function differenceOf(before: Estimate, after: Estimate, limit: Limit): Difference {
    const usd = after.usd - before.usd;
    const allowedUsd = limit.usd ?? (before.usd * limit.percent) / 100;
    const all = changedBetween(before, after);
    const isMoreOf = (keyOf: (line: Line) => string) => {
        const [was, is] = [before, after].map(({ unknown }) => quantities(unknown, keyOf));
        return (line: Line) => is!.get(keyOf(line))! > (was!.get(keyOf(line)) ?? 0) + NOTHING;
    };
    const [isMoreOfIt, isMoreOfItsKind] = [isMoreOf(keyOf), isMoreOf(kindOf)];
    const newUnknown = after.unknown.filter((line) => isMoreOfIt(line) && isMoreOfItsKind(line));
    return {
        ...{ beforeUsd: before.usd, afterUsd: after.usd, usd, allowedUsd },
        changed: all.filter((one) => Math.abs(one.usd) >= NOTHING),
        dearest: all.find((one) => one.usd > 0),
        newUnknown,
        isPast: usd > allowedUsd + NOTHING || (newUnknown.length > 0 && !limit.allowsUnknown),
    };
}

/** The charge itself, whatever it is counted in: "2 tasks" and "3 tasks" are billed by the same price. */
function keyOf({ urn, priceId, region }: Line): string {
    return JSON.stringify([urn, priceId, region]);
}

/** The same of any resource of its type: one that only has another name is no more than there was. */
function kindOf({ resource, priceId, region }: Line): string {
    return JSON.stringify([resource.split(" ")[0], priceId, region]);
}

/** How many there are of each charge; one that nobody can count is one. */
function quantities(lines: readonly Line[], keyOf: (line: Line) => string): Map<string, number> {
    const sums = new Map<string, number>();
    for (const line of lines) sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0) + (line.quantity ?? 1));
    return sums;
}

function changedBetween(before: Estimate, after: Estimate): Changed[] {
    const [was, is] = [byResource(before), byResource(after)];
    const urns = [...new Set([...was.keys(), ...is.keys()])];
    return urns
        .map((urn) => {
            const { component, resource } = (is.get(urn) ?? was.get(urn))!;
            const [beforeUsd, afterUsd] = [was.get(urn)?.usd, is.get(urn)?.usd];
            return { component, resource, beforeUsd, afterUsd, usd: (afterUsd ?? 0) - (beforeUsd ?? 0) };
        })
        .sort((a, b) => b.usd - a.usd);
}

function byResource({ lines }: Estimate): Map<string, { component: string; resource: string; usd: number }> {
    const sums = new Map<string, { component: string; resource: string; usd: number }>();
    for (const { urn, component, resource, usd } of lines) {
        const sum = sums.get(urn) ?? { component, resource, usd: 0 };
        sums.set(urn, { ...sum, usd: sum.usd + (usd ?? 0) });
    }
    return sums;
}
