import * as aws from "@pulumi/aws";
import { fromNowhere, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";

export default stackRule([aws.ec2.Vpc, aws.ec2.DefaultVpc] as (typeof aws.ec2.Vpc)[], {
    id: "flow-logs",
    criterion: "SEC-13",
    severity: "medium",
    says: "Every connection into, out of and inside a VPC is recorded.",
    fix: 'Add an aws.ec2.FlowLog with this VPC as vpcId and trafficType "ALL".',
    check: (vpc, stack) => {
        const logs = stack.naming(vpc, "vpcId", aws.ec2.FlowLog);
        if (logs.length === 0) return "It has no flow log.";
        const kinds = logs.map((log) => log.props.trafficType ?? "nothing");
        return kinds.includes("ALL") ? undefined : `Its flow log records ${kinds.join(", ")} only.`;
    },
    breaks: {
        "left out": inNaming(aws.ec2.FlowLog, "vpcId", "remove"),
        "another network's": inNaming(aws.ec2.FlowLog, "vpcId", set("vpcId", "vpc-0123456789abcdef0")),
        "of nobody knows what": inNaming(aws.ec2.FlowLog, "vpcId", fromNowhere("vpcId")),
        "only what was refused": inNaming(aws.ec2.FlowLog, "vpcId", set("trafficType", "REJECT")),
    },
});
