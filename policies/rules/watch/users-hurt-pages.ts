import * as aws from "@pulumi/aws";
import { isOn, tells } from "../../alarmed.ts";
import { leaveOut, set } from "../../edits.ts";
import { inMadeOf, madeOf, partsOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

const [failed, healthy] = ["HTTPCode_Target_5XX_Count", "HealthyHostCount"] as const;

export default stackRule(aws.lb.LoadBalancer, {
    id: "users-hurt-pages",
    criterion: "OBS-11",
    severity: "critical",
    says: "One alarm says that users are hurt: by requests that fail, and where nobody asks, by nobody being there to answer.",
    fix: `Add an aws.cloudwatch.CompositeAlarm with alarmActions whose alarmRule names alarms on ${failed} and on ${healthy} (components/watch/alarms/objectives.ts).`,
    check: (_balancer, stack) => {
        const pages = madeOf(failed, stack).filter(tells);
        const isWhole = pages.some((page) => partsOf(page, stack).some((part) => isOn(part, healthy)));
        return isWhole ? undefined : "No alarm puts together what users feel, at noon and at night.";
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
