import * as aws from "@pulumi/aws";
import { inNamed, inNaming, leaveOut } from "../../edits.ts";
import { tokenOf, UNKNOWN } from "../../graph.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { SecurityGroup } = aws.ec2;
const { SecurityGroupIngressRule: Way } = aws.vpc;
const ofWays = (edit: Edit) =>
    inNamed("vpcSecurityGroupIds", SecurityGroup, inNaming(Way, "securityGroupId", edit));
const toApplication: Edit = ({ props, propertyDependencies }, nodes) => {
    const app = nodes.filter(({ type, name }) => type === tokenOf(SecurityGroup) && name === "app");
    props.referencedSecurityGroupId = app[0]?.props.id ?? UNKNOWN;
    propertyDependencies.referencedSecurityGroupId = app;
};

export default stackRule(aws.rds.Instance, {
    id: "postgres-pooled",
    criterion: "DAT-05",
    severity: "high",
    says: "What serves users reaches Postgres through poolers, and has no other way to it.",
    fix: "Let the service wear the poolers' client group instead of the database's.",
    check: (db, stack) => {
        const own = stack.named(db, "vpcSecurityGroupIds", SecurityGroup);
        for (const way of own.flatMap((group) => stack.naming(group, "securityGroupId", Way))) {
            const clients = stack.named(way, "referencedSecurityGroupId", SecurityGroup);
            if (clients.length === 0) return `${way.name} lets in what is no security group of this stack.`;
            const serving = clients
                .flatMap((one) => stack.surelyNaming(one, "networkConfiguration", aws.ecs.Service))
                .find(({ props }) => (props.loadBalancers?.length ?? 0) > 0);
            if (serving) return `${serving.name} serves users and may connect by itself.`;
        }
        return undefined;
    },
    breaks: {
        "left out": ofWays(leaveOut("referencedSecurityGroupId")),
        "the application": ofWays(toApplication),
    },
});
