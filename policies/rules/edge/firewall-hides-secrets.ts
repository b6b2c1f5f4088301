import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { isHidden, rulesOf } from "../../firewall.ts";
import { resourceRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

/** What lets people in, by the kinds of parts of a request that AWS has; a Referer has the query of the page before. */
const secret: [type: string, key?: string][] = [
    ...["authorization", "cookie", "referer"].map((name): [string, string] => ["SINGLE_HEADER", name]),
    ...["SINGLE_COOKIE", "QUERY_STRING", "BODY"].map((type): [string] => [type]),
];
const first = "dataProtectionConfig.dataProtections.0";

export default resourceRule(aws.wafv2.WebAcl, {
    id: "firewall-hides-secrets",
    criterion: "SEC-01",
    severity: "high",
    says: "What lets people in stands neither in the firewall's samples of requests nor in what it logs of whom it counted.",
    fix: "Set dataProtectionConfig with action SUBSTITUTION for SINGLE_HEADER (authorization, cookie and referer), SINGLE_COOKIE, in each the one by which users are counted, QUERY_STRING and BODY, and no exclusions.",
    check: (acl) => {
        const counted = rulesOf(acl).flatMap(({ statement }) =>
            listOf(statement?.rateBasedStatement?.customKeys),
        );
        const by = counted.flatMap(({ header, cookie }): [string, string][] => [
            ...(header ? [["SINGLE_HEADER", header.name] as [string, string]] : []),
            ...(cookie ? [["SINGLE_COOKIE", cookie.name] as [string, string]] : []),
        ]);
        const [type, key] = [...secret, ...by].find((one) => !isHidden(acl, ...one)) ?? [];
        return type && `It shows ${[type, ...(key ? [key] : [])].join(" ")} of requests.`;
    },
    breaks: {
        "left out": leaveOut("dataProtectionConfig"),
        "a header": set(`${first}.field.fieldKeys`, ["authorization", "cookie"]),
        "another cookie": set("dataProtectionConfig.dataProtections.1.field.fieldKeys", ["theme"]),
        hashed: set(`${first}.action`, "HASH"),
        "whom it counted": set(`${first}.excludeRateBasedDetails`, true),
        "what a rule found": set(`${first}.excludeRuleMatchDetails`, true),
    },
});
