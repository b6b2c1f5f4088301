import * as aws from "@pulumi/aws";
import { GROUPS, inWorn, isWide, keyIn, METADATA, wornBy } from "../../copies.ts";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";

const from = (cidr: string) => [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: [cidr] }];
const addressed: Edit = (one, nodes) => {
    leaveOut("referencedSecurityGroupId")(one, nodes);
    one.props.cidrIpv4 = "10.0.0.0/16";
};

export default stackRule(aws.backup.RestoreTestingSelection, {
    id: "restores-isolated",
    criterion: "SEC-09",
    severity: "critical",
    says: "A copy that a restore test makes of a database can be reached by its check alone, and reaches nothing.",
    fix: `Name a dbSubnetGroupName and ${GROUPS} of this stack in ${METADATA}, and no publiclyAccessible; let security groups into that group, no addresses, and nothing out.`,
    check: (test, stack) => {
        if (!["RDS", "Aurora"].includes(test.props.protectedResourceType)) return undefined;
        const isPublic = keyIn(test, "publiclyAccessible");
        const given = test.props[METADATA] as Record<string, string>;
        if (isPublic && !/^false$/i.test(given[isPublic]!)) return "Its copies have a public address.";
        if (!keyIn(test, "dbSubnetGroupName")) return "Its copies are in the account's default VPC.";
        const groups = wornBy(test, stack);
        if (groups.length === 0) return "Its copies wear a security group that is none of this stack's.";
        const wide = groups.find((group) => isWide(group, stack));
        return wide && `Its copies wear ${wide.name}, which opens more than their check needs.`;
    },
    breaks: {
        "left out": leaveOut(`${METADATA}.${GROUPS}`),
        "the default VPC": leaveOut(`${METADATA}.dbSubnetGroupName`),
        public: set(`${METADATA}.publiclyAccessible`, "true"),
        "a network let in": inWorn(set("ingress", from("10.0.0.0/8"))),
        "let out": inWorn(set("egress", from("0.0.0.0/0"))),
        "addresses instead": inWorn(inNaming(aws.vpc.SecurityGroupIngressRule, "securityGroupId", addressed)),
    },
});
