import * as datadog from "@pulumi/datadog";
import { whyUncounted } from "../../downtimes.ts";
import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(datadog.SloCorrection, {
    id: "datadog-excuses-sleep-alone",
    criterion: "OBS-12",
    severity: "medium",
    says: "What SLOs in Datadog leave out is the sleep of the environment, and no hour in which users were promised something.",
    fix: "Let the correction come every week, begin when the environment goes to sleep and end an hour after it wakes (components/watch/datadog/correction.ts).",
    check: ({ props }, stack) => whyUncounted(props, stack),
    breaks: {
        "left out": leaveOut("rrule"),
        "by another clock": set("timezone", "Asia/Tokyo"),
        "from noon on": ({ props }) => (props.start = Number(props.start) - 8 * 3600),
        "into the day": set("duration", 61 * 3600),
        "every day": set("rrule", "FREQ=DAILY;INTERVAL=1"),
    },
});
