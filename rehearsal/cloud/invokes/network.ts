import { canonical, hex } from "../hash.ts";
import { ACCOUNT } from "../row.ts";
import { zoneId } from "../shapes/network.ts";
import { zonesOf } from "./account.ts";
import { argument, filterValues, type Answer, type Question } from "./question.ts";

const ec2 = (region: string, kind: string, id: string) => `arn:aws:ec2:${region}:${ACCOUNT}:${kind}/${id}`;
const madeId = (prefix: string, { args, region }: Question) =>
    `${prefix}-0${hex(canonical([region, args]), 16)}`;

/** The VPC that a question is about: the one it names, or the only one that there is. */
function vpcId({ args, region }: Question): string {
    return argument(args, ["vpcId"], filterValues(args, "vpc-id")[0] ?? ownVpc(region));
}

/** The VPC that every account has in a region. */
function ownVpc(region: string): string {
    return `vpc-0${hex(`vpc ${region}`, 16)}`;
}

/** The nth subnet of a VPC, one a zone. */
function subnetId(vpc: string, at: number): string {
    return `subnet-0${hex(`${vpc} ${at}`, 16)}`;
}

/** Networks that exist already: one VPC of 10.0.0.0/16 with a subnet in each zone, whatever is asked for. */
export const NETWORK_ANSWERS: Record<string, Answer> = {
    "ec2/getAmi": (question) => {
        const { args, region } = question;
        const id = madeId("ami", question);
        const name = (filterValues(args, "name")[0] ?? "made-up-*").replaceAll("*", "2026.01.01");
        return {
            id,
            imageId: id,
            name,
            arn: `arn:aws:ec2:${region}::image/${id}`,
            architecture: filterValues(args, "architecture")[0] ?? "x86_64",
            creationDate: "2026-01-01T00:00:00.000Z",
            imageOwnerAlias: "amazon",
            imageType: "machine",
            ownerId: "137112412989",
            public: true,
            rootDeviceName: "/dev/xvda",
            rootDeviceType: "ebs",
            state: "available",
            virtualizationType: "hvm",
        };
    },
    "ec2/getInternetGateway": (question) => {
        const id = argument(question.args, ["internetGatewayId"], madeId("igw", question));
        return {
            id,
            internetGatewayId: id,
            ownerId: ACCOUNT,
            arn: ec2(question.region, "internet-gateway", id),
        };
    },
    "ec2/getManagedPrefixList": (question) => {
        const { args, region } = question;
        const id = argument(args, ["id"], madeId("pl", question));
        const name = argument(args, ["name"], filterValues(args, "prefix-list-name")[0] ?? "");
        // AWS's own lists (com.amazonaws.…) belong to AWS; only the caller's have an account in their ARN.
        const owner = name.startsWith("com.amazonaws.") ? "AWS" : ACCOUNT;
        const arn = `arn:aws:ec2:${region}:${owner.toLowerCase()}:prefix-list/${id}`;
        return { id, name, arn, ownerId: owner, addressFamily: "IPv4", version: 1, maxEntries: 55 };
    },
    "ec2/getPrefixList": (question) => {
        const id = argument(question.args, ["prefixListId"], madeId("pl", question));
        const name = argument(
            question.args,
            ["name"],
            filterValues(question.args, "prefix-list-name")[0] ?? "",
        );
        return { id, prefixListId: id, name, cidrBlocks: ["198.51.100.0/24"] };
    },
    "ec2/getRouteTable": (question) => {
        const id = argument(question.args, ["routeTableId"], madeId("rtb", question));
        return {
            id,
            routeTableId: id,
            vpcId: vpcId(question),
            ownerId: ACCOUNT,
            arn: ec2(question.region, "route-table", id),
        };
    },
    "ec2/getSecurityGroup": (question) => {
        const id = argument(question.args, ["id"], madeId("sg", question));
        const name = argument(
            question.args,
            ["name"],
            filterValues(question.args, "group-name")[0] ?? "default",
        );
        return {
            id,
            name,
            description: name,
            vpcId: vpcId(question),
            arn: ec2(question.region, "security-group", id),
        };
    },
    "ec2/getSecurityGroups": (question) => {
        const ids = [madeId("sg", question)];
        return {
            ids,
            arns: ids.map((id) => ec2(question.region, "security-group", id)),
            vpcIds: [vpcId(question)],
        };
    },
    "ec2/getSubnet": (question) => {
        const { args, region } = question;
        const vpc = vpcId(question);
        const zones = zonesOf(region);
        const at = zones.findIndex(
            (zone, index) => zone === args.availabilityZone || subnetId(vpc, index) === args.id,
        );
        const index = Math.max(at, 0);
        const id = argument(args, ["id"], filterValues(args, "subnet-id")[0] ?? subnetId(vpc, index));
        return {
            id,
            vpcId: vpc,
            arn: ec2(region, "subnet", id),
            availabilityZone: zones[index] as string,
            availabilityZoneId: zoneId(zones[index] as string),
            availableIpAddressCount: 251,
            cidrBlock: `10.0.${index}.0/24`,
            // In the VPC that an account has from the start every subnet is public.
            defaultForAz: vpc === ownVpc(region),
            mapPublicIpOnLaunch: vpc === ownVpc(region),
            ownerId: ACCOUNT,
            state: "available",
        };
    },
    "ec2/getSubnets": (question) => {
        const vpc = vpcId(question);
        return { id: question.region, ids: zonesOf(question.region).map((_, at) => subnetId(vpc, at)) };
    },
    "ec2/getVpc": (question) => {
        const id = argument(question.args, ["id"], vpcId(question));
        return {
            id,
            arn: ec2(question.region, "vpc", id),
            cidrBlock: argument(
                question.args,
                ["cidrBlock"],
                question.args.default === true ? "172.31.0.0/16" : "10.0.0.0/16",
            ),
            default: question.args.default === true,
            dhcpOptionsId: `dopt-0${hex(id, 16)}`,
            enableDnsHostnames: true,
            enableDnsSupport: true,
            instanceTenancy: "default",
            mainRouteTableId: `rtb-0${hex(id, 16)}`,
            ownerId: ACCOUNT,
            state: "available",
        };
    },
    "ec2/getVpcs": (question) => ({ id: question.region, ids: [vpcId(question)] }),
    "ec2/getVpcEndpointService": ({ args, region }) => {
        const service = argument(args, ["service"], "s3");
        const name = argument(args, ["serviceName"], `com.amazonaws.${region}.${service}`);
        return {
            id: hex(name, 10),
            serviceName: name,
            serviceId: `vpce-svc-0${hex(name, 16)}`,
            serviceRegion: region,
            serviceType: argument(
                args,
                ["serviceType"],
                /\.(s3|dynamodb)$/.test(name) ? "Gateway" : "Interface",
            ),
            availabilityZones: zonesOf(region),
            owner: "amazon",
            vpcEndpointPolicySupported: true,
            supportedIpAddressTypes: ["ipv4"],
        };
    },
};
