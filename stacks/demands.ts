import { find } from "./agreement.ts";
import { compliance, frameworks, type Profile } from "./compliance.ts";

interface Demand {
    /** The setting, as the stack file names it. */
    key: string;
    /** Whether a value is good under the profiles, too. What is no value of the setting at all is refused by itself. */
    isMet(value: unknown): boolean;
    use: string;
    why: string;
    /** What asks for it, by profile. */
    controls: Partial<Record<Profile, string>>;
    /** Where that, or its number, was read. */
    source: string;
}

/** What the profiles hold settings to. */
export const demands: Demand[] = [
    {
        key: "logRetentionDays",
        isMet: (days) => !(Number(days) < 365),
        use: "365 or more",
        why: "twelve months of logs",
        controls: { soc2: "CC7.2", hipaa: "164.312(b)", pciDss: "10.5.1" },
        source: "PCI DSS names the twelve months. SOC 2 and HIPAA name no number: it is the one of Prowler's check `cloudwatch_log_group_retention_policy_specific_days_enabled`, which it files under these controls, and the default of AWS Config's rule `cw-loggroup-retention-period-check`",
    },
    {
        key: "domain.name",
        isMet: (name) => name !== "",
        use: "the name that users call, and its zone",
        why: "without one a part of the way is plain HTTP",
        controls: {
            ...{ soc2: "CC6.7", hipaa: "164.312(e)(1)", pciDss: "4.2.1" },
            gdpr: "Art. 32(1)(a)",
        },
        source: "Prowler's checks `elb_ssl_listeners` and `elasticache_redis_cluster_in_transit_encryption_enabled`; the GDPR's text",
    },
    {
        key: "firewall.mode",
        isMet: (mode) => mode !== "count",
        use: "block",
        why: "attacks are blocked, or alert somebody at once, and what is counted does neither",
        controls: { pciDss: "6.4.2" },
        source: "the text of the requirement",
    },
];

/** What the settings lack under the profiles that they name, one sentence each. */
export function unmetDemands(
    input: Record<string, unknown>,
    show: (key: string, value: unknown) => string,
): string[] {
    const { success, data: chosen = [] } = compliance.safeParse(input.compliance);
    if (!success) return [];
    return demands.flatMap(({ key, isMet, use, why, controls }) => {
        const asking = chosen.filter((profile) => controls[profile] !== undefined);
        const value = find(input, key.split("."));
        if (asking.length === 0 || value === undefined || isMet(value)) return [];
        const names = asking.map((profile) => `${frameworks[profile]} ${controls[profile]}`).join(", ");
        return `${key} is ${show(key, value)}; use ${use}: ${why} (${names}).`;
    });
}
