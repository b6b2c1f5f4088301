import { judged, metric, step, type Named, type Query } from "../../parts/metric-math.ts";
import type { Hops } from "./hops.ts";
import { busyPercent, page, soon, type Alarms } from "./soon.ts";

/** RDS enlarges a storage again after six hours at the earliest (User Guide, "Storage autoscaling"): twice that. */
const hoursLeft = 12;
const [gigabyte, enough] = [2 ** 30, 999];

/** The replicas of the generation that serves, by names for alarms: each has a processor, a memory and a storage of its own. */
function replicasOf({ database }: Hops): Record<string, Named[string]> {
    const { identifiers, place, readers } = database;
    const active = Object.keys(identifiers).find((one) => identifiers[one] === place.identifier);
    const named = (readers?.identifiers ?? []).map((id, at) => [`${active}-r${at + 1}`, id] as const);
    return Object.fromEntries(named);
}

/** Every generation's: one that was restored shows before it serves whether it is large enough; and every replica's. */
export function databaseAlarms(hops: Hops): Alarms {
    const { database, memoryGb } = hops;
    const replicas = replicasOf(hops);
    const instances = Object.entries({ ...database.identifiers, ...replicas });
    const all = instances.map(([generation, DBInstanceIdentifier]): Alarms => {
        const dimensions = { DBInstanceIdentifier };
        const of = (metricName: string) => ({ namespace: "AWS/RDS", metricName, dimensions, ...soon });
        const least = (memoryGb * gigabyte) / 20;
        return {
            [`database-busy-${generation}`]: {
                alarmDescription: `For 15 minutes the database's processors were busy for more than ${busyPercent} % of the time. ${page}`,
                ...{ ...of("CPUUtilization"), statistic: "Average", threshold: busyPercent },
            },
            [`database-memory-${generation}`]: {
                alarmDescription: `For 15 minutes the database had less than a twentieth of its memory to spare. ${page}`,
                ...{ ...of("FreeableMemory"), statistic: "Average", threshold: least },
                comparisonOperator: "LessThanThreshold",
            },
            [`database-full-${generation}`]: {
                alarmDescription: `The database's storage lasts for less than ${hoursLeft} hours, or has less than 2 GiB left. ${page}`,
                metricQueries: storageHours(dimensions),
                ...{ comparisonOperator: "LessThanThreshold", threshold: hoursLeft, evaluationPeriods: 2 },
                withinMinutes: 60,
            },
            ...(generation in replicas && crowded(hops, generation, dimensions)),
        };
    });
    return Object.assign({}, ...all) as Alarms;
}

/** Those of an instance that is written to are told in `Alarms`: they take a version back. */
function crowded({ connections }: Hops, replica: string, dimensions: Named): Alarms {
    return {
        [`connections-${replica}`]: {
            alarmDescription: `A read replica has more than ${busyPercent} % of its connections in use; it refuses those above its limit. ${page}`,
            ...{ namespace: "AWS/RDS", metricName: "DatabaseConnections", statistic: "Maximum", dimensions },
            ...{ period: 60, evaluationPeriods: 3, datapointsToAlarm: 2, withinMinutes: 5 },
            threshold: Math.floor((connections * busyPercent) / 100),
        },
    };
}

/** Hours until the storage is full, if it goes on as now; none are left in the last 2 GiB. */
function storageHours(dimensions: Named): Query[] {
    const free = metric("free", ["AWS/RDS", "FreeStorageSpace"], dimensions, {
        stat: "Minimum",
        period: 900,
    });
    return [
        free,
        step("lost", "-RATE(free)"),
        judged("hours", `IF(free < ${2 * gigabyte}, 0, IF(lost > 0, free / lost / 3600, ${enough}))`),
    ];
}
