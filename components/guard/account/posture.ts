import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../../parts/key-use.ts";
import { policyOf, trustedBy, type Account } from "../../parts/rights.ts";
import { told, type Heard } from "../../parts/told.ts";

export interface PostureArgs extends Account, Heard {
    /**
     * Standards that Security Hub holds the account against, by what follows `standards/` in their ARNs; [] for none, and
     * then AWS Config records nothing. Both are paid by what there is and how often it changes.
     */
    standards: string[];
}

/** The audit log's bucket: what was changed is kept beside who changed it. */
interface Kept {
    bucket: pulumi.Input<string>;
    /** Known before the bucket is made. */
    arn: pulumi.Output<string>;
}

/**
 * Records how everything in the account is set and was set (AWS Config), and holds that against a standard (Security Hub):
 * what was changed by hand, and what no rule of ours is about.
 */
export function posture(parent: pulumi.Resource, name: string, args: PostureArgs, kept: Kept): void {
    if (args.standards.length === 0) return;
    const child = { parent };
    const { region } = args;
    const role = new aws.iam.Role(name, { assumeRolePolicy: trustedBy("config.amazonaws.com", args) }, child);
    // AWS's own: it can look at settings, and put records of them.
    const policyArn = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole";
    const looks = new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn }, child);
    const writes = new aws.iam.RolePolicy(
        name,
        { role: role.id, policy: policyOf(toKeep(args, kept)) },
        child,
    );
    const recorder = new aws.cfg.Recorder(
        name,
        { roleArn: role.arn, recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
        { parent, dependsOn: [looks, writes] },
    );
    const channel = new aws.cfg.DeliveryChannel(
        name,
        { s3BucketName: kept.bucket },
        { parent, dependsOn: [recorder] },
    );
    const on = { name: recorder.name, isEnabled: true };
    const recording = new aws.cfg.RecorderStatus(name, on, { parent, dependsOn: [channel] });
    // One finding for a control, however many standards have it.
    const hub = new aws.securityhub.Account(
        name,
        { enableDefaultStandards: false, controlFindingGenerator: "SECURITY_CONTROL" },
        { parent, dependsOn: [recording] },
    );
    for (const standard of args.standards) {
        const standardsArn = `arn:aws:securityhub:${region}::standards/${standard}`;
        const one = `${name}-${standard.split("/")[0]!}`;
        new aws.securityhub.StandardsSubscription(one, { standardsArn }, { parent, dependsOn: [hub] });
    }
    told(parent, args, `${name}-failed`, {
        description: "Something critical is not set as the standard asks",
        pattern: {
            ...{ source: ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"] },
            detail: {
                findings: {
                    // Those of GuardDuty and Inspector are told by themselves.
                    ProductName: ["Security Hub"],
                    Severity: { Label: ["CRITICAL"] },
                    Compliance: { Status: ["FAILED"] },
                    Workflow: { Status: ["NEW"] },
                    RecordState: ["ACTIVE"],
                },
            },
        },
        paths: { title: "$.detail.findings[0].Title", resource: "$.detail.findings[0].Resources[0].Id" },
        says: "Security Hub has found: <title>, at <resource>. docs/runbooks/findings.md",
    });
}

/** AWS Config Developer Guide, "Permissions for the IAM role assigned to AWS Config". */
function toKeep(args: Account, { arn }: Kept): aws.iam.PolicyStatement[] {
    return [
        { Effect: "Allow", Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: arn },
        {
            ...{ Effect: "Allow", Action: "s3:PutObject" },
            Resource: pulumi.interpolate`${arn}/AWSLogs/${args.accountId}/Config/*`,
        },
        keyUse(args, { service: "s3", actions: ["kms:Decrypt", "kms:GenerateDataKey"], thing: arn }),
    ];
}
