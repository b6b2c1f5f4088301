import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * Zones to whose load balancers CloudFront has no way, by region (Developer Guide, "Supported AWS Regions for VPC origins", read
 * 2026-11-23). By id: which letter a zone has differs from account to account.
 */
const outOfReach: Record<string, string> = {
    "us-east-1": "use1-az3",
    "us-west-1": "usw1-az2",
    "ap-northeast-1": "apne1-az3",
    "ca-central-1": "cac1-az3",
};

/** The first zones of the region that CloudFront reaches, where there are others; nothing where every zone will do. */
export async function zonesIn(
    region: string,
    zones: number,
    provider: aws.Provider,
): Promise<{ zoneNames?: string[] }> {
    const excluded = outOfReach[region];
    if (excluded === undefined) return {};
    // Not by their state: a zone that has a bad day must not move the network to another.
    const filters = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
    const asked = { excludeZoneIds: [excluded], filters };
    const { names } = await aws.getAvailabilityZones(asked, { provider });
    return { zoneNames: firstOf(names, { region, zones, excluded }) };
}

/** As many of these as are wanted, or why there are too few. */
function firstOf(
    names: string[],
    { region, zones, excluded }: { region: string; zones: number; excluded: string },
): string[] {
    if (names.length >= zones) return names.slice(0, zones);
    throw new pulumi.RunError(
        `Pulumi.${pulumi.getStack()}.yaml: network.zones is ${zones}; use ${names.length}, or another region: this account has ${names.join(" and ")} in ${region}, and CloudFront has no way to ${excluded}.`,
    );
}
