import * as aws from "@pulumi/aws";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { allowedBy, writesOnce } from "../../iam.ts";
import { leastDays, under } from "../../profiles.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const { Bucket, BucketLifecycleConfiguration: Lifecycle, BucketPolicy, BucketV2 } = aws.s3;
type Rules = { expiration?: { days?: number }; filter?: { prefix?: string } }[];
const inRecords = (edit: Edit): Edit => {
    const isWhole = ([one]: Rules) => one?.expiration?.days !== undefined && !one.filter?.prefix;
    return inNaming(Lifecycle, "bucket", (one, nodes) => void (isWhole(one.props.rules) && edit(one, nodes)));
};

export default stackRule([Bucket, BucketV2] as (typeof Bucket)[], {
    id: "records-expire",
    criterion: "SEC-17",
    severity: "medium",
    says: "Access logs, the audit log and evidence go by age, and not before the compliance profiles let them.",
    fix: "Give the bucket's lifecycle a rule for all that is in it, with expiration.days: under a profile 365 or more; 2192 under hipaa for the audit log and evidence.",
    check: (bucket, stack) => {
        const policies = stack.naming(bucket, "bucket", BucketPolicy).map(({ props }) => props.policy);
        const writers = JSON.stringify(policies.flatMap(allowedBy));
        const isEvidence = policies.some((policy) => writesOnce(policy, "restore-proofs/*"));
        const isRecord = isEvidence || writers.includes('"cloudtrail.amazonaws.com"');
        if (!isRecord && !/"(logdelivery\.|delivery\.logs\.)/.test(writers)) return undefined;
        const rules = stack.naming(bucket, "bucket", Lifecycle).flatMap(({ props }) => props.rules ?? []);
        const whole = rules.filter((one) => one.status === "Enabled" && !one.filter?.prefix);
        const days = whole.map(({ expiration }) => numberOf(expiration?.days)).filter((one) => one > 0);
        if (days.length === 0) return "What is in it stays for ever.";
        const { days: least, by } = leastDays(bucket, isRecord ? "record" : "log");
        const kept = Math.min(...days);
        return kept >= least ? undefined : `What is in it goes after ${kept} days; ${by} asks for ${least}.`;
    },
    breaks: {
        "left out": inRecords(leaveOut("rules.0.expiration")),
        "of one folder": inRecords(set("rules.0.filter", { prefix: "AWSLogs/old/" })),
        "half a year": under("pciDss", inRecords(set("rules.0.expiration.days", 180))),
    },
});
