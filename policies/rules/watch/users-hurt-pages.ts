import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { tells } from "../../alarmed.ts";
import { hurting, inMadeOf, isPagedAlone, page, pagesOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

const { failed, healthy } = page;
const inPage = (edit: (rule: string) => string) =>
    inMadeOf(healthy, "any", ({ props }) => void (props.alarmRule = edit(String(props.alarmRule))));

export default stackRule(aws.lb.LoadBalancer, {
    id: "users-hurt-pages",
    criterion: "OBS-11",
    severity: "critical",
    says: "One alarm says that users are hurt: by requests that fail, and where nobody asks, by nobody being there to answer.",
    fix: `Add an aws.cloudwatch.CompositeAlarm with alarmActions whose alarmRule joins by OR each alarm on ${failed}, TargetResponseTime and ${healthy} of a group of targets (components/watch/alarms/objectives.ts).`,
    check: (_balancer, stack) => {
        if (pagesOf(stack).length === 0)
            return "No alarm puts together what users feel, at noon and at night.";
        const unpaged = hurting(stack).filter((one) => tells(one) && !isPagedAlone(one, stack));
        return unpaged[0] && `Nobody is woken when ${unpaged[0].name} alone rings.`;
    },
    breaks: {
        "left out": inMadeOf(healthy, "any", "remove"),
        "told to nobody": inMadeOf(healthy, "any", leaveOut("alarmActions")),
        "switched off": inMadeOf(healthy, "any", set("actionsEnabled", false)),
        "of all at once": inPage((rule) =>
            rule.replaceAll(" OR ", " AND ").replace(/ AND (ALARM\("[^"]*-uptime"\)) AND /, " OR $1 OR "),
        ),
        "of two of them": inPage((rule) => rule.replace(" OR ", " AND ")),
        "unless another rings": inPage((rule) => rule.replace(" OR ", " AND NOT ")),
        "without one version": inPage((rule) => rule.replace(/ALARM\("[^"]*errors-alternate"\) OR /, "")),
        "blind at night": inPage((rule) => rule.replace(/ALARM\("[^"]*nobody-answers"\) OR /, "")),
    },
});
