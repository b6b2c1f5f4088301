import type { Metric } from "./silence.ts";

/** What a row of a widget may say beside its metric, or in the place of one. */
interface Options {
    expression?: string;
    id?: string;
    visible?: boolean;
    stat?: string;
    region?: string;
    accountId?: string;
}

export interface Line extends Options {
    metric?: Metric;
}

/**
 * The lines in the rows of a widget: "." repeats what is above it, and "..." all that is before the row's last values
 * (CloudWatch API reference, "Dashboard body structure and syntax"). Sums over other lines have no metric of their own.
 */
export function linesOf(rows: unknown[][]): Line[] {
    let above: string[] = [];
    return rows.map((row) => {
        const texts = row.filter((one) => typeof one === "string");
        const options = (row.find((one) => typeof one === "object") ?? {}) as Options;
        if (texts.length === 0 && options.expression !== undefined) return options;
        const whole =
            texts[0] === "..."
                ? [...above.slice(0, above.length - texts.length + 1), ...texts.slice(1)]
                : texts;
        above = whole.map((one, at) => (one === "." ? (above[at] ?? one) : one));
        return { ...options, metric: metricOf(above) };
    });
}

function metricOf([namespace = "", metricName = "", ...pairs]: string[]): Metric {
    const named = pairs.flatMap((name, at) => (at % 2 === 0 ? [[name, pairs[at + 1] ?? ""]] : []));
    return { namespace, metricName, dimensions: Object.fromEntries(named) as Record<string, string> };
}

/** Those that a person sees: what is drawn, and what that is reckoned from. */
export function seenOf(lines: Line[], seen = lines.filter(({ visible }) => visible !== false)): Line[] {
    const isReckonedWith = (one: Line) =>
        seen.some(({ expression = "" }) => {
            const isOfAll = one.metric !== undefined && /\bMETRICS\(/.test(expression);
            return isOfAll || (one.id !== undefined && idsIn(expression).includes(one.id));
        });
    const more = lines.filter((one) => !seen.includes(one) && isReckonedWith(one));
    return more.length === 0 ? seen : seenOf(lines, [...seen, ...more]);
}

/** What metric math is reckoned from: ids begin with a small letter, and functions with a capital (User Guide, "Using metric math"). */
function idsIn(expression: string): string[] {
    return expression.replace(/'[^']*'|"[^"]*"/g, "").match(/\b[a-z]\w*/g) ?? [];
}

/** By Amazon CloudWatch's User Guide, "CloudWatch statistics definitions", read 2026-11-23 in a stored copy. */
const statistic =
    /^(SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,10})?|100)|(TM|WM|PR|TC|TS)\([^)]+\))$/i;

/** Why a line would be empty, whatever its metric is. */
export function whyEmpty({ expression = "", stat = "Average", accountId }: Line, lines: Line[]) {
    const missing = idsIn(expression).find((id) => !lines.some((one) => one.id === id));
    if (missing !== undefined) return `"${expression}" reckons with ${missing}, which is none of its lines.`;
    if (!statistic.test(stat)) return `"${stat}" is no statistic.`;
    return accountId === undefined ? undefined : `It looks into the account ${accountId}.`;
}
