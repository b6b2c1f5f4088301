import * as aws from "@pulumi/aws";
import { behaviorsOf, called, inBehaviors } from "../../cdn.ts";
import { leaveOut, set } from "../../edits.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";

const good = ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"];
const encrypted = ["redirect-to-https", "https-only"];

export default stackRule(aws.cloudfront.Distribution, {
    id: "cdn-tls",
    criterion: "SEC-04",
    severity: "critical",
    says: "Users reach the CDN by TLS 1.2 with ciphers of today, or 1.3, and by nothing else.",
    fix: `Set airworthy:domain; or a certificate of your own, minimumProtocolVersion ${good[1]}, and redirect-to-https.`,
    check: (distribution) => {
        const open = behaviorsOf(distribution).find((one) => !encrypted.includes(one.viewerProtocolPolicy));
        if (open) return `It answers over plain HTTP: ${called(open)}.`;
        const { viewerCertificate } = distribution.props;
        const isOwn = ["acmCertificateArn", "iamCertificateId"].some((key) => isSet(viewerCertificate, key));
        // CloudFront ignores the version then, and takes TLS 1.0.
        if (!isOwn)
            return "It is a trial, with CloudFront's own name and certificate, which lets TLS 1.0 in.";
        const { minimumProtocolVersion = "left out" } = viewerCertificate;
        return good.includes(minimumProtocolVersion)
            ? undefined
            : `Its minimum is ${minimumProtocolVersion}.`;
    },
    breaks: {
        "left out": leaveOut("viewerCertificate.minimumProtocolVersion"),
        "TLS 1.1": set("viewerCertificate.minimumProtocolVersion", "TLSv1.1_2016"),
        "CloudFront's own name": set("viewerCertificate", { cloudfrontDefaultCertificate: true }),
        "plain HTTP": inBehaviors((one) => (one.viewerProtocolPolicy = "allow-all")),
    },
});
