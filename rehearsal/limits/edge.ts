import { isObject, type Properties } from "../values.ts";
import { alphabet, aws, count, length, oneOf, range, rule } from "./kinds.ts";
import { listOf, numberOf, textOf, type Limit } from "./row.ts";
import { api, page } from "./sources.ts";
import { units, unitsOf } from "./web-acl-units.ts";

const acl = aws("wafv2", "WebAcl");
const distribution = aws("cloudfront", "Distribution");
const headers = aws("cloudfront", "ResponseHeadersPolicy");
const cachePolicy = aws("cloudfront", "CachePolicy");
const cloudFunction = aws("cloudfront", "Function");
const certificate = aws("acm", "Certificate");
const analyzer = aws("accessanalyzer", "Analyzer");

function managed(times: number): Properties {
    const statement = {
        managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" },
    };
    return {
        rules: Array.from({ length: times }, (_, priority) => ({
            name: `r-${priority}`,
            priority,
            statement,
        })),
    };
}

const webAcl = api("wafv2", "CreateWebACL");

function rates(times: number): Properties {
    const statement = { rateBasedStatement: { limit: 100, aggregateKeyType: "IP" } };
    return { rules: Array.from({ length: times }, (_, priority) => ({ priority, statement })) };
}

export const edge: Limit[] = [
    length(acl, "name", 1, 128, webAcl),
    alphabet(acl, "name", /^[\w-]+$/, "letters, digits, hyphens and underscores", webAcl, {
        good: ["web_1"],
        bad: ["web 1", "web.1"],
    }),
    oneOf(acl, "scope", ["CLOUDFRONT", "REGIONAL"], api("wafv2", "CheckCapacity")),
    range(
        acl,
        "rules[].statement.rateBasedStatement.limit",
        10,
        2000000000,
        api("wafv2", "RateBasedStatement"),
    ),
    oneOf(
        acl,
        "rules[].statement.rateBasedStatement.evaluationWindowSec",
        [60, 120, 300, 600],
        api("wafv2", "RateBasedStatement"),
    ),
    alphabet(
        acl,
        "visibilityConfig.metricName",
        /^[\w-]{1,128}$/,
        "1 to 128 letters, digits, - and _",
        api("wafv2", "VisibilityConfig"),
        {
            good: ["web_1", "a".repeat(128)],
            bad: ["web 1", "a".repeat(129)],
        },
    ),
    rule(
        acl,
        "rules",
        "priorities",
        api("wafv2", "Rule"),
        (value) => {
            const priorities = listOf(value).flatMap((item) =>
                isObject(item) ? (numberOf(item.priority) ?? []) : [],
            );
            const twice = priorities.find((priority, index) => priorities.indexOf(priority) !== index);
            return twice === undefined
                ? undefined
                : `has the priority ${twice} twice; give each rule its own`;
        },
        [{ rules: [{ priority: 0 }, { priority: 1 }] }],
        [{ rules: [{ priority: 1 }, { priority: 1 }] }],
    ),
    rule(
        acl,
        "rules",
        "capacity",
        units,
        (value) => {
            const { least } = unitsOf(value);
            return least > 5000
                ? `takes at least ${least} capacity units; a web ACL has 5000 (and 1500 in its price)`
                : undefined;
        },
        [managed(7)],
        [managed(8)],
    ),
    rule(
        acl,
        "rules",
        "rates",
        page("https://docs.aws.amazon.com/waf/latest/developerguide/limits.html", "2026-11-22"),
        (value) => {
            const rates = listOf(value).filter(
                (one) => isObject(one) && isObject(one.statement) && one.statement.rateBasedStatement,
            );
            return rates.length > 10 ? `has ${rates.length} rules with a rate; use at most 10` : undefined;
        },
        [rates(10)],
        [rates(11)],
    ),

    length(
        acl,
        "rules[].statement.regexMatchStatement.regexString",
        1,
        200,
        page("https://docs.aws.amazon.com/waf/latest/developerguide/limits.html", "2026-11-22"),
    ),
    length(distribution, "comment", 0, 128, api("cloudfront", "DistributionConfig")),
    range(
        distribution,
        "origins[].customOriginConfig.originReadTimeout",
        1,
        120,
        api("cloudfront", "CustomOriginConfig"),
    ),
    range(
        distribution,
        "origins[].customOriginConfig.originKeepaliveTimeout",
        1,
        120,
        api("cloudfront", "CustomOriginConfig"),
    ),
    length(headers, "comment", 0, 128, api("cloudfront", "ResponseHeadersPolicyConfig")),
    length(cachePolicy, "comment", 0, 128, api("cloudfront", "CachePolicyConfig")),
    length(cloudFunction, "name", 1, 64, api("cloudfront", "CreateFunction")),
    alphabet(
        cloudFunction,
        "name",
        /^[\w-]+$/,
        "letters, digits, - and _",
        api("cloudfront", "CreateFunction"),
        {
            good: ["add_headers-1"],
            bad: ["add.headers"],
        },
    ),
    oneOf(
        cloudFunction,
        "runtime",
        ["cloudfront-js-1.0", "cloudfront-js-2.0"],
        api("cloudfront", "FunctionConfig"),
    ),
    rule(
        cloudFunction,
        "code",
        "size",
        api("cloudfront", "CreateFunction"),
        (value) => {
            const bytes = Buffer.byteLength(textOf(value) ?? "");
            return bytes > 40960 ? `has ${bytes} bytes; use at most 40960` : undefined;
        },
        [{ code: "a".repeat(40960) }],
        [{ code: "a".repeat(40961) }],
    ),
    rule(
        certificate,
        "domainName",
        "name",
        api("acm", "RequestCertificate"),
        (value) => {
            const name = textOf(value);
            if (name === undefined) return undefined;
            if (name.length > 64)
                return `has ${name.length} characters; use at most 64, and put longer names in subjectAlternativeNames`;
            const good =
                /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/.test(
                    name,
                );
            return good ? undefined : `is "${name}"; use a domain such as www.example.com or *.example.com`;
        },
        [{ domainName: "*.example.com" }, { domainName: `${"a".repeat(60)}.com` }],
        [
            { domainName: "example" },
            { domainName: "-a.example.com" },
            { domainName: `${"a".repeat(61)}.com` },
        ],
    ),
    count(certificate, "subjectAlternativeNames", 0, 100, api("acm", "RequestCertificate"), {
        item: (n) => `a${n}.example.com`,
    }),

    length(analyzer, "analyzerName", 1, 255, api("accessanalyzer", "CreateAnalyzer")),
];
