import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../../../parts/key-use.ts";
import { after, privateBucket } from "../../../parts/private-bucket.ts";
import { policyOf } from "../../../parts/rights.ts";

interface EvidenceArgs {
    accountId: pulumi.Input<string>;
    region: string;
    kmsKeyArn: pulumi.Input<string>;
    keepDays: number;
}

/** Where evidence lies, as functions/restore-check names it: on the backups, and on generations. */
const folders = { proofs: "restore-proofs/*", checks: "generation-checks/*" };
/** And what was brought back from copies, row by row, as functions/extract names it. */
const extracts = "extracts/*";
/** And what loads and drills have shown, as scripts/ name it: a person keeps it, with rights of their own. */
const [drills, loads] = ["alarm-drills/*", "load-tests/*"];

/** A bucket for evidence: versioned, so that what was overwritten or deleted is still there to be asked for. */
export function evidenceBucket(parent: pulumi.Resource, name: string, args: EvidenceArgs) {
    const kept = { kmsKeyArn: args.kmsKeyArn, expiry: after(args.keepDays) };
    const { bucket, arn, access, refusesPlainHttp } = privateBucket(parent, name, kept);
    const proofs = pulumi.interpolate`${arn}/${folders.proofs}`;
    const all = [proofs, pulumi.interpolate`${arn}/${folders.checks}`];
    const others = [extracts, drills, loads].map((folder) => pulumi.interpolate`${arn}/${folder}`);
    const policy = policyOf([writtenOnce([...all, ...others]), refusesPlainHttp]);
    new aws.s3.BucketPolicy(name, { bucket, policy }, { parent, dependsOn: [access] });
    const key = (actions: string[]) => keyUse(args, { service: "s3", actions, thing: arn });
    // Without the right to list, S3 answers 403 for what is not there (API reference of GetObject).
    const read = (Resource: pulumi.Input<string>[]): aws.iam.PolicyStatement[] => [
        { Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
        { Effect: "Allow", Action: "s3:GetObject", Resource },
    ];
    return {
        bucket,
        /** What a role needs to read evidence on the backups. */
        toRead: [...read([proofs]), key(["kms:Decrypt"])],
        /** What a role needs to keep evidence. It can't delete or overwrite any. */
        toKeep: [
            ...read(all),
            { Effect: "Allow", Action: "s3:PutObject", Resource: all },
            key(["kms:GenerateDataKey", "kms:Decrypt"]),
        ] as aws.iam.PolicyStatement[],
    };
}

/** Nobody writes over a verdict, whatever else allows it (S3 User Guide, "Enforce conditional writes on Amazon S3 buckets"). */
function writtenOnce(Resource: pulumi.Input<string>[]): aws.iam.PolicyStatement {
    return {
        Sid: "WrittenOnce",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource,
        Condition: { Null: { "s3:if-none-match": "true" } },
    };
}
