import * as aws from "@pulumi/aws";
import { inNaming, set } from "../../edits.ts";
import { keptIn } from "../../records.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { Stack } from "../../stack.ts";

const { Bucket, BucketV2, BucketVersioning } = aws.s3;
const inRecords = (edit: Edit | "remove"): Edit => {
    return (node, nodes) => {
        if (keptIn(node, new Stack(nodes)) === "record")
            inNaming(BucketVersioning, "bucket", edit)(node, nodes);
    };
};

export default stackRule([Bucket, BucketV2] as (typeof Bucket)[], {
    id: "records-versioned",
    criterion: "SEC-11",
    severity: "high",
    says: "What is written over in the audit log, or in evidence, is still there.",
    fix: "Give the bucket an aws.s3.BucketVersioning whose status is Enabled.",
    check: (bucket, stack) => {
        if (keptIn(bucket, stack) !== "record") return undefined;
        const found = stack.naming(bucket, "bucket", BucketVersioning);
        const isOn = found.some(({ props }) => props.versioningConfiguration.status === "Enabled");
        return isOn ? undefined : "Who writes over what is in it leaves nothing of it.";
    },
    breaks: {
        "left out": inRecords("remove"),
        suspended: inRecords(set("versioningConfiguration.status", "Suspended")),
        "of another bucket": inRecords(set("bucket", "somebody-elses")),
    },
});
