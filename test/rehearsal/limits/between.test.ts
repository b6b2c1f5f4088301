import assert from "node:assert/strict";
import { between } from "../../../rehearsal/limits/between.ts";
import { faultsOf } from "../../../rehearsal/limits/limit.ts";
import { samplePolicy } from "../../../rehearsal/limits/policy-grammar.ts";
import type { Subject } from "../../../rehearsal/limits/row.ts";
import { UNKNOWN, type Properties } from "../../../rehearsal/values.ts";

const rule = "aws:lb/listenerRule:ListenerRule";
const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

function make(type: string, name: string, inputs: Properties, links?: Subject["links"]): Subject {
    return { urn: `urn:pulumi:dev::test::${type}::${name}`, type, name, inputs, links };
}

/** The faults as "limit name: message", without the rows of single resources. */
function clashes(subjects: Subject[]): string[] {
    const ids = new Set(between.map(({ id }) => id));
    const faults = faultsOf(subjects).filter(({ limit }) => ids.has(limit));
    return faults.map(({ limit, urn, message }) => `${limit} ${urn.split("::").at(-1)}: ${message}`);
}

function attachments(count: number): Subject[] {
    return Array.from({ length: count }, (_, i) =>
        make(attachment, `a${i}`, { role: "web", policyArn: `arn:aws:iam::aws:policy/P${i}` }),
    );
}

function rules(count: number): Subject[] {
    return Array.from({ length: count }, (_, i) =>
        make(ingress, `r${i}`, { securityGroupId: "sg-1", fromPort: i, toPort: i, ipProtocol: "tcp" }),
    );
}

describe("limits that several resources break together", () => {
    it("refuses a priority that another rule of the listener has, and takes it on another listener", () => {
        const one = make(rule, "one", { listenerArn: "arn:1", priority: 10 });
        const other = make(rule, "other", { listenerArn: "arn:1", priority: 10 });
        const elsewhere = make(rule, "elsewhere", { listenerArn: "arn:2", priority: 10 });
        assert.deepEqual(clashes([one, elsewhere]), []);
        assert.deepEqual(clashes([one, other, elsewhere]), [
            "lb.ListenerRule priority unique other: is 10, which one has on the same listener; use a free number",
        ]);
    });

    it("knows at plan time by the links that two rules are on one listener", () => {
        const at = (name: string, listener: string): Subject =>
            make(rule, name, { listenerArn: UNKNOWN, priority: 10 }, { listenerArn: [listener] });
        assert.equal(clashes([at("one", "urn:a"), at("other", "urn:a")]).length, 1);
        assert.deepEqual(clashes([at("one", "urn:a"), at("other", "urn:b")]), []);
        const loose = make(rule, "loose", { listenerArn: UNKNOWN, priority: 10 });
        assert.deepEqual(clashes([loose, { ...loose, urn: `${loose.urn}-2` }]), []);
    });

    it("refuses a name twice in a region and says whose it is", () => {
        const group = (name: string, region?: string): Subject =>
            make("aws:cloudwatch/logGroup:LogGroup", name, {
                name: "/app",
                ...(region === undefined ? {} : { region }),
            });
        assert.deepEqual(clashes([group("a"), group("b", "eu-west-2")]), []);
        const [fault = ""] = clashes([group("a"), group("b")]);
        assert.match(fault, /^names unique b: is also the name of a .*rename one$/);
        const role = (name: string, value: string): Subject =>
            make("aws:iam/role:Role", name, { name: value });
        assert.equal(clashes([role("a", "Web"), role("b", "web")]).length, 1);
        assert.deepEqual(clashes([role("a", UNKNOWN), role("b", UNKNOWN)]), []);
    });

    it("refuses subnets that overlap in one VPC, to the last address", () => {
        const at = (name: string, cidrBlock: string, vpcId = "vpc-1"): Subject =>
            make(subnet, name, { cidrBlock, vpcId });
        assert.deepEqual(clashes([at("a", "10.0.0.0/24"), at("b", "10.0.1.0/24")]), []);
        assert.deepEqual(clashes([at("a", "10.0.0.0/24"), at("b", "10.0.0.0/24", "vpc-2")]), []);
        assert.deepEqual(clashes([at("a", "10.0.0.0/24"), at("b", "10.0.0.240/28")]), [
            "ec2.Subnet cidrBlock overlap b: is 10.0.0.240/28, which overlaps 10.0.0.0/24 of a; use a free block",
        ]);
    });

    it("refuses a subnet outside its VPC's block, also while the VPC's id is not known", () => {
        const main = make(vpc, "main", { cidrBlock: "10.0.0.0/20" });
        const other = make(vpc, "other", { cidrBlock: "10.8.0.0/16" });
        const at = (cidrBlock: string): Subject =>
            make(subnet, "s", { cidrBlock, vpcId: UNKNOWN }, { vpcId: [main.urn] });
        assert.deepEqual(clashes([main, other, at("10.0.15.0/24")]), []);
        assert.deepEqual(clashes([main, other, at("10.0.16.0/24")]), [
            "ec2.Subnet cidrBlock inside s: is 10.0.16.0/24, outside 10.0.0.0/20 of main; use a part of it",
        ]);
        const association = make(
            "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
            "more",
            {},
        );
        assert.deepEqual(clashes([main, association, at("10.0.16.0/24")]), []);
    });

    it("takes 60 rules of a security group in a direction and refuses the 61st", () => {
        assert.deepEqual(clashes(rules(60)), []);
        assert.deepEqual(clashes(rules(61)), [
            "vpc.SecurityGroupRule count r60: is one of 61 rules of sg-1; use at most 60 in a direction",
        ]);
        const inline = (count: number): Subject =>
            make("aws:ec2/securityGroup:SecurityGroup", "sg", {
                ingress: [{ cidrBlocks: Array.from({ length: count }, (_, i) => `10.0.${i}.0/24`) }],
            });
        assert.deepEqual(clashes([inline(60)]), []);
        assert.equal(clashes([inline(61)]).length, 1);
    });

    it("adds up the inline policies of a role: 10,240 characters", () => {
        const at = (name: string, size: number): Subject =>
            make(rolePolicy, name, { role: "web", policy: samplePolicy("identity", size) });
        assert.deepEqual(clashes([at("a", 5000), at("b", 5240)]), []);
        assert.match(
            clashes([at("a", 5000), at("b", 5241)])[0] ?? "",
            /b: brings the inline policies of web to 10241/,
        );
    });

    it("takes 10 policies on a role and refuses the 11th", () => {
        assert.deepEqual(clashes(attachments(10)), []);
        assert.match(
            clashes(attachments(11))[0] ?? "",
            /a10: is one of 11 policies on web; attach at most 10$/,
        );
    });

    it("refuses a parameter group of another version's family", () => {
        const group = make("aws:rds/parameterGroup:ParameterGroup", "pg", {
            name: "orders",
            family: "postgres17",
        });
        const at = (engineVersion: string): Subject =>
            make("aws:rds/instance:Instance", "db", {
                engine: "postgres",
                engineVersion,
                parameterGroupName: "orders",
            });
        assert.deepEqual(clashes([group, at("17.6")]), []);
        assert.deepEqual(clashes([group, at("18.3")]), [
            "rds.Instance parameterGroupName family db: is orders of the family postgres17; this version takes postgres18",
        ]);
    });

    it("refuses a recovery point that the lock of its vault would not take, here and where it is copied to", () => {
        const lock = make("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", {
            backupVaultName: "near",
            minRetentionDays: 7,
            maxRetentionDays: 35,
        });
        const far = { ...lock, urn: `${lock.urn}-far`, inputs: { ...lock.inputs, backupVaultName: "far" } };
        const plan = (own: Properties | undefined, copied: Properties = { deleteAfter: 35 }): Subject[] => {
            const destinationVaultArn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:far";
            const copyActions = [{ destinationVaultArn, lifecycle: copied }];
            const rule = { targetVaultName: "near", copyActions, ...(own && { lifecycle: own }) };
            return [lock, far, make("aws:backup/plan:Plan", "plan", { rules: [rule] })];
        };
        for (const days of [7, 35]) assert.deepEqual(clashes(plan({ deleteAfter: days })), []);
        assert.deepEqual(clashes(plan({ deleteAfter: UNKNOWN })), []);
        const id = "backup.Plan lifecycle lock plan:";
        const says = (seen: string) => `${id} ${seen}`;
        assert.deepEqual(clashes(plan({ deleteAfter: 6 })), [
            says(
                "rules[0] keeps recovery points for 6 days, less than the vault's lock takes; use 7 or more",
            ),
        ]);
        assert.deepEqual(clashes(plan({ deleteAfter: 35 }, { deleteAfter: 36 })), [
            says(
                "rules[0].copyActions[0] keeps recovery points for 36 days, more than the vault's lock takes; use at most 35",
            ),
        ]);
        assert.match(clashes(plan(undefined))[0] ?? "", /for ever, more than the vault's lock takes/);
    });

    it("gives each of these limits an id of its own and a dated source", () => {
        assert.equal(new Set(between.map(({ id }) => id)).size, between.length);
        for (const { id, source } of between) assert.match(source, /20\d\d-\d\d-\d\d/, id);
    });
});
