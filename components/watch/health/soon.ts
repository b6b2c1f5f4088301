import type { Alarmed } from "../../parts/alarm.ts";

export type Alarms = Record<string, Alarmed>;

export const page = "docs/runbooks/saturation.md";
/** Seconds; a quarter of an hour in three looks: a report, a backup or a failover is over by then. */
export const period = 300;
export const soon = { period, evaluationPeriods: 3, withinMinutes: 20 };
/** Percent of a processor or a memory, above which waiting grows faster than the load. */
export const busyPercent = 80;
