import * as aws from "@pulumi/aws";
import { takesEvidence } from "../../buckets.ts";
import { inJson } from "../../edits.ts";
import { writesOnce } from "../../iam.ts";
import { stackRule, type Edit } from "../../rule.ts";

/** As functions/restore-check and scripts/load name them: a promotion goes by what is in both. */
const folders = ["restore-proofs/*", "load-tests/*"];
const mentions = (policy: unknown) => JSON.stringify(policy).includes("s3:if-none-match");
const inDenial = (edit: Parameters<typeof inJson>[1]): Edit => {
    const inIt = inJson("policy", ({ Statement }) => edit(Statement.find(mentions)));
    return (one, nodes) => void (mentions(one.props.policy) && inIt(one, nodes));
};

export default stackRule(aws.s3.BucketPolicy, {
    id: "evidence-written-once",
    criterion: "DAT-02",
    severity: "medium",
    says: "A bucket of evidence takes that of restores and of loads once: a promotion goes by it.",
    fix: `Deny s3:PutObject to everyone where s3:if-none-match is missing, on ${folders.join(" and ")} (components/data/recovery/proof/bucket.ts).`,
    check: ({ props }, stack) => {
        const { policy } = props;
        if (!mentions(policy) && !takesEvidence(props, stack)) return undefined;
        const open = folders.find((folder) => !writesOnce(policy, folder));
        return open && `What is in ${open} can be written over.`;
    },
    breaks: {
        "taken out": inJson("policy", (all) => {
            all.Statement = all.Statement.filter((one: object) => !mentions(one));
        }),
        "left out": inDenial((one) => void one.Resource.pop()),
        "restores forgotten": inDenial((one) => void one.Resource.shift()),
        allowed: inDenial((one) => (one.Effect = "Allow")),
        "for one user": inDenial((one) => (one.Principal = { AWS: "arn:aws:iam::123456789012:root" })),
        "for deleting": inDenial((one) => (one.Action = "s3:DeleteObject")),
        "from one network": inDenial((one) => (one.Condition.IpAddress = { "aws:SourceIp": "10.0.0.0/8" })),
        "only when it is there": inDenial((one) => (one.Condition.Null["s3:if-none-match"] = "false")),
    },
});
