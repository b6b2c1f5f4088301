import * as aws from "@pulumi/aws";
import { inJson } from "../../edits.ts";
import { deniedIn } from "../../iam.ts";
import { stackRule, type Edit } from "../../rule.ts";

const actions = ["s3:DeleteObject", "s3:DeleteObjectVersion"];
const takesTrails = (policy: unknown) => JSON.stringify(policy).includes("cloudtrail.amazonaws.com");
const isDenial = ({ Action }: { Action: unknown }) => String(Action) === String(actions);
const inDenial = (edit: Parameters<typeof inJson>[1]): Edit => {
    const inIt = inJson("policy", ({ Statement }) => edit(Statement.find(isDenial)));
    return (one, nodes) => void (takesTrails(one.props.policy) && inIt(one, nodes));
};

export default stackRule(aws.s3.BucketPolicy, {
    id: "audit-log-kept",
    criterion: "SEC-11",
    severity: "high",
    says: "Nobody deletes what is in the audit log; it goes by age alone.",
    fix: `Deny ${actions.join(" and ")} to "*" on all that is in the bucket that CloudTrail delivers to.`,
    check: ({ props: { policy } }) => {
        if (!takesTrails(policy)) return undefined;
        const open = actions.filter((action) => !deniedIn(policy, action));
        return open.length > 0 ? `It lets people ${open.join(" and ")}.` : undefined;
    },
    breaks: {
        "left out": inDenial((one) => (one.Action = "s3:GetObjectTorrent")),
        allowed: inDenial((one) => (one.Effect = "Allow")),
        "but old versions": inDenial((one) => (one.Action = "s3:DeleteObject")),
        "in one folder": inDenial((one) => (one.Resource = one.Resource.replace("/*", "/AWSLogs/old/*"))),
        "for one user": inDenial((one) => (one.Principal = { AWS: "arn:aws:iam::123456789012:user/one" })),
        "from one network": inDenial(
            (one) => (one.Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
        ),
    },
});
