import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { limitsOf, type LimitArgs } from "./firewall/limits.ts";
import { logging, protectedFrom } from "./firewall/logging.ts";
import { throughCloudflareAlone } from "./firewall/proxy.ts";

export interface FirewallArgs extends LimitArgs {
    /** Name of the web ACL; no other of the account may have it. */
    prefix: string;
    accountId: pulumi.Input<string>;
    /** "block" stops what a rule finds; "count" lets it through, counts and logs it. */
    mode: "block" | "count";
    /** Days that the log of what was found is kept. */
    retentionDays: number;
}

/** Where WAF keeps what guards CloudFront. */
const region = "us-east-1";
/** The header that says that a request is a load test's: limits of rate would stop it. */
const loadHeader = "x-load-test";

/** What most applications call the cookie of a session. */
const usualCookie = "session";

/** Looks at who is in front of it, which is no client where Cloudflare is: there it could only stop all of them at once. */
const byPeer = "AWSManagedRulesAmazonIpReputationList";

/**
 * AWS's rules that it keeps up to date, the most certain first. SizeRestrictions_BODY counts: it would stop every request
 * above 8 KB, and our own limits of size are by path.
 */
const managed = [
    { name: byPeer, counted: [] },
    { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
    { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
    { name: "AWSManagedRulesSQLiRuleSet", counted: [] },
];

/** Stops attacks, floods and what is too large before the application is asked. For CloudFront, which names it by `webAclArn`. */
export class Firewall extends pulumi.ComponentResource {
    readonly webAclArn: pulumi.Output<string>;
    /** The web ACL, as metrics call it. */
    readonly webAclName: string;
    /** What a load test sends along, so that its requests are not counted. */
    readonly loadTest: { header: string; value: pulumi.Output<string> };

    constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:edge:Firewall", name, {}, opts);
        const child = { parent: this };
        const { hex: value } = new random.RandomId(`${name}-load-test`, { byteLength: 16 }, child);
        this.loadTest = { header: loadHeader, value };
        const seen = (metricName: string) => ({
            visibilityConfig: { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true },
        });
        const blocks = args.mode === "block";
        const { prefix, proxiedName } = args;
        const isBehind = proxiedName !== undefined;
        const passed = isBehind ? [throughCloudflareAlone(this, name, { prefix, region, proxiedName })] : [];
        const groups = isBehind ? managed.filter((group) => group.name !== byPeer) : managed;
        const rules = [
            ...[...passed, ...limitsOf(args, this.loadTest)].map(({ name: limit, statement, status }) => {
                const customResponse = {
                    responseCode: status,
                    // Seconds: WAF forgets what it has counted after five minutes.
                    ...(status === 429 && { responseHeaders: [{ name: "retry-after", value: "300" }] }),
                };
                const action = blocks ? { block: { customResponse } } : { count: {} };
                return { name: limit, statement, action, ...seen(limit) };
            }),
            ...groups.map(({ name: group, counted }) => ({
                name: group,
                statement: {
                    managedRuleGroupStatement: {
                        ...{ vendorName: "AWS", name: group },
                        ruleActionOverrides: counted.map((rule) => ({
                            name: rule,
                            actionToUse: { count: {} },
                        })),
                    },
                },
                overrideAction: blocks ? { none: {} } : { count: {} },
                ...seen(group),
            })),
        ].map((rule, priority) => ({ ...rule, priority }));
        const [kind, user = ""] = args.userBy.split(":");
        // A page that was found by a query tells of it in the next request's Referer.
        const secretHeaders = ["authorization", "cookie", "referer", loadHeader];
        if (kind === "header" && !secretHeaders.includes(user.toLowerCase()))
            secretHeaders.push(user.toLowerCase());
        const made = new aws.wafv2.WebAcl(
            name,
            {
                ...{ name: prefix, region, scope: "CLOUDFRONT", defaultAction: { allow: {} }, rules },
                // KB of a body that managed rules read, WAF's least: of a larger one they read the beginning.
                associationConfig: {
                    requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_16" } }],
                },
                dataProtectionConfig: protectedFrom(secretHeaders, kind === "cookie" ? user : usualCookie),
                ...seen(prefix),
            },
            child,
        );
        this.webAclArn = made.arn;
        this.webAclName = prefix;
        const { accountId, retentionDays } = args;
        logging(this, { accountId, retentionDays, region, webAclArn: made.arn, secretHeaders });
        this.registerOutputs({ webAclArn: made.arn });
    }
}
