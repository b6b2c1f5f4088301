import assert from "node:assert/strict";
import { isOfInternet } from "../../../bench/reach/blocks.ts";
import { Scene } from "../../../bench/reach/scene.ts";
import { openIn } from "../../../bench/reach/statements.ts";
import { inWords, reachOf } from "../../../bench/reach/ways.ts";

describe("who is on the internet", () => {
    it("is everybody with an address that is not private, and not of the network itself", () => {
        const own = ["198.18.0.0/16", "2600:1f18:1::/56"];
        for (const block of [
            "0.0.0.0/0",
            "128.0.0.0/1",
            "203.0.113.7/32",
            "203.0.113.7",
            "10.0.0.0/7",
            "::/0",
        ])
            assert.ok(isOfInternet(block, own), block);
        for (const block of ["2000::/3", "2600:1f18:2::/56", "198.18.0.0/15", "everything", "10.0.0.0/"])
            assert.ok(isOfInternet(block, own), block);
        for (const block of ["10.0.0.0/8", "10.20.0.0/16", "172.31.0.0/16", "192.168.1.1", "fd00::/8"])
            assert.ok(!isOfInternet(block, own), block);
        for (const block of ["198.18.7.0/24", "2600:1f18:1:ab::/64"])
            assert.ok(!isOfInternet(block, own), block);
    });
});

describe("a policy is for anybody", () => {
    const allows = (statement: object) =>
        openIn(
            JSON.stringify({ Statement: { Effect: "Allow", Action: "sqs:*", Resource: "*", ...statement } }),
        ).length > 0;
    const everybody = { Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } };

    it("if it names everybody, in any form, or all but somebody", () => {
        assert.ok(allows({ Principal: "*" }));
        assert.ok(allows(everybody));
        assert.ok(allows({ NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }));
        assert.deepEqual(openIn("{"), ["a policy that can't be read"]);
        assert.ok(!allows({ Principal: { AWS: "arn:aws:iam::123456789012:root" } }));
        assert.ok(!allows({ Principal: "*", Effect: "Deny" }));
        assert.ok(!allows({ Principal: { Service: "events.amazonaws.com" } }));
        assert.deepEqual(openIn(undefined), []);
    });

    it("unless a condition says who, and holds for nobody else", () => {
        const under = (operator: string, key: string, value: unknown) =>
            allows({ ...everybody, Condition: { [operator]: { [key]: value } } });
        assert.ok(!under("StringEquals", "aws:SourceAccount", "123456789012"));
        assert.ok(!under("StringEquals", "aws:PrincipalOrgID", ["o-a1b2c3d4e5"]));
        assert.ok(!under("ArnLike", "aws:SourceArn", "arn:aws:s3:::one-bucket"));
        assert.ok(!under("StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0"));
        assert.ok(under("StringEqualsIfExists", "aws:SourceAccount", "123456789012"));
        assert.ok(under("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"));
        assert.ok(under("StringNotEquals", "aws:SourceAccount", "123456789012"));
        assert.ok(under("StringLike", "aws:SourceAccount", ["123456789012", "*"]));
        assert.ok(under("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"));
        assert.ok(under("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/admin"));
        assert.ok(under("Bool", "aws:SecureTransport", "true"));
    });
});

describe("what a deployment doesn't make itself counts as open", () => {
    const waysWith = (...edits: ((scene: Scene) => unknown)[]) => {
        const scene = new Scene([]);
        for (const edit of edits) edit(scene);
        return reachOf(scene.resources).ways.map(inWords);
    };
    const service = (network: object) => (scene: Scene) =>
        scene.add("aws:ecs/service", "app", { networkConfiguration: { assignPublicIp: true, ...network } });

    it("a subnet, and a security group", () => {
        assert.deepEqual(waysWith(service({ subnets: ["subnet-0"], securityGroups: ["sg-0"] })), [
            "the internet -> subnet subnet-0, which is not made here -> security group sg-0, which is not made here" +
                " -> service app, every port",
        ]);
    });

    it("the account's default network, for what chose none", () => {
        const ways = waysWith((scene) =>
            scene.add("aws:rds/instance", "db", { publiclyAccessible: true, port: 5432 }),
        );
        assert.equal(ways.length, 1);
        assert.match(
            ways[0]!,
            /subnet of the default network, which is not made here .* instance db, port 5432$/,
        );
    });

    it("a bucket without a block of public access", () => {
        const policy = JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
        });
        const ways = waysWith((scene) =>
            scene.add("aws:s3/bucketPolicy", "site", { bucket: "site", policy }),
        );
        assert.equal(ways.length, 1);
        assert.match(ways[0]!, /s3:GetObject for anybody -> site, which is not made here$/);
    });
});

describe("routes", () => {
    const rule = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    const ways = (route: object) => {
        const scene = new Scene([]);
        const vpcId = scene.add("aws:ec2/vpc", "v", {});
        const subnetId = scene.add("aws:ec2/subnet", "s", { vpcId });
        const routeTableId = scene.add("aws:ec2/routeTable", "t", { vpcId, routes: [route] });
        scene.add("aws:ec2/routeTableAssociation", "a", { subnetId, routeTableId });
        const securityGroupId = scene.add("aws:ec2/securityGroup", "g", { vpcId });
        scene.add("aws:vpc/securityGroupIngressRule", "r", { securityGroupId, ...rule });
        const network = { subnets: [subnetId], securityGroups: [securityGroupId], assignPublicIp: true };
        scene.add("aws:ecs/service", "app", { networkConfiguration: network });
        return reachOf(scene.resources).ways.map(({ to }) => to);
    };

    it("lead in from an internet gateway, be it for a part of the internet only", () => {
        const gatewayId = "igw-0";
        assert.deepEqual(ways({ cidrBlock: "0.0.0.0/0", gatewayId }), ["service app, port 443"]);
        assert.deepEqual(ways({ cidrBlock: "203.0.113.0/24", gatewayId }), ["service app, port 443"]);
        assert.deepEqual(ways({ destinationPrefixListId: "pl-0", gatewayId }), ["service app, port 443"]);
        assert.deepEqual(ways({ ipv6CidrBlock: "::/0", gatewayId }), [], "it has no address of IPv6");
    });

    it("don't from what leads out only, and count where nobody knows who is behind", () => {
        for (const target of [{ natGatewayId: "nat-0" }, { gatewayId: "local" }, { gatewayId: "vpce-0" }])
            assert.deepEqual(ways({ cidrBlock: "0.0.0.0/0", ...target }), []);
        for (const target of [
            { gatewayId: "vgw-0" },
            { networkInterfaceId: "eni-0" },
            { vpcEndpointId: "vpce-0" },
        ])
            assert.deepEqual(ways({ cidrBlock: "0.0.0.0/0", ...target }), ["route table t"]);
    });
});
