import type { AlarmProps } from "./alarm.ts";
import type { Missing } from "./state.ts";

/** A mistake in an alarm, which a replay has to find. */
export interface Mutation {
    says: string;
    props: AlarmProps;
}

const MODES: Missing[] = ["missing", "ignore", "breaching", "notBreaching"];

/** Each alarm with ten times its threshold, each dimension of each of its metrics wrong, and other missing data. */
export function mutationsOf(props: AlarmProps): Mutation[] {
    const { threshold, treatMissingData = "missing" } = props;
    // Ten times nothing is nothing.
    const tenfold = threshold === 0 ? 10 : threshold * 10;
    return [
        { says: `threshold ${tenfold}`, props: { ...props, threshold: tenfold } },
        ...MODES.filter((mode) => mode !== treatMissingData).map((mode) => {
            return { says: `missing data ${mode}`, props: { ...props, treatMissingData: mode } };
        }),
        ...wronglyNamed(props.metricName, props.dimensions).map(({ says, dimensions }) => {
            return { says, props: { ...props, dimensions } };
        }),
        ...(props.metricQueries ?? []).flatMap(({ id, metric }, at) =>
            wronglyNamed(metric && id, metric?.dimensions).map(({ says, dimensions }) => {
                const metricQueries = props.metricQueries!.with(at, {
                    id,
                    metric: { ...metric!, dimensions },
                });
                return { says, props: { ...props, metricQueries } };
            }),
        ),
    ];
}

function wronglyNamed(what: string | undefined, dimensions: Record<string, string> = {}) {
    if (what === undefined) return [];
    const names = Object.keys(dimensions);
    // Of what has none, one too many.
    return (names.length === 0 ? ["Of"] : names).map((name) => ({
        says: `${what} of another ${name}`,
        dimensions: { ...dimensions, [name]: "another" },
    }));
}
