import { alphabet, oneOf, range } from "./kinds.ts";
import type { Limit } from "./row.ts";

const downtime = "datadog:index/downtimeSchedule:DowntimeSchedule";
const correction = "datadog:index/sloCorrection:SloCorrection";
const synthetic = "datadog:index/syntheticsTest:SyntheticsTest";
/** The schema of Datadog's API, as its own client for TypeScript ships it; and the typings of the provider. */
const client = "@datadog/datadog-api-client DowntimeScheduleRecurrenceCreateUpdateRequest, read 2026-11-23";
const correctionClient = "@datadog/datadog-api-client SLOCorrectionCreateRequestAttributes, read 2026-11-23";
const typings = "@pulumi/datadog 5.11.0 types/input.d.ts, read 2026-11-23";

export const datadog: Limit[] = [
    alphabet(
        downtime,
        "recurringSchedule.recurrences[].duration",
        /^\d.*[mhdw]$/,
        "a number that ends with m, h, d or w, such as 12h",
        client,
        { good: ["30m", "12h", "2d", "1w"], bad: ["12", "h12", "12s"] },
    ),
    alphabet(
        downtime,
        "recurringSchedule.recurrences[].rrule",
        /^(?!.*(DTSTART|DTEND|DURATION))/,
        "a rule without DTSTART, DTEND and DURATION: start and duration say that",
        client,
        {
            good: ["FREQ=WEEKLY;BYDAY=FR"],
            bad: ["DTSTART=20261123T200000;FREQ=WEEKLY", "FREQ=DAILY;DURATION=PT1H"],
        },
    ),
    alphabet(
        downtime,
        "recurringSchedule.recurrences[].start",
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/,
        "a date and a time without an offset, such as 2026-11-23T20:00:00",
        client,
        {
            good: ["2026-11-23T20:00", "2026-11-23T20:00:00"],
            bad: ["2026-11-23T20:00:00Z", "2026-11-23T20:00:00+01:00"],
        },
    ),
    oneOf(
        correction,
        "category",
        ["Scheduled Maintenance", "Outside Business Hours", "Deployment", "Other"],
        correctionClient,
    ),
    alphabet(
        correction,
        "rrule",
        /^((FREQ|INTERVAL|COUNT|UNTIL|BYDAY)=[^;=]+(;(?!$)|$))+$/,
        "a rule of FREQ, INTERVAL, COUNT, UNTIL and BYDAY",
        correctionClient,
        {
            good: ["FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU", "FREQ=DAILY;COUNT=3"],
            bad: ["FREQ=WEEKLY;BYHOUR=3", "DTSTART=20261123T200000;FREQ=DAILY"],
        },
    ),
    range(synthetic, "optionsList.tickEvery", 30, 604_800, typings),
];
