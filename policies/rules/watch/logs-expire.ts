import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

export default resourceRule(aws.cloudwatch.LogGroup, {
    id: "logs-expire",
    criterion: "OBS-01",
    severity: "medium",
    says: "Every log is kept for at least 30 days, and for no longer than somebody decided.",
    fix: "Set retentionInDays to 30 or more; left out or 0 keeps them for ever.",
    check: ({ retentionInDays = 0 }) => {
        const days = numberOf(retentionInDays);
        if (days === 0) return "It keeps everything for ever: nobody decided for how long.";
        return days >= 30 ? undefined : `It keeps ${retentionInDays} days.`;
    },
    breaks: {
        "a week": set("retentionInDays", 7),
        "for ever": set("retentionInDays", 0),
        "left out": leaveOut("retentionInDays"),
    },
});
