import * as aws from "@pulumi/aws";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { counts, whyUnheard } from "../../proofs.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { MetricAlarm } = aws.cloudwatch;
/** Days. A drill a week, and a day for it to be done. */
const most = 8;
const counter = (edit: Edit): Edit => inEvery(MetricAlarm, (one, nodes) => counts(one) && edit(one, nodes));

export default stackRule(aws.backup.RestoreTestingPlan, {
    id: "restores-proven",
    criterion: "DAT-02",
    severity: "high",
    says: `Somebody is told when no restored copy was proven for ${most} days, and when nobody counts them.`,
    fix: `Add an aws.cloudwatch.MetricAlarm on DaysSinceProof, at ${most} or less, with treatMissingData "breaching" and alarmActions.`,
    check: (_plan, stack) => {
        const alarms = stack.all(MetricAlarm).filter(counts);
        if (alarms.length === 0) return "No alarm counts the days since the last proof.";
        const faults = alarms.map((alarm) => whyUnheard(alarm, most));
        return faults.includes(undefined) ? undefined : faults[0];
    },
    breaks: {
        "left out": counter((one, nodes) => nodes.splice(nodes.indexOf(one), 1)),
        "missing data is fine": counter(set("treatMissingData", "notBreaching")),
        "missing data left out": counter(leaveOut("treatMissingData")),
        "a month": counter(set("threshold", 31)),
        "the wrong way": counter(set("comparisonOperator", "LessThanThreshold")),
        "nobody is told": counter(set("alarmActions", [])),
        muted: counter(set("actionsEnabled", false)),
    },
});
