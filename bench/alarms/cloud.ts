import type { Find } from "./alarm.ts";
import type { Emitter } from "./emitters.ts";
import { Metric, type Samples } from "./metric.ts";
import { QUIET, quietRow } from "./quiet.ts";
import { seeded } from "./random.ts";
import { Site, type SiteOptions } from "./site.ts";

/** What a fault does to one metric: its samples in a minute, by the minutes since it began. */
interface Wrong {
    emitter: Emitter;
    metricName: string;
    samples: Samples;
}

export interface Stretch extends SiteOptions {
    /** Minutes; everything is silent before the first and from the last on. */
    from: number;
    to: number;
    /** When the fault begins. */
    begins: number;
    wrong: Wrong[];
}

const keyOf = (namespace: string, metricName: string, dimensions: Record<string, string>) =>
    [namespace, metricName, ...Object.entries(dimensions).map(String).sort()].join("|");

/** What all things emit from one minute to another: as on a quiet day, but for what a fault changes. */
export function cloud(emitters: readonly Emitter[], environment: string, stretch: Stretch): Find {
    const random = seeded(stretch.seed);
    const site = new Site(stretch);
    const rows = new Map<string, Samples>();
    // By their names: in which order things are made differs from run to run.
    const [firstTargets] = emitters
        .filter(({ kind }) => kind === "targets")
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const emitter of emitters) {
        for (const [namespace, metrics] of Object.entries(QUIET[emitter.kind])) {
            const users = ["balancer", "targets", "canary"].includes(emitter.kind)
                ? site.rows(emitter, emitter === firstTargets)
                : {};
            const quiet = Object.entries(metrics).map(
                ([name, one]) => [name, quietRow(emitter, name, one, random)] as const,
            );
            for (const [metricName, samples] of [...Object.entries(users), ...quiet]) {
                const wrong = stretch.wrong.find(
                    (one) => one.emitter === emitter && one.metricName === metricName,
                );
                const key = keyOf(
                    namespace.replace("<environment>", environment),
                    metricName,
                    emitter.dimensions,
                );
                rows.set(key, wrong ? from(stretch.begins, samples, wrong.samples) : samples);
            }
        }
    }
    const made = new Map<string, Metric>();
    return (namespace, metricName, dimensions) => {
        const key = keyOf(namespace, metricName, dimensions);
        const samples = rows.get(key);
        if (!samples) return undefined;
        const metric = made.get(key) ?? new Metric(samples, stretch.from, stretch.to);
        made.set(key, metric);
        return metric;
    };
}

function from(begins: number, before: Samples, after: Samples): Samples {
    return (minute) => (minute < begins ? before(minute) : after(minute - begins));
}
