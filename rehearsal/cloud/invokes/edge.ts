import { hex, uuid } from "../hash.ts";
import { ACCOUNT } from "../row.ts";
import { balancerZone } from "../shapes/edge.ts";
import { argument, type Answer, type Question } from "./question.ts";

/** Policies that AWS manages. The CloudFront developer guide lists them. */
const MANAGED: Record<string, string> = {
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-Elemental-MediaPackage": "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    UseOriginCacheControlHeaders: "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
    "Managed-CORS-and-SecurityHeadersPolicy": "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    "Managed-CORS-With-Preflight": "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
    "Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
};

/** Accounts that write load balancers' access logs. The load balancers' guide to access logs lists them. */
const LOG_ACCOUNTS: Record<string, string> = {
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
    "ca-central-1": "985666609251",
    "eu-central-1": "054676820928",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "eu-north-1": "897822967062",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-south-1": "718504428378",
    "sa-east-1": "507241528517",
};

const policy =
    (kind: string): Answer =>
    ({ args }) => {
        const named = argument(args, ["name"], "");
        const id = argument(args, ["id"], MANAGED[named] ?? uuid(`${kind} ${named}`));
        const name = named || (Object.keys(MANAGED).find((one) => MANAGED[one] === id) ?? id);
        return {
            id,
            name,
            arn: `arn:aws:cloudfront::${ACCOUNT}:${kind}/${id}`,
            etag: `E${hex(id, 13).toUpperCase()}`,
        };
    };

function zone({ args }: Question): ReturnType<Answer> {
    const name = argument(args, ["name"], "made-up.example").replace(/\.$/, "");
    const id = argument(args, ["zoneId"], `Z${hex(`zone ${name}`, 20).toUpperCase()}`);
    const nameServers = [
        "ns-0.awsdns-00.com",
        "ns-512.awsdns-00.net",
        "ns-1024.awsdns-00.org",
        "ns-1536.awsdns-00.co.uk",
    ];
    return {
        id,
        zoneId: id,
        name,
        nameServers,
        primaryNameServer: "ns-0.awsdns-00.com",
        arn: `arn:aws:route53:::hostedzone/${id}`,
    };
}

/** DNS, certificates, load balancers and CloudFront's managed policies. */
export const EDGE_ANSWERS: Record<string, Answer> = {
    "acm/getCertificate": ({ args, region }) => {
        const arn = `arn:aws:acm:${region}:${ACCOUNT}:certificate/${uuid(`certificate ${String(args.domain)}`)}`;
        return { id: arn, arn, status: "ISSUED" };
    },
    "cloudfront/getCachePolicy": policy("cache-policy"),
    "cloudfront/getOriginRequestPolicy": policy("origin-request-policy"),
    "cloudfront/getResponseHeadersPolicy": policy("response-headers-policy"),
    // The account that delivers its logs.
    "cloudfront/getLogDeliveryCanonicalUserId": () => ({
        id: "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0",
    }),
    "elb/getHostedZoneId": ({ region }) => ({ id: balancerZone(region) }),
    "elb/getServiceAccount": ({ region }) => {
        const id = LOG_ACCOUNTS[region] ?? (LOG_ACCOUNTS["us-east-1"] as string);
        return { id, arn: `arn:aws:iam::${id}:root` };
    },
    "lb/getHostedZoneId": ({ region }) => ({ id: balancerZone(region) }),
    "route53/getZone": zone,
};
