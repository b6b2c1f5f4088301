import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { alarmsOn, hasUsers, inUsed, movedBy } from "../../releases.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { isOn } from "../../values.ts";

const oneGroupOnly: Edit = ({ props }) => {
    const names = props.alarms.alarmNames as unknown[];
    props.alarms.alarmNames = names.filter((name) => !String(name).endsWith("-alternate"));
};

export default stackRule(aws.ecs.Service, {
    id: "service-rolls-back",
    criterion: "OPS-05",
    severity: "high",
    says: "A version that does not come up is taken back by itself, and so is one that fails its users.",
    fix: "Set deploymentCircuitBreaker, and alarms with the names of those on each target group, to { enable: true, rollback: true }.",
    check: (service, stack) => {
        const { deploymentCircuitBreaker: breaker, alarms } = service.props;
        if (!isOn(breaker?.enable) || !isOn(breaker?.rollback))
            return "A version that does not come up stays: nothing takes it back.";
        if (!hasUsers(service.props)) return undefined;
        if (!isOn(alarms?.enable) || !isOn(alarms?.rollback))
            return "A version that fails its users stays: no alarm takes it back.";
        const named = new Set(
            stack.named(service, "alarms", aws.cloudwatch.MetricAlarm).map(({ urn }) => urn),
        );
        const blind = movedBy(service, [aws.lb.TargetGroup], stack).find(
            (group) => !alarmsOn(group, stack).some(({ urn }) => named.has(urn)),
        );
        return blind && `None of its alarms looks at ${blind.name}, which serves every other release.`;
    },
    breaks: {
        "left out": leaveOut("deploymentCircuitBreaker"),
        "stops only": set("deploymentCircuitBreaker.rollback", false),
        "without alarms": inUsed(leaveOut("alarms")),
        "rings only": inUsed(set("alarms.rollback", false)),
        "one group only": inUsed(oneGroupOnly),
    },
});
