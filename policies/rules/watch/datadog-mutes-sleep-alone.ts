import * as datadog from "@pulumi/datadog";
import { whyHidden } from "../../downtimes.ts";
import { leaveOut, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";

const inRecurrences =
    (edit: (one: { start: string; duration: string; rrule: string }) => void): Edit =>
    ({ props }) =>
        (props.recurringSchedule as { recurrences: Parameters<typeof edit>[0][] }).recurrences.forEach(edit);

export default stackRule(datadog.DowntimeSchedule, {
    id: "datadog-mutes-sleep-alone",
    criterion: "OBS-11",
    severity: "high",
    says: "What is muted in Datadog is what sleeps, while it sleeps: monitors of this environment alone, and none by day.",
    fix: "Name the environment's tag in monitorTags, and let the recurrences begin when it goes to sleep and end an hour after it wakes (components/watch/datadog/downtime.ts).",
    check: ({ props }, stack) => whyHidden(props, stack),
    breaks: {
        "left out": leaveOut("recurringSchedule"),
        "of everybody": set("monitorIdentifier.monitorTags", ["*"]),
        "of others": set("monitorIdentifier.monitorTags", ["environment:other"]),
        "by another clock": set("recurringSchedule.timezone", "Asia/Tokyo"),
        "from noon on": inRecurrences((one) => (one.start = one.start.replace(/T\d\d/, "T12"))),
        "into the day": inRecurrences((one) => (one.duration = "61h")),
        "on a Sunday": inRecurrences((one) => (one.rrule = one.rrule.replace(/BYDAY=.*/, "BYDAY=SU"))),
        "every day": inRecurrences((one) => (one.rrule = "FREQ=DAILY;INTERVAL=1")),
    },
});
