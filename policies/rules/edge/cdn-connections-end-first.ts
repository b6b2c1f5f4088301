import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { listOf, numberOf } from "../../values.ts";

/** Seconds: the least of a load balancer that idle-timeouts-agree takes. */
const idle = 60;
const config = "origins.0.vpcOriginConfig";

export default resourceRule(aws.cloudfront.Distribution, {
    id: "cdn-connections-end-first",
    criterion: "SEC-14",
    severity: "medium",
    says: "The CDN waits for an answer as long as the load balancer does, and sends nothing on a connection that ends as it comes.",
    fix: `Set originReadTimeout of the vpcOriginConfig to ${idle} or more, and originKeepaliveTimeout to less.`,
    check: ({ origins }) => {
        for (const { vpcOriginConfig: way } of listOf(origins)) {
            // Left out, CloudFront waits for 30 seconds and keeps a connection for 5 (API Reference, "VpcOriginConfig").
            if (way && !(numberOf(way.originReadTimeout ?? 30) >= idle))
                return `It gives up after ${way.originReadTimeout ?? 30} seconds without a byte.`;
            if (way && !(numberOf(way.originKeepaliveTimeout ?? 5) < idle))
                return `It keeps a connection for ${way.originKeepaliveTimeout} seconds, and the load balancer may not.`;
        }
        return undefined;
    },
    breaks: {
        "left out": leaveOut(`${config}.originReadTimeout`),
        "gives up early": set(`${config}.originReadTimeout`, 4),
        "later than the load balancer": set(`${config}.originKeepaliveTimeout`, 120),
    },
});
