import * as aws from "@pulumi/aws";
import { listenerRules } from "../../balancers.ts";
import { hasUsers, inUsed, movedBy } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";

const ignoring = (...ignoreChanges: string[]): Edit => {
    return (node) => void (node.opts = { ...node.opts, ignoreChanges });
};
const inRules: Edit = (service, nodes) => {
    for (const one of nodes.filter(({ type }) => type.endsWith(":ListenerRule")))
        ignoring("conditions")(one, nodes);
    void service;
};

export default stackRule(aws.ecs.Service, {
    id: "traffic-left-to-ecs",
    criterion: "OPS-04",
    severity: "critical",
    says: "No deployment moves users back to a group of targets that ECS has emptied.",
    fix: 'Put ignoreChanges: ["loadBalancers"] on the service, and ["actions"] on the listener rules that it names.',
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        if ((service.props.deploymentConfiguration?.strategy ?? "ROLLING") === "ROLLING") return undefined;
        const isLeft = ({ opts }: typeof service, property: string) =>
            (opts.ignoreChanges ?? []).includes(property);
        if (!isLeft(service, "loadBalancers")) return "The next deployment sends it back to its first group.";
        const kept = movedBy(service, listenerRules, stack).find((rule) => !isLeft(rule, "actions"));
        return kept && `The next deployment puts the weights of ${kept.name} back.`;
    },
    breaks: {
        "left out": inUsed(ignoring("desiredCount")),
        "the listener's rules": inUsed(inRules),
    },
});
