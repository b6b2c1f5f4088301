import * as aws from "@pulumi/aws";
import { leaveOut } from "../../edits.ts";
import { CannotTell, tokenOf } from "../../graph.ts";
import { hasUsers, inUsed, movedBy } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { eachContainerOf, inContainer } from "../../tasks.ts";
import { numberOf } from "../../values.ts";

const { TargetGroup } = aws.lb;
/** Seconds that a target drains, and that a container has to stop, by default (their API references). */
const [drained, killed] = [300, 30];
const inGroups: Edit = (_service, nodes) => {
    for (const one of nodes.filter(({ type }) => type === tokenOf(TargetGroup)))
        leaveOut("deregistrationDelay")(one, nodes);
};

export default stackRule(aws.ecs.Service, {
    id: "drain-before-stop",
    criterion: "SCA-07",
    severity: "high",
    says: "A task that is stopped lives until the load balancer has its last answer.",
    fix: "Set deregistrationDelay of the target groups below the stopTimeout of the containers behind them.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const groups = movedBy(service, [TargetGroup], stack);
        if (groups.length === 0) throw new CannotTell("loadBalancers");
        const longest = Math.max(
            ...groups.map(({ props }) => numberOf(props.deregistrationDelay ?? drained)),
        );
        return eachContainerOf(service, stack, ({ stopTimeout = killed }) =>
            numberOf(stopTimeout) > longest
                ? undefined
                : `is killed after ${stopTimeout} seconds, and its requests have ${longest}.`,
        );
    },
    breaks: {
        "left out": inUsed(inGroups),
        "killed before": inUsed(inContainer((app) => (app.stopTimeout = 30))),
    },
});
