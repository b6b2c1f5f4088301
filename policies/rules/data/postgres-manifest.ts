import { set } from "../../edits.ts";
import { inSchedules, minutesBetween, schedulesOf, type Action } from "../../heartbeats.ts";
import { databases } from "../../parameters.ts";
import { kinOf, sourceOf } from "../../relatives.ts";
import { stackRule } from "../../rule.ts";

/** Minutes. A copy is held to a heartbeat of the last five and to a manifest of the last two hours. */
const most: Record<Action, number> = { heartbeat: 5, manifest: 60 };

export default stackRule(databases, {
    id: "postgres-manifest",
    criterion: "DAT-02",
    severity: "high",
    says: "Every database records a heartbeat each minute and a manifest each hour, by which its copies are judged.",
    fix: "Let components/data/manifest.ts write both into the generation that is in use.",
    check: (db, stack) => {
        if (sourceOf(db, stack)) return undefined;
        const kin = kinOf(db, stack);
        for (const action of ["heartbeat", "manifest"] as const) {
            const found = kin.flatMap((one) => schedulesOf(one, action, stack));
            if (found.length === 0) return `Nothing writes a ${action} into it.`;
            const on = found.filter(({ props }) => props.state !== "DISABLED");
            const minutes = Math.min(...on.map(({ props }) => minutesBetween(props.scheduleExpression)));
            const how = on.length === 0 ? "is off" : `comes at ${on[0]!.props.scheduleExpression}`;
            if (minutes > most[action]) return `Its ${action} ${how}.`;
        }
        return undefined;
    },
    breaks: {
        "left out": inSchedules("heartbeat", "remove"),
        "no manifest": inSchedules("manifest", "remove"),
        "a heartbeat a day": inSchedules("heartbeat", set("scheduleExpression", "rate(1 day)")),
        "a manifest a day": inSchedules("manifest", set("scheduleExpression", "rate(1 day)")),
        "switched off": inSchedules("manifest", set("state", "DISABLED")),
    },
});
