import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { tokenOf, type Node } from "../../graph.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Schedule } = aws.scheduler;
/** The service is named in a text in the target, so that only the link tells. */
const names = (schedule: Node, service: Node) =>
    schedule.propertyDependencies.target?.some(({ urn }) => urn === service.urn) ?? false;

const ofSchedule = (edit: Edit | "remove"): Edit => {
    return (service, nodes) => {
        for (const one of nodes.filter(({ type }) => type === tokenOf(Schedule))) {
            if (edit !== "remove" && names(one, service)) edit(one, nodes);
            if (edit === "remove" && names(one, service)) nodes.splice(nodes.indexOf(one), 1);
        }
    };
};

export default stackRule(aws.ecs.Service, {
    id: "services-renewed",
    criterion: "SEC-02",
    severity: "high",
    says: "Every service starts its tasks anew by itself: they read secrets at their start, and those rotate.",
    fix: "Add the service to components/compute/renewal.ts, which calls ecs:updateService by a schedule.",
    check: (service, stack) => {
        const renewing = stack
            .all(Schedule)
            .filter((one) => names(one, service))
            .filter(({ props }) => String(props.target.arn).endsWith(":aws-sdk:ecs:updateService"));
        if (renewing.length === 0) return "Nothing starts its tasks anew.";
        const isOn = renewing.some(({ props }) => (props.state ?? "ENABLED") === "ENABLED");
        return isOn ? undefined : "The schedule that does is switched off.";
    },
    breaks: {
        "left out": ofSchedule("remove"),
        "switched off": ofSchedule(set("state", "DISABLED")),
        "other action": ofSchedule(set("target.arn", "arn:aws:scheduler:::aws-sdk:ecs:stopTask")),
    },
});
