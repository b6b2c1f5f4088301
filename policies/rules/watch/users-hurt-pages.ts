import * as aws from "@pulumi/aws";
import { add, leaveOut, set } from "../../edits.ts";
import { inMadeOf, likeItsPart, page, whyUnwoken } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

const { failed, healthy } = page;
const muted = add(aws.cloudwatch.AlarmMuteRule, ({ props }) => ({
    muteTargets: { alarmNames: [props.alarmName] },
}));
const inPage = (edit: (rule: string) => string) =>
    inMadeOf(healthy, "any", ({ props }) => void (props.alarmRule = edit(String(props.alarmRule))));

export default stackRule(aws.lb.LoadBalancer, {
    id: "users-hurt-pages",
    criterion: "OBS-11",
    severity: "critical",
    says: "One alarm says that users are hurt: by requests that fail, and where nobody asks, by nobody being there to answer.",
    fix: `Add an aws.cloudwatch.CompositeAlarm with alarmActions whose alarmRule joins by OR each alarm on ${failed}, TargetResponseTime and ${healthy} of a group of targets (components/watch/alarms/objectives.ts).`,
    check: (_balancer, stack) => whyUnwoken(stack),
    breaks: {
        "left out": inMadeOf(healthy, "any", "remove"),
        "told to nobody": inMadeOf(healthy, "any", leaveOut("alarmActions")),
        "switched off": inMadeOf(healthy, "any", set("actionsEnabled", false)),
        "told where it can wait": inMadeOf(healthy, "any", likeItsPart),
        "of all at once": inPage((rule) =>
            rule.replaceAll(" OR ", " AND ").replace(/ AND (ALARM\("[^"]*-uptime"\)) AND /, " OR $1 OR "),
        ),
        "of two of them": inPage((rule) => rule.replace(" OR ", " AND ")),
        "unless another rings": inPage((rule) => rule.replace(" OR ", " AND NOT ")),
        "not while a drill goes on": inPage((rule) => `(${rule}) AND NOT ALARM("a-drill")`),
        "whatever happens": inPage((rule) => `${rule} OR TRUE`),
        suppressed: inMadeOf(healthy, "any", set("actionsSuppressor", { alarm: "maintenance" })),
        muted: inMadeOf(healthy, "any", muted),
        "without one version": inPage((rule) => rule.replace(/ALARM\("[^"]*errors-alternate"\) OR /, "")),
        "of one that is not there": inPage((rule) => `${rule} OR ALARM("nobodys")`),
        "blind at night": inPage((rule) => rule.replace(/ALARM\("[^"]*nobody-answers"\) OR /, "")),
    },
});
