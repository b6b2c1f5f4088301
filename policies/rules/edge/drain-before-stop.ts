import * as aws from "@pulumi/aws";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { CannotTell } from "../../graph.ts";
import { hasUsers, inUsed, movedBy } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { eachContainerOf, inContainer } from "../../tasks.ts";
import { numberOf } from "../../values.ts";

const { TargetGroup } = aws.lb;
/** Seconds that a target drains, and that a container has to stop, by default (their API references). */
const [drained, killed] = [300, 30];
/** Seconds for the answers that are on their way. */
const least = 10;
const inGroups = (edit: Edit): Edit => inUsed(inEvery(TargetGroup, edit));

export default stackRule(aws.ecs.Service, {
    id: "drain-before-stop",
    criterion: "SCA-07",
    severity: "high",
    says: "A task that is stopped lives until the load balancer has its last answer.",
    fix: "Set deregistrationDelay of the target groups to 10 or more, and below the stopTimeout of the containers behind them.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const groups = movedBy(service, [TargetGroup], stack);
        if (groups.length === 0) throw new CannotTell("loadBalancers");
        const delays = groups.map(({ props }) => numberOf(props.deregistrationDelay ?? drained));
        const [shortest, longest] = [Math.min(...delays), Math.max(...delays)];
        if (!(shortest >= least)) return `Its requests have ${shortest} seconds to end.`;
        return eachContainerOf(service, stack, ({ stopTimeout = killed }) =>
            numberOf(stopTimeout) > longest
                ? undefined
                : `is killed after ${stopTimeout} seconds, and its requests have ${longest}.`,
        );
    },
    breaks: {
        "left out": inGroups(leaveOut("deregistrationDelay")),
        "not drained": inGroups(set("deregistrationDelay", 0)),
        "killed before": inUsed(inContainer((app) => (app.stopTimeout = 30))),
    },
});
