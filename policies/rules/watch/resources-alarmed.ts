import { leaveOut, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { inTelling, oneByOne, watched, whyUnwatched } from "../../watched.ts";

export default stackRule([...new Set(watched.map(({ type }) => type))], {
    id: "resources-alarmed",
    criterion: "OBS-02",
    severity: "high",
    says: "A person hears of it when tasks are missing or have no room left, a load balancer or the CDN fails, clients wait for a pooler, nobody looks or records, a copy is bad, or a follower keeps a database's log.",
    fix: "Add an aws.cloudwatch.MetricAlarm on that metric, with the dimensions of the resource, and with alarmActions: policies/watched.ts says which metrics.",
    check: (node, stack) => whyUnwatched(node, stack),
    breaks: {
        "left out": inTelling(watched, "remove"),
        "told to nobody": inTelling(watched, leaveOut("alarmActions")),
        "switched off": inTelling(watched, set("actionsEnabled", false)),
        ...oneByOne,
    },
});
