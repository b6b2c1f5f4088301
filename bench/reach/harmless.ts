import {
    addresses,
    balancer,
    everybody,
    lets,
    listener,
    rule,
    subnetsOf,
    vpcOf,
    type Edit,
} from "./edits.ts";
import { anybody, functionUrl, policed } from "./open-calls.ts";

const both =
    (...edits: Edit[]): Edit =>
    (scene) =>
        edits.forEach((edit) => edit(scene));

/** What looks like a way in, and is none. */
export const harmless: Record<string, Edit> = {
    "another load balancer, internal, whose group lets in everybody": (scene) => {
        const inside = { internal: true, subnets: subnetsOf(scene, "private") };
        both(balancer("inner", inside, rule({ cidrBlocks: ["0.0.0.0/0"] })), listener("inner", 443))(scene);
    },
    "another load balancer that lets in the VPC only": both(
        balancer("own", {}, rule({ cidrBlocks: ["10.20.0.0/16"] })),
        listener("own", 443),
    ),
    "another load balancer that lets in everybody at a port that it doesn't listen on": both(
        balancer("deaf", {}, rule({ cidrBlocks: ["0.0.0.0/0"] }, 8080)),
        listener("deaf", 443),
    ),
    "a group open to everybody, which nobody wears": (scene) => {
        const securityGroupId = scene.add("aws:ec2/securityGroup", "unworn", { vpcId: vpcOf(scene) });
        const everything = { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };
        scene.add("aws:vpc/securityGroupIngressRule", "unworn", { securityGroupId, ...everything });
    },
    "the load balancer's group open to everybody, while it has no public address": lets(
        "web-balancer",
        443,
        everybody,
    ),
    "tasks with public addresses and an open group where the way out is a NAT gateway": both(
        addresses("app"),
        lets("web-targets", 8080, everybody),
    ),
    "everybody by IPv6, at a load balancer that has no such address": both(
        balancer("narrow", {}, rule({ ipv6CidrBlocks: ["::/0"] })),
        listener("narrow", 443),
    ),
    "IPv6 by a gateway that leads out only": (scene) => {
        const eigw = scene.add("aws:ec2/egressOnlyInternetGateway", "out", { vpcId: vpcOf(scene) });
        scene.change("aws:ec2/subnet", "network-private-1", (inputs) => {
            inputs.ipv6CidrBlock = "2600:1f18:1:100::/64";
        });
        const routeTableId = scene.id("aws:ec2/routeTable", "network-private-1");
        const out = { destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: eigw };
        scene.add("aws:ec2/route", "out", { routeTableId, ...out });
        lets("web-targets", 8080, { cidrIpv6: "::/0" })(scene);
    },
    "another NAT gateway": (scene) => {
        const allocationId = scene.add("aws:ec2/eip", "another", {});
        const subnetId = subnetsOf(scene, "public")[1];
        scene.add("aws:ec2/natGateway", "another", { allocationId, subnetId });
    },
    "a function without a URL": (scene) =>
        void scene.add("aws:lambda/function", "another", { runtime: "nodejs22.x" }),
    "a function's URL that asks IAM": functionUrl("AWS_IAM"),
    "a bucket's policy for everybody, behind the block of public access": policed(anybody),
    "a queue for everybody in one organization": (scene) => {
        const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
        scene.allow("aws:sqs/queuePolicy", "jobs", "policy", { ...anybody, Condition });
    },
    "another monitor of real users, to which browsers may send": (scene) => {
        const kind = "aws:cloudcontrol/resource";
        scene.add(kind, "second", scene.inputs(kind, "real-users"));
    },
    "a second distribution behind the firewall": (scene) => {
        const kind = "aws:cloudfront/distribution";
        scene.add(kind, "second", scene.inputs(kind, "cdn"));
    },
};
