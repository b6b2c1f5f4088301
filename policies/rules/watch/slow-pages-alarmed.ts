import * as aws from "@pulumi/aws";
import { inAlarmsOn, isOn, whyUnheard } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import type { Fault } from "../../faults.ts";
import { steady } from "../../rows.ts";
import { alarmsNaming, isMonitor } from "../../monitors.ts";
import { stackRule } from "../../rule.ts";

const metric = "WebVitalsLargestContentfulPaint";
const slow: Fault = {
    says: "every page takes 4 s until its largest content is there",
    ...{ withinMinutes: 360, rows: { [metric]: steady(4000) } },
};

export default stackRule([aws.cloudcontrol.Resource], {
    id: "slow-pages-alarmed",
    criterion: "OBS-12",
    severity: "medium",
    says: "A person hears of it within hours when pages are slow in users' own browsers: no server sees that.",
    fix: `Add an aws.cloudwatch.MetricAlarm on ${metric} above 2000 of the monitor's application_name, with alarmActions (components/watch/health/felt-alarms.ts).`,
    check: (monitor, stack) => {
        if (!isMonitor(monitor)) return undefined;
        const alarms = alarmsNaming(monitor, stack).filter((one) => isOn(one, metric));
        return alarms.length > 0 ? whyUnheard(alarms, slow) : "Nobody hears of slow pages.";
    },
    breaks: {
        "left out": inAlarmsOn(metric, "remove"),
        "told to nobody": inAlarmsOn(metric, leaveOut("alarmActions")),
        "above 20 seconds": inAlarmsOn(metric, set("threshold", 20_000)),
        "in seconds": inAlarmsOn(metric, set("threshold", 2e6)),
        "of more loads than there are": inAlarmsOn(metric, ({ props }) => {
            props.metricQueries.at(-1).expression = "IF(loads >= 20000, slow, 0)";
        }),
    },
});
