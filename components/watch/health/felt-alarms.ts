import { judged, metric } from "../../parts/metric-math.ts";
import type { Hops } from "./hops.ts";
import type { Alarms } from "./soon.ts";

/** Milliseconds until the largest content is there (criterion OBS-12), and loads in an hour below which they say nothing. */
const [slowMs, minLoads] = [2000, 20];

/** What pages are like in users' own browsers; nothing where nobody measures. */
export function feltAlarms({ users: { monitorName } }: Hops): Alarms {
    if (monitorName === undefined) return {};
    const of = (id: string, stat: string) => {
        const vital: [string, string] = ["AWS/RUM", "WebVitalsLargestContentfulPaint"];
        return metric(id, vital, { application_name: monitorName }, { stat, period: 3600 });
    };
    return {
        "pages-slow": {
            alarmDescription: `In two hours of three a quarter of the pages took longer than ${slowMs / 1000} s in users' browsers, until their largest content was there. docs/runbooks/real-users.md`,
            metricQueries: [
                of("loads", "SampleCount"),
                of("slow", "p75"),
                judged("judged", `IF(loads >= ${minLoads}, slow, 0)`),
            ],
            ...{ threshold: slowMs, evaluationPeriods: 3, datapointsToAlarm: 2, withinMinutes: 180 },
        },
    };
}
