import { table } from "../table.ts";
import { WEEK } from "./awake.ts";
import type { Difference } from "./difference.ts";
import type { Estimate, Line } from "./estimate.ts";
import type { Measured } from "./measured.ts";
import type { Price } from "./price.ts";
import { ASSUMED } from "./usage.ts";

export function dollars(usd: number): string {
    return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

export function signed(usd: number): string {
    return `${usd < 0 ? "-" : "+"}${dollars(Math.abs(usd))}`;
}

/** What is assumed of an environment that sleeps. */
export const SLEEP =
    "What stops at night and at weekends (airworthy:sleep) is paid for in waking hours alone: tasks, hours of databases, " +
    "what checks them. All else is paid for the whole week. Assumed: nobody wakes it in between, by npm run wake or a " +
    "release; each hour of that costs more.";

/** What an environment costs in a month, by component. */
export function estimateText({ stack, estimate, usage, budgetUsd }: Measured): string {
    const rows = componentsOf(estimate).map(({ component, fixedUsd, usageUsd, unknown }) => [
        ...[component, dollars(fixedUsd), dollars(usageUsd), dollars(fixedUsd + usageUsd)],
        unknown === 0 ? "" : String(unknown),
    ]);
    return [
        estimateHead(stack, estimate),
        ...(estimate.usd > budgetUsd
            ? [`That is more than airworthy:monthlyBudgetUsd, ${dollars(budgetUsd)}: its alerts will go out.`]
            : []),
        "",
        table(["COMPONENT", "FIXED", "BY USE", "SUM", "UNKNOWN"], rows),
        ...unknownText(estimate.unknown),
        "",
        `Used in a month (airworthy:usage): ${pairs(usage.given)}.`,
        `Assumed besides: ${pairs(ASSUMED)}.`,
        ...(estimate.hoursAwake < WEEK ? [SLEEP] : []),
        "List prices, before taxes, discounts and what an account has free; of a scale, its first step.",
        datesText(estimate),
    ].join("\n");
}

export function estimateHead(
    stack: string,
    { usd, fixedUsd, usageUsd, lines, unknown, unknownShare, hoursAwake }: Estimate,
): string {
    const share = `${unknown.length} of ${lines.length} charges (${(unknownShare * 100).toFixed(1)} %) are unknown`;
    const sleeps = hoursAwake < WEEK ? ` It is awake ${hoursAwake} of ${WEEK} hours a week.` : "";
    return `${stack}: ${dollars(usd)} a month, ${dollars(fixedUsd)} of it fixed and ${dollars(usageUsd)} by use; ${share}, and not in it.${sleeps}`;
}

export function unknownText(unknown: Line[]): string[] {
    if (unknown.length === 0) return [];
    return ["", "Unknown:", ...unknown.map((line) => `- ${line.resource}, ${line.what}: ${line.unknown}`)];
}

/** Every price that went into it, with the line that says it. */
export function pricesText(estimates: Estimate[]): string {
    const used = new Map<string, Price>();
    for (const { price, resource } of estimates.flatMap(({ lines }) => lines)) {
        if (!price) continue;
        const name = price.id === "free" ? `free: ${resource.split(" ")[0]}` : price.id;
        used.set(`${name} ${price.region}`, { ...price, id: name });
    }
    return [...used.values()]
        .sort((a, b) => a.id.localeCompare(b.id))
        .map(({ id, usd, unit, region, date, source, quote, via }) =>
            [
                `${id}: $${usd} a ${unit}, ${region === "*" ? "everywhere" : region}, ${date}`,
                `    "${quote}"`,
                `    ${source}${via === undefined ? "" : ` (${via})`}`,
            ].join("\n"),
        )
        .join("\n");
}

/** What a change does to the cost of an environment. */
export function differenceText(stack: string, ref: string, difference: Difference): string {
    const { changed, newUnknown } = difference;
    const rows = changed.map(({ component, resource, beforeUsd, afterUsd, usd }) => [
        ...[component, resource],
        beforeUsd === undefined ? "-" : dollars(beforeUsd),
        afterUsd === undefined ? "-" : dollars(afterUsd),
        signed(usd),
    ]);
    return [
        verdictOf(stack, ref, difference),
        ...(rows.length === 0
            ? []
            : ["", table(["COMPONENT", "RESOURCE", "BEFORE", "AFTER", "CHANGE"], rows)]),
        ...unknownText(newUnknown).map((line) =>
            line === "Unknown:" ? "Unknown, and new or more than before:" : line,
        ),
    ].join("\n");
}

export function verdictOf(stack: string, ref: string, difference: Difference): string {
    const { beforeUsd, afterUsd, usd, allowedUsd, isPast, newUnknown, dearest } = difference;
    const percent =
        beforeUsd === 0 ? "" : ` (${usd < 0 ? "" : "+"}${((usd / beforeUsd) * 100).toFixed(1)} %)`;
    const sums = `${stack}: ${dollars(afterUsd)} a month, ${signed(usd)}${percent} against ${ref}`;
    if (!isPast) return `${sums}; ${signed(allowedUsd)} is let pass.`;
    if (usd > allowedUsd && dearest)
        return `${sums}: PAST THE LIMIT of ${signed(allowedUsd)}, most by ${dearest.resource} (${dearest.component}), ${signed(dearest.usd)}.`;
    return `${sums}: PAST THE LIMIT, for nobody knows the cost of ${newUnknown.length} charges that are new or have grown, first of ${newUnknown[0]?.resource}.`;
}

interface Sums {
    component: string;
    fixedUsd: number;
    usageUsd: number;
    unknown: number;
}

/** The dearest first. */
function componentsOf({ lines }: Estimate): Sums[] {
    const sums = new Map<string, Sums>();
    for (const { component, kind, usd } of lines) {
        const sum = sums.get(component) ?? { component, fixedUsd: 0, usageUsd: 0, unknown: 0 };
        sums.set(component, sum);
        if (usd === undefined) sum.unknown++;
        else sum[kind === "fixed" ? "fixedUsd" : "usageUsd"] += usd;
    }
    return [...sums.values()].sort((a, b) => b.fixedUsd + b.usageUsd - a.fixedUsd - a.usageUsd);
}

function pairs(values: Record<string, number>): string {
    return Object.entries(values)
        .map(([name, value]) => `${name} ${value}`)
        .join(", ");
}

function datesText({ lines }: Estimate): string {
    const dates = lines.flatMap(({ price }) => price?.date.replace("read ", "") ?? []).sort();
    return `Prices quoted from ${dates[0] ?? "never"} to ${dates.at(-1) ?? "never"}: --prices shows each with its line, npm run prices refreshes them.`;
}
