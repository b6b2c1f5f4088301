import { whole } from "../hash.ts";
import type { Place, Row } from "../row.ts";

const ec2 = (prefix: string, kind: string): Row => ({
    id: `${prefix}-0{hex:16}`,
    arn: `arn:aws:ec2:{region}:{account}:${kind}/{id}`,
});

/** `us-east-1b` is `use1-az2`: the region's letters and number, then the zone's. */
export function zoneId(zone: string): string {
    const [, area = "", side = "", number = "", letter = "a"] =
        /^([a-z]+)-([a-z-]+)-(\d)([a-z])$/.exec(zone) ?? [];
    const short = side
        .replace(/north|south|east|west|central|gov/g, (word) => word.charAt(0))
        .replace(/-/g, "");
    return `${area}${short}${number}-az${letter.charCodeAt(0) - 96}`;
}

const publicIp = ({ urn }: Place) => `203.0.113.${1 + whole(`${urn} public`, 254)}`;
const privateIp = ({ urn }: Place) => `10.0.${whole(`${urn} private`, 255)}.${4 + whole(`${urn} host`, 250)}`;
const dns = (ip: string, region: string) =>
    `ec2-${ip.replaceAll(".", "-")}.${region === "us-east-1" ? "compute-1" : `${region}.compute`}.amazonaws.com`;
const zone = ({ inputs, region }: Place) => String(inputs.availabilityZone ?? `${region}a`);

export const NETWORK: Record<string, Row> = {
    "ec2/customerGateway": ec2("cgw", "customer-gateway"),
    "ec2/defaultNetworkAcl": ec2("acl", "network-acl"),
    "ec2/defaultRouteTable": ec2("rtb", "route-table"),
    "ec2/defaultSecurityGroup": { ...ec2("sg", "security-group"), name: "default", ownerId: "{account}" },
    "ec2/defaultVpc": ec2("vpc", "vpc"),
    "ec2/egressOnlyInternetGateway": { id: "eigw-0{hex:16}" },
    "ec2/eip": {
        ...ec2("eipalloc", "elastic-ip"),
        allocationId: "{id}",
        domain: "vpc",
        publicIp,
        publicDns: (place) => dns(publicIp(place), place.region),
        publicIpv4Pool: "amazon",
        networkBorderGroup: "{region}",
        associationId: "",
        carrierIp: "",
        customerOwnedIp: "",
        privateDns: "",
        ptrRecord: "",
        networkInterface: "",
        privateIp: "",
        instance: "",
    },
    "ec2/eipAssociation": { id: "eipassoc-0{hex:16}" },
    "ec2/flowLog": ec2("fl", "vpc-flow-log"),
    "ec2/instance": {
        ...ec2("i", "instance"),
        availabilityZone: zone,
        instanceState: "running",
        instanceLifecycle: "",
        outpostArn: "",
        passwordData: "",
        spotInstanceRequestId: "",
        primaryNetworkInterfaceId: "eni-0{hex:16}",
        privateIp,
        privateDns: (place) => `ip-${privateIp(place).replaceAll(".", "-")}.ec2.internal`,
        publicIp,
        publicDns: (place) => dns(publicIp(place), place.region),
        tenancy: "default",
    },
    "ec2/internetGateway": { ...ec2("igw", "internet-gateway"), ownerId: "{account}" },
    "ec2/keyPair": {
        id: "{keyName}",
        arn: "arn:aws:ec2:{region}:{account}:key-pair/{id}",
        keyPairId: "key-0{hex:16}",
        fingerprint: ({ text }) => text("{hex:32}").replace(/(..)(?=.)/g, "$1:"),
        keyType: "rsa",
    },
    "ec2/launchTemplate": {
        ...ec2("lt", "launch-template"),
        defaultVersion: 1,
        latestVersion: 1,
    },
    "ec2/mainRouteTableAssociation": { id: "rtbassoc-0{hex:16}", originalRouteTableId: "rtb-0{hex:16}" },
    "ec2/managedPrefixList": { ...ec2("pl", "prefix-list"), ownerId: "{account}", version: 1 },
    "ec2/natGateway": {
        id: "nat-0{hex:16}",
        associationId: "eipassoc-0{hex:16}",
        regionalNatGatewayAddresses: [],
        networkInterfaceId: "eni-0{hex:16}",
        privateIp,
        publicIp,
    },
    "ec2/networkAcl": { ...ec2("acl", "network-acl"), ownerId: "{account}" },
    "ec2/networkAclRule": { id: "nacl-{digits:10}" },
    "ec2/networkInterface": {
        ...ec2("eni", "network-interface"),
        privateIp,
        macAddress: "02:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}",
        ownerId: "{account}",
    },
    "ec2/route": {
        id: "r-{routeTableId}{digits:10}",
        origin: "CreateRoute",
        state: "active",
        instanceOwnerId: "",
    },
    "ec2/routeTable": { ...ec2("rtb", "route-table"), ownerId: "{account}" },
    "ec2/routeTableAssociation": { id: "rtbassoc-0{hex:16}" },
    "ec2/securityGroup": { ...ec2("sg", "security-group"), ownerId: "{account}", vpcId: "vpc-0{hex:16}" },
    "ec2/securityGroupRule": { id: "sgrule-{digits:10}", securityGroupRuleId: "sgr-0{hex:16}" },
    "ec2/subnet": {
        ...ec2("subnet", "subnet"),
        availabilityZone: zone,
        availabilityZoneId: (place) => zoneId(zone(place)),
        ipv6CidrBlockAssociationId: "",
        ownerId: "{account}",
        privateDnsHostnameTypeOnLaunch: "ip-name",
    },
    "ec2transitgateway/transitGateway": ec2("tgw", "transit-gateway"),
    "ec2transitgateway/vpcAttachment": ec2("tgw-attach", "transit-gateway-attachment"),
    "ec2transitgateway/routeTable": ec2("tgw-rtb", "transit-gateway-route-table"),
    "ec2/vpc": {
        ...ec2("vpc", "vpc"),
        defaultNetworkAclId: "acl-0{hex:16}",
        defaultRouteTableId: "rtb-0{hex:16}",
        defaultSecurityGroupId: "sg-0{hex:16}",
        mainRouteTableId: "{defaultRouteTableId}",
        dhcpOptionsId: "dopt-0{hex:16}",
        enableDnsHostnames: false,
        enableNetworkAddressUsageMetrics: false,
        ipv6AssociationId: "",
        ipv6CidrBlock: "",
        ipv6CidrBlockNetworkBorderGroup: "",
        ipv6IpamPoolId: "",
        ownerId: "{account}",
    },
    "ec2/vpcDhcpOptions": { ...ec2("dopt", "dhcp-options"), ownerId: "{account}" },
    "ec2/vpcEndpoint": {
        ...ec2("vpce", "vpc-endpoint"),
        cidrBlocks: [],
        dnsEntries: ({ inputs, id, region, text }) =>
            inputs.vpcEndpointType === "Interface"
                ? [
                      {
                          dnsName: `${id}-${text("{lower:8}")}.${String(inputs.serviceName).split(".").pop()}.${region}.vpce.amazonaws.com`,
                          hostedZoneId: text("Z{upper:13}"),
                      },
                  ]
                : [],
        networkInterfaceIds: ({ inputs, text }) =>
            Array.isArray(inputs.subnetIds)
                ? inputs.subnetIds.map((_, at) => text(`eni-0{hex:16:interface ${at}}`))
                : [],
        ownerId: "{account}",
        prefixListId: ({ inputs, text }) =>
            inputs.vpcEndpointType === "Interface" ? "" : text("pl-{hex:8}"),
        policy: '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}',
        requesterManaged: false,
        state: "available",
        vpcEndpointType: "Gateway",
        ipAddressType: "ipv4",
    },
    "ec2/vpcIpv4CidrBlockAssociation": { id: "vpc-cidr-assoc-0{hex:16}" },
    "ec2/vpcPeeringConnection": { id: "pcx-0{hex:16}", acceptStatus: "active" },
    "ec2/vpnConnection": ec2("vpn", "vpn-connection"),
    "ec2/vpnGateway": ec2("vgw", "vpn-gateway"),
    "ebs/volume": ec2("vol", "volume"),
    "ebs/snapshot": ec2("snap", "snapshot"),
    "vpc/securityGroupEgressRule": { ...ec2("sgr", "security-group-rule"), securityGroupRuleId: "{id}" },
    "vpc/securityGroupIngressRule": { ...ec2("sgr", "security-group-rule"), securityGroupRuleId: "{id}" },
};
