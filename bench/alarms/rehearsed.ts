import type { AlarmProps } from "./alarm.ts";
import type { Thing } from "./emitters.ts";
import { NEVER_SILENT } from "./faults.ts";

export interface Composite {
    name: string;
    alarmDescription: string;
    alarmRule: string;
}

/** An alarm, by the name that it has in the program. */
export type Rehearsed = { what: string } & ({ props: AlarmProps } | { composite: Composite });

/** The alarms that a rehearsal made and that tell people, or are parts of one that does. */
export function alarmsOf(things: readonly Thing[]): Rehearsed[] {
    return things.flatMap(({ type, name, outputs }): Rehearsed[] => {
        const own = Object.fromEntries(
            Object.entries(outputs).filter(([, value]) => value !== null && value !== undefined),
        );
        // For drills: it never rings by itself.
        if (own.alarmRule === "FALSE") return [];
        if (type.endsWith(":CompositeAlarm"))
            return [
                { what: name, composite: { ...(own as unknown as Composite), name: String(own.alarmName) } },
            ];
        const isScaling = String((own.alarmActions as string[] | undefined)?.[0]).includes(":scalingPolicy:");
        return type.endsWith(":MetricAlarm") && !isScaling
            ? [{ what: name, props: own as unknown as AlarmProps }]
            : [];
    });
}

/** The longest that an alarm says that it takes, in minutes. */
export function statedOf(alarm: Rehearsed): number {
    const text = "props" in alarm ? alarm.props.alarmDescription : alarm.composite.alarmDescription;
    const stated = /It tells within (\d+) minutes\.$/.exec(text)?.[1];
    if (stated === undefined) throw new Error(`"${text}" does not say within how many minutes it tells.`);
    return Number(stated);
}

/** Whether it tells somebody by itself. */
export function tells(alarm: Rehearsed): boolean {
    const { alarmActions } = ("props" in alarm ? alarm.props : alarm.composite) as {
        alarmActions?: string[];
    };
    return (alarmActions ?? []).length > 0;
}

/** What silence means for it, in this blueprint. */
export function afterSilence(props: AlarmProps): "ALARM" | "OK" {
    const { metricName, statistic, metricQueries = [] } = props;
    const looked = [metricName, statistic, ...metricQueries.map(({ metric }) => metric?.metricName)];
    return NEVER_SILENT.some((name) => looked.includes(name)) ? "ALARM" : "OK";
}
