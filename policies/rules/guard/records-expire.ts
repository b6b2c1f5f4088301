import * as aws from "@pulumi/aws";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { leastDays, under } from "../../profiles.ts";
import { isOfAll, keptIn } from "../../records.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const { Bucket, BucketLifecycleConfiguration: Lifecycle, BucketV2 } = aws.s3;
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
        const kind = keptIn(bucket, stack);
        if (kind === undefined) return undefined;
        const rules = stack.naming(bucket, "bucket", Lifecycle).flatMap(({ props }) => props.rules ?? []);
        const on = rules.filter(({ status }) => status === "Enabled");
        // With none at all, another rule says so.
        if (on.length === 0) return undefined;
        const days = on.flatMap((one) => (isOfAll(one) ? [numberOf(one.expiration?.days)] : []));
        const kept = Math.min(...days.filter((one) => one > 0));
        if (kept === Infinity) return "What is in it stays for ever.";
        const { days: least, by } = leastDays(bucket, kind);
        return kept >= least ? undefined : `What is in it goes after ${kept} days; ${by} asks for ${least}.`;
    },
    breaks: {
        "left out": inRecords(leaveOut("rules.0.expiration")),
        "of one folder": inRecords(set("rules.0.filter", { prefix: "AWSLogs/old/" })),
        "what is tagged": inRecords(set("rules.0.filter", { tag: { key: "old", value: "yes" } })),
        "half a year": under("pciDss", inRecords(set("rules.0.expiration.days", 180))),
    },
});
