import { named, type Monitor, type Told } from "./monitor.ts";

/** Monitors that one may be made of (Datadog Docs, "Composite Monitor"). */
const mostParts = 10;

/** Several monitors at once, by their ids in the place of the names of CloudWatch's alarms. */
export function compositeOf(
    what: string,
    { alarmRule, alarmDescription }: { alarmRule: string; alarmDescription: string },
    ids: Record<string, string>,
    told: Told,
): Monitor {
    const query = alarmRule
        .replace(/ALARM\("([^"]*)"\)/g, (_, name: string) => {
            const id = ids[name];
            if (id !== undefined) return id;
            throw new Error(`${told.prefix}-${what} looks at ${name}, which has no monitor in Datadog.`);
        })
        .replaceAll(" OR ", " || ")
        .replaceAll(" AND ", " && ");
    const parts = query.split(/ \|\| | && /).length;
    if (parts > mostParts)
        throw new Error(
            `${told.prefix}-${what} is made of ${parts} alarms, and a monitor in Datadog of at most ${mostParts}; leave airworthy:datadog out, or make it of fewer.`,
        );
    const options = { include_tags: false, notify_audit: false };
    return { type: "composite", query, ...named(what, alarmDescription, told, 1), options };
}

/** How fast a month's budget goes, in two windows: seconds, the long one first. */
export interface Burn {
    rate: number;
    windows: readonly (readonly [seconds: number, least: number])[];
}

/** Rings while both windows burn (Datadog Docs, "Burn Rate Alerts"). */
export function burnOf(what: string, text: string, sloId: string, burn: Burn, told: Told): Monitor {
    const [long, short] = burn.windows.map(([seconds]) =>
        seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds / 60}m`,
    );
    const over = `.over("30d").long_window("${long}").short_window("${short}")`;
    return {
        ...{ type: "slo alert", query: `burn_rate("${sloId}")${over} > ${burn.rate}` },
        ...named(what, text, told),
        options: { thresholds: { critical: burn.rate }, include_tags: false, notify_audit: false },
    };
}
