import * as aws from "@pulumi/aws";
import { inEvery, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { isOn } from "../../values.ts";

const { NatGateway, Subnet, VpcEndpoint } = aws.ec2;
/** Where images, logs and secrets come from and go to. The layers of images are in S3, which has a gateway. */
const wanted = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "s3"];
const ofService = (id: string, edit: Edit): Edit =>
    inEvery(VpcEndpoint, (one, nodes) => void (one.props.serviceName.endsWith(`.${id}`) && edit(one, nodes)));

export default stackRule(aws.ecs.Service, {
    id: "starts-outlast-a-zone",
    criterion: "SCA-01",
    severity: "medium",
    says: "What a task needs to start is in reach while any zone is down.",
    fix: `Give the VPC an aws.ec2.NatGateway in each zone, or an aws.ec2.VpcEndpoint, in two zones each, of ${wanted.join(", ")}.`,
    check: (_service, stack) => {
        const zones = new Set(stack.all(Subnet).map(({ props }) => props.availabilityZone));
        if (stack.all(NatGateway).length >= Math.max(2, zones.size)) return undefined;
        const found = stack.all(VpcEndpoint).filter(({ props }) => {
            if (props.vpcEndpointType !== "Interface") return props.serviceName!.endsWith(".s3");
            return isOn(props.privateDnsEnabled) && props.subnetIds!.length >= 2;
        });
        const missing = wanted.filter(
            (id) => !found.some(({ props }) => props.serviceName!.endsWith(`.${id}`)),
        );
        return missing.length > 0
            ? `Its way to ${missing.join(", ")} goes down with one gateway's zone.`
            : undefined;
    },
    breaks: {
        "left out": inEvery(VpcEndpoint, "remove"),
        "in one zone": ofService("ecr.api", set("subnetIds", ["subnet-0123456789abcdef0"])),
        "by another name": ofService("secretsmanager", set("privateDnsEnabled", false)),
    },
});
