import * as aws from "@pulumi/aws";
import { plansOf, selectionsOf } from "../../backups.ts";
import { isTheApplications } from "../../buckets.ts";
import { inEvery, inFound, set } from "../../edits.ts";
import { ifKnown } from "../../graph.ts";
import { stackRule } from "../../rule.ts";

const { RolePolicyAttachment } = aws.iam;
const { Plan } = aws.backup;
const { Bucket } = aws.s3;

export default stackRule(Plan, {
    id: "uploads-in-backup-plan",
    criterion: "DAT-01",
    severity: "high",
    says: "What users upload is chosen by a backup plan: versions of a bucket expire, and are lost with it.",
    fix: "Add the bucket's tag to an aws.backup.Selection with arn:aws:s3:::*, whose role has AWSBackupServiceRolePolicyForS3Backup.",
    check: (_plan, stack) => {
        const uploads = stack.all(Bucket).filter((one) => isTheApplications(one, stack));
        const left = uploads.find((one) => plansOf(one, stack).length === 0);
        if (left) return `No backup plan chooses ${left.props.bucket}.`;
        const rights = stack.all(RolePolicyAttachment).map(({ props }) => ifKnown(() => props.policyArn));
        const mayRead = rights.some((arn) => arn?.endsWith("/AWSBackupServiceRolePolicyForS3Backup"));
        return uploads.length === 0 || mayRead ? undefined : "No role may read a bucket for a backup.";
    },
    breaks: {
        "left out": inFound(selectionsOf("s3"), "remove"),
        "another tag": inEvery(Bucket, ({ props }) => {
            if (props.tags?.["backup-plan"]) props.tags["backup-plan"] = "somebody-elses";
        }),
        "another bucket": inFound(selectionsOf("s3"), set("resources", ["arn:aws:s3:::theirs"])),
        "no right to read": inEvery(RolePolicyAttachment, ({ props }) => {
            if (props.policyArn.endsWith("S3Backup"))
                props.policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
        }),
    },
});
