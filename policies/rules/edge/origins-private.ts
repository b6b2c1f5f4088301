import * as aws from "@pulumi/aws";
import { isSet } from "../../references.ts";
import { leaveOut } from "../../edits.ts";
import { resourceRule, type Edit } from "../../rule.ts";
import { listOf } from "../../values.ts";

const open = {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
};
const public_: Edit = ({ props: { origins } }) => {
    delete origins[0].vpcOriginConfig;
    origins[0].customOriginConfig = open;
};

export default resourceRule(aws.cloudfront.Distribution, {
    id: "origins-private",
    criterion: "SEC-09",
    severity: "critical",
    says: "The CDN asks what nobody else can reach: inside of the VPC, or a bucket that only it may read.",
    fix: "Give each origin a vpcOriginConfig, or an originAccessControlId if it is a bucket.",
    check: ({ origins }) => {
        const found = listOf(origins).find(
            (one) =>
                one.customOriginConfig !== undefined ||
                !(isSet(one.vpcOriginConfig ?? {}, "vpcOriginId") || isSet(one, "originAccessControlId")),
        );
        return found && `Its origin ${found.originId} is one that others can call, too.`;
    },
    breaks: {
        "left out": leaveOut("origins.0.vpcOriginConfig"),
        "a public one": public_,
        "an open bucket": leaveOut("origins.1.originAccessControlId"),
    },
});
