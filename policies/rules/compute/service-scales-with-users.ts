import * as aws from "@pulumi/aws";
import { inFound, set } from "../../edits.ts";
import { readableNode } from "../../graph.ts";
import { hasUsers, inUsed, movedBy } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { onCpu, onRequests, scalingOf, tracking } from "../../workers.ts";

const { Policy } = aws.appautoscaling;
const inPolicies = (which: typeof onCpu, edit: Edit | "remove"): Edit =>
    inUsed(inFound((service, stack) => scalingOf(readableNode(service), stack).filter(which), edit));
const builtIn = { predefinedMetricSpecification: { predefinedMetricType: "ALBRequestCountPerTarget" } };

export default stackRule(aws.ecs.Service, {
    id: "service-scales-with-users",
    criterion: "SCA-02",
    severity: "high",
    says: "What users reach grows by its processors' work and by their requests, whichever group of targets has them.",
    fix: "Track ECSServiceAverageCPUUtilization, and in a customizedMetricSpecification the RequestCount of both groups of targets (components/compute/service.ts): AWS's own metric sees one of them.",
    check: (service, stack) => {
        if (!hasUsers(service.props)) return undefined;
        const own = scalingOf(service, stack);
        if (!own.some(({ props }) => props[tracking])) return undefined; // service-scales says so
        if (!own.some(onCpu)) return "However busy its processors are, that starts no copy.";
        const sums = own.filter(onRequests).map(({ urn }) => urn);
        const blind = movedBy(service, [aws.lb.TargetGroup], stack).find(
            (group) => !stack.surelyNaming(group, tracking, Policy).some(({ urn }) => sums.includes(urn)),
        );
        return blind && `However many requests ${blind.name} has, that starts no copy.`;
    },
    breaks: {
        "left out": inPolicies(onRequests, "remove"),
        "requests alone": inPolicies(onCpu, "remove"),
        "AWS's own metric": inPolicies(onRequests, set(tracking, { targetValue: 600, ...builtIn })),
        "one group": inPolicies(onRequests, ({ props, propertyDependencies: links }) => {
            const asked = props[tracking].customizedMetricSpecification;
            asked.metrics = asked.metrics.filter(({ id }: { id: string }) => id !== "alternate");
            links[tracking] = links[tracking]!.filter(({ name }) => !name.endsWith("-alternate"));
        }),
    },
});
