import { isObject, type Value } from "../values.ts";
import { blockOf, inside, overlap } from "./cidr.ts";
import { grouped, referenceOf, type Between, type Clash } from "./group.ts";
import { aws } from "./kinds.ts";
import { listOf, textOf, type Subject } from "./row.ts";
import { api, page } from "./sources.ts";

const vpcQuotas = page("https://docs.aws.amazon.com/AmazonVPC/latest/UserGuide/VPC_Appendix_Limits.html");
const [vpc, subnet] = [aws("ec2", "Vpc"), aws("ec2", "Subnet")];
const group = aws("ec2", "SecurityGroup");
const rules = [aws("vpc", "SecurityGroupIngressRule"), aws("vpc", "SecurityGroupEgressRule")];

function overlapping(subjects: Subject[]): Clash[] {
    const faults: Clash[] = [];
    for (const [, members] of grouped(subjects, [subnet], (subject) => referenceOf(subject, "vpcId"))) {
        members.forEach((one, index) => {
            const block = blockOf(textOf(one.inputs.cidrBlock) ?? "");
            const other = members.slice(0, index).find((earlier) => {
                const theirs = blockOf(textOf(earlier.inputs.cidrBlock) ?? "");
                return block !== undefined && theirs !== undefined && overlap(block, theirs);
            });
            if (other === undefined) return;
            const message = `is ${textOf(one.inputs.cidrBlock)}, which overlaps ${textOf(other.inputs.cidrBlock)} of ${other.name}; use a free block`;
            faults.push({ urn: one.urn, message });
        });
    }
    return faults;
}

function outsideVpc(subjects: Subject[]): Clash[] {
    // A block that is associated later makes the VPC larger than its own block.
    if (subjects.some(({ type }) => type === aws("ec2", "VpcIpv4CidrBlockAssociation"))) return [];
    const vpcs = subjects.filter(({ type }) => type === vpc);
    return subjects.flatMap((subject) => {
        const of =
            vpcs.find(({ urn }) => urn === subject.links?.vpcId?.[0]) ??
            (vpcs.length === 1 ? vpcs[0] : undefined);
        const [mine, theirs] = [textOf(subject.inputs.cidrBlock) ?? "", textOf(of?.inputs.cidrBlock) ?? ""];
        const [inner, outer] = [blockOf(mine), blockOf(theirs)];
        if (subject.type !== subnet || inner === undefined || outer === undefined || inside(inner, outer))
            return [];
        return [
            { urn: subject.urn, message: `is ${mine}, outside ${theirs} of ${of?.name}; use a part of it` },
        ];
    });
}

function inlineRules(list: Value | undefined): number {
    const each = (item: Value): number => {
        if (!isObject(item)) return 1;
        const lists = [item.cidrBlocks, item.ipv6CidrBlocks, item.securityGroups, item.prefixListIds];
        return Math.max(
            1,
            lists.reduce<number>((sum, part) => sum + listOf(part).length, item.self === true ? 1 : 0),
        );
    };
    return listOf(list).reduce<number>((sum, item) => sum + each(item), 0);
}

/** What several subnets, or the rules of a security group, can break together. */
export const addresses: Between[] = [
    {
        id: "ec2.Subnet cidrBlock overlap",
        property: "cidrBlock",
        source: api("ec2", "CreateSubnet"),
        types: [subnet],
        check: overlapping,
    },
    {
        id: "ec2.Subnet cidrBlock inside",
        property: "cidrBlock",
        source: api("ec2", "CreateSubnet"),
        types: [vpc, subnet],
        check: outsideVpc,
    },
    {
        id: "vpc.SecurityGroupRule count",
        property: "securityGroupId",
        source: vpcQuotas,
        types: [group, ...rules],
        check: (subjects) => [
            ...rules.flatMap((type) =>
                [...grouped(subjects, [type], (subject) => referenceOf(subject, "securityGroupId"))].flatMap(
                    ([id, { length, [60]: over }]) =>
                        over === undefined
                            ? []
                            : [
                                  {
                                      urn: over.urn,
                                      message: `is one of ${length} rules of ${id}; use at most 60 in a direction`,
                                  },
                              ],
                ),
            ),
            ...subjects.flatMap(({ type, urn, inputs }) => {
                const most =
                    type === group ? Math.max(inlineRules(inputs.ingress), inlineRules(inputs.egress)) : 0;
                const listed = Math.max(listOf(inputs.ingress).length, listOf(inputs.egress).length);
                return most > 60 && listed <= 60
                    ? [{ urn, message: `has ${most} rules in a direction; use at most 60` }]
                    : [];
            }),
        ],
    },
];
