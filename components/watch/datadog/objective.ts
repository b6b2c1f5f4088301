import type * as datadog from "@pulumi/datadog";
import type { Burn } from "./combined.ts";
import { translated, type Query } from "./math.ts";
import type { Told } from "./monitor.ts";
import { queryOf } from "./query.ts";

/** What users were promised, as CloudWatch's alarms have it. */
export interface Promised {
    name: string;
    says: string;
    /** Percent of a month's requests that need not be so. */
    budgetPercent: number;
    /** How it is measured. */
    queries: Query[];
    burns: Record<string, Burn>;
}

/** The alarms that an objective has in CloudWatch: a whole for each speed, and one for each of its windows. */
export function namesOf({ name, burns }: Pick<Promised, "name" | "burns">): string[] {
    return Object.entries(burns).flatMap(([speed, { windows }]) => [
        `${name}-${speed}`,
        ...windows.map(([seconds]) => `${name}-${speed}-${seconds / 60}m`),
    ]);
}

/** Days that are promised for, and seconds of the slices that a time-slice objective is counted in. */
const [timeframe, slice] = ["30d", 300] as const;

/** An objective as Datadog's API takes it (API reference, "Create an SLO object"). */
export function objectiveOf({ name, says, budgetPercent, queries }: Promised, told: Told) {
    const target = Number((100 - budgetPercent).toFixed(3));
    const common = {
        name: `${told.prefix}-${name}`,
        tags: [`environment:${told.prefix}`, "managed-by:pulumi"],
        thresholds: [{ timeframe: timeframe as string, target }],
    };
    const within = queries.flatMap(({ metric }) => (metric && /^PR\(:/.test(metric.stat) ? [metric] : []))[0];
    if (within === undefined) {
        const description = `${target} % of the requests of 30 days are ${says}.`;
        return { ...common, description, type: "metric" as const, query: shareOf(queries, told) };
    }
    // Datadog has no share of what was faster than a bound: of each slice, what the slowest of those that must be took.
    const stat = `p${target}`;
    const query = queryOf({ ...within, stat }, told);
    const threshold = Number(/[\d.]+/.exec(within.stat)![0]);
    const time_slice = {
        query: {
            formulas: [{ formula: "slowest" }],
            queries: [{ data_source: "metrics" as const, name: "slowest", query }],
        },
        ...{ comparator: "<=" as const, threshold, query_interval_seconds: slice },
    };
    const description = `In ${target} % of the five minutes of 30 days, ${target} % of the requests are ${says}. CloudWatch counts requests, and no minutes.`;
    return { ...common, description, type: "time_slice" as const, sli_specification: { time_slice } };
}

type Objective = ReturnType<typeof objectiveOf>;

/** Good and all, of "100 * bad / all". */
function shareOf(queries: Query[], told: Told) {
    const judged = queries.find(({ expression }) => expression !== undefined)!.expression!;
    const [, bad, all] = /100 \* (SUM\(\[[^\]]*\]\)) \/ (SUM\(\[[^\]]*\]\))/.exec(judged) ?? [];
    if (bad === undefined || all === undefined)
        throw new Error(`${judged}: components/watch/datadog/objective.ts finds no bad and all in it.`);
    const [numerator, denominator] = [`${all} - ${bad}`, all].map((one) =>
        translated(one, { queries, ...told }),
    ) as [string, string];
    return { numerator, denominator };
}

/** The same for Pulumi's resource. */
export function argsOf(objective: Objective): datadog.ServiceLevelObjectiveArgs {
    const { name, description, tags, thresholds } = objective;
    // Otherwise a preview would ask Datadog.
    const common = { name, description, tags, thresholds, validate: false };
    if (objective.type === "metric") return { ...common, type: "metric", query: objective.query };
    const { query, comparator, threshold, query_interval_seconds } = objective.sli_specification.time_slice;
    const queries = query.queries.map(({ data_source: dataSource, ...rest }) => ({
        metricQuery: { dataSource, ...rest },
    }));
    const formula = { formulaExpression: query.formulas[0]!.formula };
    return {
        ...common,
        type: "time_slice",
        sliSpecification: {
            timeSlice: {
                ...{ query: { formula, queries }, comparator, threshold },
                queryIntervalSeconds: query_interval_seconds,
            },
        },
    };
}
