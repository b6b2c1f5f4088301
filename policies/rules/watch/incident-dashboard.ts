import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import type { Node } from "../../graph.ts";
import { referenceOf } from "../../references.ts";
import { stackRule } from "../../rule.ts";

const { Dashboard } = aws.cloudwatch;

/** By the text, once that is known; before, by what it is made of. */
function shows(page: Node, balancer: Node): boolean {
    const { texts, unknowns, links } = referenceOf(page, "dashboardBody");
    if (unknowns > 0) return links.some(({ urn }) => urn === balancer.urn);
    return texts.some((text) => text.includes(`"${String(balancer.props.arnSuffix)}"`));
}

export default stackRule(aws.lb.LoadBalancer, {
    id: "incident-dashboard",
    criterion: "OBS-09",
    severity: "medium",
    says: "Whoever is on call has a page that shows what users get.",
    fix: "Add an aws.cloudwatch.Dashboard whose dashboardBody has metrics of the load balancer, by its arnSuffix.",
    check: (balancer, stack) =>
        stack.all(Dashboard).some((page) => shows(page, balancer))
            ? undefined
            : "No dashboard shows what comes through it.",
    breaks: {
        "left out": inEvery(Dashboard, "remove"),
        "of nothing": inEvery(Dashboard, set("dashboardBody", '{"widgets":[]}')),
    },
});
