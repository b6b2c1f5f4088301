import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { after, privateBucket } from "../../parts/private-bucket.ts";
import { here, mayFor, policyOf } from "../../parts/rights.ts";

interface LoggingArgs {
    accountId: pulumi.Input<string>;
    /** Days that logs are kept. */
    retentionDays: number;
    webAclArn: pulumi.Input<string>;
    /** Where the web ACL is. */
    region: string;
    /** Headers, in small letters, that hold what no log may show. */
    secretHeaders: string[];
}

/**
 * What leaves WAF without its text, wherever it goes: the samples that the console shows, the details of a rule that found
 * something, and the name under which a rate has counted a user, none of which the log's own `redactedFields` reach
 * (Developer Guide, "Data protection", its limitations, and "Logging", read 2026-11-23). A text and no hash: one of a password can be guessed.
 */
export function protectedFrom(
    secretHeaders: string[],
    secretCookie: string,
): aws.types.input.wafv2.WebAclDataProtectionConfig {
    const fields = [
        { fieldType: "SINGLE_HEADER", fieldKeys: secretHeaders },
        // WAF takes none without a key; with one, all cookies are hidden in what a rule found, and in whom a rate counted.
        { fieldType: "SINGLE_COOKIE", fieldKeys: [secretCookie] },
        ...["QUERY_STRING", "BODY"].map((fieldType) => ({ fieldType })),
    ];
    return { dataProtections: fields.map((field) => ({ action: "SUBSTITUTION", field })) };
}

/** Keeps what was stopped and what was counted, without what lets people in. */
export function logging(parent: pulumi.Resource, args: LoggingArgs): void {
    const { accountId, region } = args;
    // WAF writes to buckets that are called so, and to no others.
    const name = "aws-waf-logs";
    // As with load balancers' logs, with Amazon's own key: ours would have to let the service of logs in.
    const { bucket, arn, access, refusesPlainHttp } = privateBucket(parent, name, {
        expiry: after(args.retentionDays),
    });
    const may = (Sid: string, Action: string, Resource: pulumi.Input<string>) =>
        mayFor("delivery.logs.amazonaws.com", accountId, here(args, "logs", "*"), { Sid, Action, Resource });
    const statements = [
        may("FirewallLogs", "s3:PutObject", pulumi.interpolate`${arn}/AWSLogs/${accountId}/*`),
        may("WhoseBucket", "s3:GetBucketAcl", arn),
        refusesPlainHttp,
    ];
    const policy = new aws.s3.BucketPolicy(
        name,
        { bucket, policy: policyOf(statements) },
        { parent, dependsOn: [access] },
    );
    const kept = ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({ actionCondition: { action } }));
    new aws.wafv2.WebAclLoggingConfiguration(
        name,
        {
            ...{ region, resourceArn: args.webAclArn, logDestinationConfigs: [arn] },
            // What was let through is in the CDN's own logs.
            loggingFilter: {
                defaultBehavior: "DROP",
                filters: [{ behavior: "KEEP", requirement: "MEETS_ANY", conditions: kept }],
            },
            redactedFields: [
                { queryString: {} },
                ...args.secretHeaders.map((header) => ({ singleHeader: { name: header } })),
            ],
        },
        { parent, dependsOn: [policy] },
    );
}
