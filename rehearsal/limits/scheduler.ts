import { alphabet, aws, length, range, oneOf } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { schedule } from "./schedules.ts";
import { api } from "./sources.ts";

const scheduler = aws("scheduler", "Schedule");
const scheduleGroup = aws("scheduler", "ScheduleGroup");

/** What calls others by the clock. */
export const scheduled: Limit[] = [
    length(scheduleGroup, "name", 1, 64, api("scheduler", "CreateScheduleGroup")),
    alphabet(
        scheduleGroup,
        "name",
        /^[\w.-]+$/,
        "letters, digits and - _ .",
        api("scheduler", "CreateScheduleGroup"),
        { good: ["a.b"], bad: ["a b"] },
    ),
    length(scheduler, "name", 1, 64, api("scheduler", "CreateSchedule")),
    alphabet(
        scheduler,
        "name",
        /^[\w.-]+$/,
        "letters, digits and - _ .",
        api("scheduler", "CreateSchedule"),
        { good: ["a.b"], bad: ["a b"] },
    ),
    schedule(scheduler, "scheduleExpression", ["cron", "rate", "at"], api("scheduler", "CreateSchedule")),
    oneOf(scheduler, "flexibleTimeWindow.mode", ["OFF", "FLEXIBLE"], api("scheduler", "FlexibleTimeWindow")),
    range(
        scheduler,
        "target.retryPolicy.maximumEventAgeInSeconds",
        60,
        86400,
        api("scheduler", "RetryPolicy"),
    ),
    range(scheduler, "target.retryPolicy.maximumRetryAttempts", 0, 185, api("scheduler", "RetryPolicy")),
];
