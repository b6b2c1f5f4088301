import { blockOf } from "./cidr.ts";
import { alphabet, aws, count, length, oneOf, rule } from "./kinds.ts";
import { listOf, numberOf, textOf, type Limit } from "./row.ts";
import { api, page } from "./sources.ts";

const setting = "cloudflare:index/zoneSetting:ZoneSetting";
const ruleset = "cloudflare:index/ruleset:Ruleset";
const record = "cloudflare:index/dnsRecord:DnsRecord";
const addresses = aws("wafv2", "IpSet");

const READ = "2026-11-23";
const typings = (file: string) => `@pulumi/cloudflare 6.22.1 ${file}.d.ts, read ${READ}`;
const rateDocs = page("https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/", READ);

const onOff = ["on", "off"];
/** What each takes; of the others the types tell no more. */
const values: Record<string, string[]> = {
    ssl: ["off", "flexible", "full", "strict"],
    min_tls_version: ["1.0", "1.1", "1.2", "1.3"],
    tls_1_3: [...onOff, "zrt"],
    ...{ always_use_https: onOff, "0rtt": onOff, always_online: onOff, rocket_loader: onOff },
    ...{ email_obfuscation: onOff, websockets: onOff },
};
const asked = (settingId: string, value: string | number) => ({ settingId, value });

/** Seconds, on one plan or another (the same page, and "Availability" beside it). */
const seconds = [
    ...[10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600],
    ...[65535, 86400],
];
const limited = (characteristics: string[]) => ({ rules: [{ ratelimit: { characteristics } }] });

const inSet = (ipAddressVersion: string, ...all: string[]) => ({ ipAddressVersion, addresses: all });
const wafSets = api("wafv2", "CreateIPSet", READ);

/** What Cloudflare would refuse of a zone, and AWS of the addresses that it is known by. */
export const cloudflare: Limit[] = [
    rule(
        setting,
        "value",
        "values",
        typings("zoneSetting"),
        (value, { settingId }) => {
            const known = values[textOf(settingId) ?? ""];
            const text = textOf(value);
            if (known === undefined || (text !== undefined && known.includes(text))) return undefined;
            return `is ${JSON.stringify(value)} for ${textOf(settingId)}; use ${known.join(", ")}`;
        },
        [asked("ssl", "strict"), asked("tls_1_3", "zrt"), asked("browser_cache_ttl", 0)],
        [asked("ssl", "full_strict"), asked("min_tls_version", "1.4"), asked("always_online", "yes")],
    ),
    oneOf(ruleset, "kind", ["managed", "custom", "root", "zone"], typings("ruleset")),
    oneOf(ruleset, "rules[].ratelimit.period", seconds, rateDocs),
    oneOf(ruleset, "rules[].ratelimit.mitigationTimeout", seconds, rateDocs, { also: 0 }),
    rule(
        ruleset,
        "rules[].ratelimit.characteristics",
        "where",
        rateDocs,
        (value) =>
            listOf(value).includes("cf.colo.id")
                ? undefined
                : `has no cf.colo.id; add it: Cloudflare counts in each data center by itself`,
        [limited(["cf.colo.id", "ip.src"])],
        [limited(["ip.src"])],
    ),
    rule(
        record,
        "ttl",
        "proxied",
        page("https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/", READ),
        (ttl, { proxied }) =>
            proxied === true && (numberOf(ttl) ?? 1) !== 1
                ? `is ${numberOf(ttl)} of a proxied record; use 1, Cloudflare's "automatic"`
                : undefined,
        [
            { ttl: 1, proxied: true },
            { ttl: 300, proxied: false },
        ],
        [{ ttl: 300, proxied: true }],
    ),
    length(addresses, "name", 1, 128, wafSets),
    alphabet(addresses, "name", /^[\w-]+$/, "letters, digits, hyphens and underscores", wafSets, {
        good: ["office_1"],
        bad: ["office 1", "office.1"],
    }),
    oneOf(addresses, "scope", ["CLOUDFRONT", "REGIONAL"], wafSets),
    oneOf(addresses, "ipAddressVersion", ["IPV4", "IPV6"], wafSets),
    count(
        addresses,
        "addresses",
        0,
        10_000,
        page("https://docs.aws.amazon.com/waf/latest/developerguide/limits.html", READ),
        { item: (n) => `10.${Math.floor(n / 65_536)}.${Math.floor(n / 256) % 256}.${n % 256}/32` },
    ),
    rule(
        addresses,
        "addresses[]",
        "blocks",
        wafSets,
        (value, { ipAddressVersion }) => {
            const block = textOf(value);
            if (block === undefined) return undefined;
            const [address = "", bits = ""] = block.split("/");
            const isSix = ipAddressVersion === "IPV6";
            const good = isSix
                ? /^[0-9a-f:]*:[0-9a-f:]*$/i.test(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128
                : blockOf(block) !== undefined;
            return good && Number(bits) > 0
                ? undefined
                : `is "${block}"; use a block of ${isSix ? "IPv6" : "IPv4"} other than /0`;
        },
        [inSet("IPV4", "203.0.113.0/24"), inSet("IPV6", "2001:db8::/32")],
        [inSet("IPV4", "0.0.0.0/0"), inSet("IPV4", "2001:db8::/32"), inSet("IPV6", "203.0.113.0/24")],
    ),
];
