import { zoneId } from "../shapes/network.ts";
import { filterValues, strings, type Answer } from "./question.ts";

/** Names that AWS gives its regions. */
const REGIONS: Record<string, string> = {
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)",
    "ca-central-1": "Canada (Central)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-west-1": "Europe (Ireland)",
    "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)",
    "eu-north-1": "Europe (Stockholm)",
    "eu-south-1": "Europe (Milan)",
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)",
    "ap-south-1": "Asia Pacific (Mumbai)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "sa-east-1": "South America (Sao Paulo)",
};

/** Zones that an account sees in its region: three, but for those where AWS has more or leaves new accounts fewer. */
const ZONES: Record<string, string> = {
    "us-east-1": "abcdef",
    "us-west-2": "abcd",
    "us-west-1": "ac",
    "ap-northeast-1": "acd",
};

export function zonesOf(region: string): string[] {
    return [...(ZONES[region] ?? "abc")].map((letter) => `${region}${letter}`);
}

/** Who the caller is and where. */
export const ACCOUNT_ANSWERS: Record<string, Answer> = {
    getArn: ({ args }) => {
        const [, partition = "", service = "", region = "", account = "", ...resource] = String(
            args.arn,
        ).split(":");
        return { id: String(args.arn), partition, service, region, account, resource: resource.join(":") };
    },
    getAvailabilityZone: ({ args, region }) => {
        const zones = zonesOf(region);
        const name =
            zones.find((zone) => zone === args.name || zoneId(zone) === args.zoneId) ?? (zones[0] as string);
        return {
            id: name,
            name,
            zoneId: zoneId(name),
            nameSuffix: name.slice(region.length),
            groupName: region,
            networkBorderGroup: region,
            optInStatus: "opt-in-not-required",
            state: "available",
            zoneType: "availability-zone",
        };
    },
    getAvailabilityZones: ({ args, region }) => {
        const without = [...strings(args.excludeNames), ...strings(args.excludeZoneIds)];
        const wanted = filterValues(args, "zone-name");
        const names = zonesOf(region).filter(
            (zone) =>
                !without.includes(zone) &&
                !without.includes(zoneId(zone)) &&
                (wanted.length === 0 || wanted.includes(zone)),
        );
        return { id: region, names, zoneIds: names.map(zoneId), groupNames: [region] };
    },
    // The same account in every region.
    getBillingServiceAccount: () => ({ id: "386209384616", arn: "arn:aws:iam::386209384616:root" }),
    getCallerIdentity: ({ account }) => ({
        id: account,
        accountId: account,
        arn: `arn:aws:iam::${account}:user/rehearsal`,
        userId: "AIDAREHEARSALREHEARSA",
    }),
    getDefaultTags: ({ defaultTags }) => ({ id: "aws", tags: { ...defaultTags } }),
    getPartition: () => ({
        id: "aws",
        partition: "aws",
        dnsSuffix: "amazonaws.com",
        reverseDnsPrefix: "com.amazonaws",
    }),
    getRegion: ({ args, region }) => {
        const name = typeof args.name === "string" ? args.name : region;
        return {
            id: name,
            name,
            region: name,
            description: REGIONS[name] ?? name,
            endpoint: `ec2.${name}.amazonaws.com`,
        };
    },
    getRegions: () => ({ id: "aws", names: Object.keys(REGIONS) }),
    getServicePrincipal: ({ args, region }) => ({
        id: `${String(args.serviceName)}.${region}.amazonaws.com`,
        name: `${String(args.serviceName)}.amazonaws.com`,
        suffix: "amazonaws.com",
    }),
};
