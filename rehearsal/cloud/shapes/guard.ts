import type { Place, Row } from "../row.ts";

const iam = "arn:aws:iam::{account}";
const path = ({ inputs }: Place) => (typeof inputs.path === "string" ? inputs.path : "/");
const principal = (kind: string, prefix: string): Row => ({
    id: "{name}",
    arn: (place) => place.text(`${iam}:${kind}${path(place)}{name}`),
    uniqueId: `${prefix}{upper:17}`,
});
const created = { createDate: "2026-01-01T00:00:00Z", namePrefix: "" };
const linkedName = ({ inputs }: Place) => `AWSServiceRoleFor_${String(inputs.awsServiceName).split(".")[0]}`;
const secretArn = "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{lower:6:secret}";
const vaultPart: Row = {
    id: "{backupVaultName}",
    backupVaultArn: "arn:aws:backup:{region}:{account}:backup-vault:{id}",
};

/** Keys, secrets, IAM, backups, audit. */
export const GUARD: Record<string, Row> = {
    "accessanalyzer/analyzer": {
        id: "{analyzerName}",
        arn: "arn:aws:access-analyzer:{region}:{account}:analyzer/{id}",
    },
    "backup/framework": {
        id: "{name}",
        arn: "arn:aws:backup:{region}:{account}:framework:{id}-{uuid}",
        status: "ACTIVE",
    },
    "backup/globalSettings": { id: "{account}" },
    "backup/plan": {
        id: "{uuid}",
        arn: "arn:aws:backup:{region}:{account}:backup-plan:{id}",
        version: "{letters:48}",
    },
    "backup/regionSettings": { id: "{region}" },
    "backup/reportPlan": { id: "{name}", arn: "arn:aws:backup:{region}:{account}:report-plan:{id}-{uuid}" },
    "backup/restoreTestingPlan": {
        id: "{name}",
        arn: "arn:aws:backup:{region}:{account}:restore-testing-plan:{name}-{uuid}",
    },
    "backup/selection": { id: "{uuid}" },
    "backup/vault": {
        id: "{name}",
        arn: "arn:aws:backup:{region}:{account}:backup-vault:{id}",
        recoveryPoints: 0,
        kmsKeyArn: "",
    },
    "backup/vaultLockConfiguration": vaultPart,
    "backup/vaultNotifications": vaultPart,
    "backup/vaultPolicy": vaultPart,
    "cfg/recorder": { id: "{name}" },
    "cfg/rule": {
        id: "{name}",
        arn: "arn:aws:config:{region}:{account}:config-rule/config-rule-{lower:6}",
        ruleId: "config-rule-{lower:6}",
    },
    "cloudtrail/trail": {
        id: "arn:aws:cloudtrail:{region}:{account}:trail/{name}",
        arn: "{id}",
        homeRegion: "{region}",
        snsTopicArn: "",
    },
    "guardduty/detector": {
        id: "{hex:32}",
        arn: "arn:aws:guardduty:{region}:{account}:detector/{id}",
        accountId: "{account}",
        findingPublishingFrequency: "SIX_HOURS",
    },
    "guardduty/detectorFeature": { id: "{detectorId}/{name}" },
    "iam/accessKey": {
        id: "AKIA{upper:16}",
        secret: "{lower:40}",
        createDate: "2026-01-01T00:00:00Z",
        status: "Active",
    },
    "iam/group": principal("group", "AGPA"),
    "iam/instanceProfile": { ...principal("instance-profile", "AIPA"), ...created },
    "iam/openIdConnectProvider": {
        id: ({ inputs, text }) =>
            text(`${iam}:oidc-provider/${String(inputs.url ?? "").replace(/^https:\/\//, "")}`),
        arn: "{id}",
        thumbprintLists: () => [],
    },
    "iam/policy": {
        id: (place) => place.text(`${iam}:policy${path(place)}{name}`),
        arn: "{id}",
        policyId: "ANPA{upper:17}",
        attachmentCount: 0,
        namePrefix: "",
    },
    "iam/role": { ...principal("role", "AROA"), ...created, inlinePolicies: [], managedPolicyArns: [] },
    "iam/rolePolicy": { id: "{role}:{name}", namePrefix: "" },
    "iam/rolePolicyAttachment": { id: "{role}/{policyArn}" },
    "iam/serviceLinkedRole": {
        id: (place) => place.text(`${iam}:role/aws-service-role/{awsServiceName}/${linkedName(place)}`),
        name: linkedName,
        arn: "{id}",
        path: "/aws-service-role/{awsServiceName}/",
        uniqueId: "AROA{upper:17}",
        createDate: "2026-01-01T00:00:00Z",
    },
    "iam/user": principal("user", "AIDA"),
    "iam/userPolicyAttachment": { id: "{user}/{policyArn}" },
    "inspector2/enabler": { id: "{account}-ECR" },
    "kms/alias": {
        id: "{name}",
        arn: "arn:aws:kms:{region}:{account}:{name}",
        namePrefix: "",
        targetKeyArn: ({ inputs, text }) =>
            String(inputs.targetKeyId).startsWith("arn:")
                ? String(inputs.targetKeyId)
                : text("arn:aws:kms:{region}:{account}:key/{targetKeyId}"),
    },
    "kms/grant": { id: "{keyId}:{hex:64}", grantId: "{hex:64}", grantToken: "{lower:64}" },
    "kms/key": {
        id: "{uuid}",
        keyId: "{id}",
        arn: "arn:aws:kms:{region}:{account}:key/{id}",
        multiRegion: false,
        rotationPeriodInDays: ({ inputs }) => (inputs.enableKeyRotation === true ? 365 : 0),
        policy: ({ text }) =>
            text(
                '{"Version":"2012-10-17","Id":"key-default-1","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow",' +
                    '"Principal":{"AWS":"arn:aws:iam::{account}:root"},"Action":"kms:*","Resource":"*"}]}',
            ),
    },
    "kms/replicaKey": {
        id: "mrk-{hex:32}",
        keyId: "{id}",
        arn: "arn:aws:kms:{region}:{account}:key/{id}",
        keyRotationEnabled: false,
    },
    "secretsmanager/secret": { id: secretArn, arn: "{id}", namePrefix: "", policy: "", replicas: [] },
    "secretsmanager/secretPolicy": { id: "{secretArn}" },
    "secretsmanager/secretRotation": { id: "{secretId}", rotationEnabled: true },
    "secretsmanager/secretVersion": {
        id: "{secretId}|terraform-{digits:26:version}",
        arn: "{secretId}",
        versionId: "terraform-{digits:26:version}",
        secretArn: "{secretId}",
        versionStages: ["AWSCURRENT"],
        hasSecretStringWo: false,
    },
    "securityhub/account": { id: "{account}", arn: "arn:aws:securityhub:{region}:{account}:hub/default" },
    "ssm/parameter": {
        id: "{name}",
        arn: ({ inputs, text }) =>
            text(
                `arn:aws:ssm:{region}:{account}:parameter${String(inputs.name).startsWith("/") ? "" : "/"}{name}`,
            ),
        version: 1,
        tier: "Standard",
        dataType: "text",
        keyId: ({ inputs }) => (inputs.type === "SecureString" ? "alias/aws/ssm" : ""),
        hasValueWo: false,
        insecureValue: "",
    },
};
