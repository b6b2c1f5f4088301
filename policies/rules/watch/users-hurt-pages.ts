import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { inMadeOf, page, pagesOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

const { failed, healthy } = page;

export default stackRule(aws.lb.LoadBalancer, {
    id: "users-hurt-pages",
    criterion: "OBS-11",
    severity: "critical",
    says: "One alarm says that users are hurt: by requests that fail, and where nobody asks, by nobody being there to answer.",
    fix: `Add an aws.cloudwatch.CompositeAlarm with alarmActions whose alarmRule names alarms on ${failed} and on ${healthy} (components/watch/alarms/objectives.ts).`,
    check: (_balancer, stack) => {
        const isThere = pagesOf(stack).length > 0;
        return isThere ? undefined : "No alarm puts together what users feel, at noon and at night.";
    },
    breaks: {
        "left out": inMadeOf(healthy, "any", "remove"),
        "told to nobody": inMadeOf(healthy, "any", leaveOut("alarmActions")),
        "switched off": inMadeOf(healthy, "any", set("actionsEnabled", false)),
        "blind at night": inMadeOf(healthy, "any", ({ props }) => {
            props.alarmRule = String(props.alarmRule).replace(/ALARM\("[^"]*nobody-answers"\) OR /, "");
        }),
    },
});
