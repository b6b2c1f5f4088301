import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const config = "vpcOriginEndpointConfig";

export default resourceRule(aws.cloudfront.VpcOrigin, {
    id: "origin-tls",
    criterion: "SEC-04",
    severity: "critical",
    says: "What the CDN asks the load balancer is encrypted on that way, too.",
    fix: 'Set originProtocolPolicy to "https-only" and originSslProtocols to TLSv1.2; the blueprint does with airworthy:domain.',
    check: ({ vpcOriginEndpointConfig: { originProtocolPolicy, originSslProtocols } }) => {
        if (originProtocolPolicy !== "https-only")
            return `Its originProtocolPolicy is ${originProtocolPolicy}.`;
        const items = listOf(originSslProtocols.items);
        const old = items.find((one) => one !== "TLSv1.2");
        return (old ?? (items.length === 0 ? "No protocol" : undefined))
            ? `It may speak ${old ?? "nothing"}.`
            : undefined;
    },
    breaks: {
        "left out": leaveOut(`${config}.originProtocolPolicy`),
        "plain HTTP": set(`${config}.originProtocolPolicy`, "http-only"),
        "as the user does": set(`${config}.originProtocolPolicy`, "match-viewer"),
        "TLS 1.0": set(`${config}.originSslProtocols.items`, ["TLSv1", "TLSv1.2"]),
    },
});
