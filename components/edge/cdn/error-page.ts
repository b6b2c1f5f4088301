import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { privateBucket } from "../../parts/private-bucket.ts";
import { mayFor, policyOf, type Account } from "../../parts/rights.ts";

/** The path of the page is under it; the application never sees such a request. */
const folder = "_unavailable";
const key = `${folder}/index.html`;
/** CloudFront's own policy for what may be kept (Developer Guide, "Use managed cache policies"). */
const keepsFiles = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/** Plain, so that every Content-Security-Policy lets it be. */
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not available right now</title></head>
<body><h1>This is not available right now</h1><p>Please try again in a minute.</p></body>
</html>
`;

/** What users see while the application doesn't answer: from a bucket, so that it needs nothing of the application. */
export function errorPage(parent: pulumi.Resource, name: string, { region, accountId }: Account) {
    const { bucket, arn, access, refusesPlainHttp } = privateBucket(parent, name, {
        expiry: { noncurrentVersionExpiration: { noncurrentDays: 30 } },
    });
    // The distribution names the bucket, so that the bucket can't name it: any of this account's.
    const distributions = pulumi.interpolate`arn:aws:cloudfront::${accountId}:distribution/*`;
    const read = mayFor("cloudfront.amazonaws.com", accountId, distributions, {
        ...{ Sid: "CdnReads", Action: "s3:GetObject", Resource: pulumi.interpolate`${arn}/*` },
    });
    new aws.s3.BucketPolicy(
        name,
        { bucket, policy: policyOf([read, refusesPlainHttp]) },
        { parent, dependsOn: [access] },
    );
    const file = { key, content: page, contentType: "text/html; charset=utf-8", cacheControl: "no-store" };
    new aws.s3.BucketObjectv2(name, { bucket, ...file }, { parent });
    const control = new aws.cloudfront.OriginAccessControl(
        name,
        { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
        { parent },
    );
    return {
        origin: {
            originId: "error-page",
            domainName: pulumi.interpolate`${bucket}.s3.${region}.amazonaws.com`,
            originAccessControlId: control.id,
        },
        behavior: {
            ...{ pathPattern: `/${folder}/*`, targetOriginId: "error-page", cachePolicyId: keepsFiles },
            ...{ allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
            ...{ viewerProtocolPolicy: "redirect-to-https", compress: true },
        },
        // Of the load balancer's and CloudFront's own making, most of them; who comes after a mended fault shall not see it.
        responses: [
            ...[502, 503, 504].map((errorCode) => ({
                ...{ errorCode, responseCode: errorCode },
                ...{ responsePagePath: `/${key}`, errorCachingMinTtl: 0 },
            })),
            // Else CloudFront keeps these of one user for ten seconds for all, whatever the cache policy says.
            ...[404, 405, 414, 500, 501].map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
        ],
    };
}
