import * as aws from "@pulumi/aws";
import { askedBy, denied, inAsked, isAllowed } from "../../gates.ts";
import { hasUsers, isAskedAt } from "../../releases.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const [stage, action, bound] = ["POST_PRODUCTION_TRAFFIC_SHIFT", "cloudwatch:GetMetricData", 100];

export default stackRule(aws.ecs.Service, {
    id: "cost-regressions-taken-back",
    criterion: "CST-04",
    severity: "medium",
    says: "A version of which each request costs more than twice as much as before is taken back.",
    fix: `Add a hook at ${stage} whose function may ${action}, with MAX_COST_INCREASE_PERCENT of at most ${bound} (components/compute/checks/cost-check.ts).`,
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const asked = isAskedAt(stage, service.props) ? askedBy(service, stack) : [];
        const bounds = asked
            .filter((run) => isAllowed(run, action, stack))
            .map(({ props }) => numberOf(props.environment?.variables?.MAX_COST_INCREASE_PERCENT));
        if (bounds.length === 0) return "Nobody looks at what a request costs.";
        return bounds.some((one) => one <= bound)
            ? undefined
            : `A request may cost ${bounds.join(", ")} % more.`;
    },
    breaks: {
        "left out": denied(action),
        "ten times as much": inAsked(({ props }) => {
            const { variables } = props.environment;
            variables.MAX_COST_INCREASE_PERCENT &&= "900";
        }),
    },
});
