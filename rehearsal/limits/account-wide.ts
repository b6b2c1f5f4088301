import type { Properties, Value } from "../values.ts";
import { aws } from "./kinds.ts";
import { listOf, textOf, type Subject } from "./row.ts";
import { api, page, typings } from "./sources.ts";

const [READ, TODAY] = ["2026-11-22", "2026-11-23"];

/** One that is not known is nobody's. */
function keyOf(...values: (Value | undefined)[]): string[] {
    const texts = values.map(textOf);
    return texts.includes(undefined) ? [] : [texts.join(" ")];
}

/** Something that an account has only once, in each region or in all of them. */
interface AccountWide {
    type: string;
    /** With its article: "a GuardDuty detector". */
    thing: string;
    regional: boolean;
    /** Whose it is instead of the account's, and an account at AWS says nothing of it: "zone". */
    within?: string;
    /** Where the limit was read, and when. */
    source: string;
    /** Which of several things of the type these are; none for one that is not limited. @default all are one */
    keys?(inputs: Properties): (string | undefined)[];
    /** The account that this is for, where that can be another one than the provider's. */
    accountIds?(inputs: Properties): Value | undefined;
}

/** What one account can have only once: a second owner is refused, or undoes what the first has set. */
export const accountWide: AccountWide[] = [
    {
        type: aws("guardduty", "Detector"),
        thing: "a GuardDuty detector",
        regional: true,
        source: api("guardduty", "CreateDetector", READ),
    },
    {
        type: aws("securityhub", "Account"),
        thing: "Security Hub's subscription",
        regional: true,
        source: api("securityhub", "EnableSecurityHub", READ),
    },
    {
        type: aws("cfg", "Recorder"),
        thing: "a recorder of AWS Config",
        regional: true,
        source: api("config", "PutConfigurationRecorder", READ),
    },
    {
        type: aws("cfg", "DeliveryChannel"),
        thing: "a delivery channel of AWS Config",
        regional: true,
        source: api("config", "PutDeliveryChannel", READ),
    },
    {
        type: aws("inspector2", "Enabler"),
        thing: "the switch that turns Inspector on",
        regional: true,
        // Two of them pass, and then each switches off the scans that only the other one asks for.
        source: page("https://github.com/hashicorp/terraform-provider-aws/issues/34039", READ),
        accountIds: ({ accountIds }) => accountIds,
    },
    {
        type: aws("accessanalyzer", "Analyzer"),
        thing: "an analyzer of the type ACCOUNT",
        regional: true,
        // Other types have quotas of their own, which this page does not tell.
        source: page(
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-external.html",
            READ,
        ),
        keys: ({ type = "ACCOUNT" }) => (type === "ACCOUNT" ? [type] : []),
    },
    {
        type: aws("ebs", "EncryptionByDefault"),
        thing: "the switch for EBS encryption by default",
        regional: true,
        source: typings("ebs/encryptionByDefault", READ),
    },
    {
        type: aws("s3", "AccountPublicAccessBlock"),
        thing: "S3's public access block of the account",
        regional: false,
        source: typings("s3/accountPublicAccessBlock", READ),
        accountIds: ({ accountId }) => (accountId === undefined ? undefined : [accountId]),
    },
    {
        type: aws("iam", "AccountPasswordPolicy"),
        thing: "the account's password policy",
        regional: false,
        source: typings("iam/accountPasswordPolicy", READ),
    },
    {
        type: aws("iam", "OpenIdConnectProvider"),
        thing: "the OpenID Connect provider of its url",
        regional: false,
        source: api("iam", "CreateOpenIDConnectProvider", READ),
        // AWS keeps the url without its scheme, in the ARN as well.
        keys: ({ url }) => [textOf(url)?.replace(/^https:\/\//, "")],
    },
    {
        type: aws("cloudfront", "Distribution"),
        thing: "the distribution of a name that it serves",
        regional: false,
        source: page("https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html", READ),
        // In another account, too, where nobody can look from here.
        keys: ({ aliases }) => listOf(aliases).map(textOf),
    },
    {
        type: "cloudflare:index/zoneSetting:ZoneSetting",
        thing: "the setting of a zone of Cloudflare's",
        regional: false,
        within: "zone",
        source: page("https://developers.cloudflare.com/api/resources/zones/subresources/settings/", TODAY),
        keys: ({ zoneId, settingId }) => keyOf(zoneId, settingId),
    },
    {
        type: "cloudflare:index/ruleset:Ruleset",
        thing: "the rules of their phase",
        regional: false,
        within: "zone",
        source: page("https://github.com/cloudflare/terraform-provider-cloudflare/issues/2634", TODAY),
        keys: ({ kind, zoneId, phase }) => (kind === "zone" ? keyOf(zoneId, phase) : []),
    },
    {
        type: aws("costexplorer", "AnomalyMonitor"),
        thing: "the cost anomaly monitor of all services",
        regional: false,
        source: page("https://aws.amazon.com/aws-cost-management/aws-cost-anomaly-detection/faqs/", READ),
        keys: ({ monitorType, monitorDimension }) =>
            monitorType === "DIMENSIONAL" && monitorDimension === "SERVICE" ? [monitorDimension] : [],
    },
    {
        type: aws("costexplorer", "CostAllocationTag"),
        thing: "the switch that puts a tag into bills",
        regional: false,
        source: api("ce", "UpdateCostAllocationTagsStatus", TODAY),
        keys: ({ tagKey }) => keyOf(tagKey),
    },
];

/** A resource of one of several stacks, and where it would be made. */
export interface Held extends Subject {
    stack: string;
    /** The URN of its provider. */
    provider?: string;
    /** Undefined while not known; several where one resource is for several accounts. */
    accounts?: string[];
    region?: string;
}

/** A resource that others are the same thing as. */
export interface Shared {
    row: AccountWide;
    held: Held;
    others: Held[];
}

/**
 * Two places of two stacks count as one while it is not known that they differ: whoever is signed in deploys both.
 * Inside a stack a second provider is there because it leads elsewhere, so only what is certain counts.
 */
function samePlace(one: Held, other: Held, regional: boolean): boolean {
    const meet = (some?: string[], more?: string[]): boolean => {
        if (some && more) return some.some((item) => more.includes(item));
        return one.stack !== other.stack || (one.provider === other.provider && some === more);
    };
    const regionOf = ({ region }: Held) => (region === undefined ? undefined : [region]);
    return meet(one.accounts, other.accounts) && (!regional || meet(regionOf(one), regionOf(other)));
}

/** The resources of which an account can't have all. */
export function sharedIn(all: Held[]): Shared[] {
    return accountWide.flatMap((row) => {
        const keysOf = ({ inputs }: Held) =>
            (row.keys ? row.keys(inputs) : [""]).filter((key) => key !== undefined);
        const limited = all.filter(({ type }) => type === row.type);
        return limited.flatMap((held) => {
            const keys = keysOf(held);
            const isSame = (other: Held) => keysOf(other).some((key) => keys.includes(key));
            const others = limited.filter(
                (other) => other !== held && isSame(other) && samePlace(held, other, row.regional),
            );
            return others.length > 0 ? [{ row, held, others }] : [];
        });
    });
}

/** The accounts that a resource names itself, or undefined where it leaves that to its provider. */
export function ownAccounts({ type, inputs }: Subject): string[] | undefined {
    const row = accountWide.find((one) => one.type === type);
    const named = listOf(row?.accountIds?.(inputs)).flatMap((id) => textOf(id) ?? []);
    return named.length > 0 ? named : undefined;
}
