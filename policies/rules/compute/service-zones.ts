import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import { CannotTell, ifKnown } from "../../graph.ts";
import { stackRule } from "../../rule.ts";

const { Subnet } = aws.ec2;

export default stackRule(aws.ecs.Service, {
    id: "service-zones",
    criterion: "SCA-01",
    severity: "high",
    says: "Every service has subnets in several zones, so that a zone that fails leaves a copy.",
    fix: "Give networkConfiguration.subnets two or more aws.ec2.Subnet of this stack, in different availability zones.",
    check: (service, stack) => {
        // Another rule says so.
        if (service.props.networkConfiguration === undefined) return undefined;
        // A preview can't always count them.
        const count = ifKnown(() => service.props.networkConfiguration?.subnets?.length ?? 0);
        if (count !== undefined && count < 2) return `It has ${count} subnets.`;
        const subnets = stack.named(service, "networkConfiguration", Subnet);
        // Nobody here knows where others' are.
        if (subnets.length === 0) throw new CannotTell("the zone of each of networkConfiguration.subnets");
        const zones = new Set(subnets.map(({ props }) => props.availabilityZone ?? props.availabilityZoneId));
        return zones.size < 2 ? `All its subnets are in ${[...zones].join()}.` : undefined;
    },
    breaks: {
        "left out": set("networkConfiguration.subnets", []),
        "one subnet": set("networkConfiguration.subnets", ["subnet-0123456789abcdef0"]),
        "one zone": inEvery(Subnet, set("availabilityZone", "us-east-1a")),
    },
});
