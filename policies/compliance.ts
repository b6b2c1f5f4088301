import type { CriterionId } from "./criteria.ts";
import type { Profile } from "./profiles.ts";

/** Ids of controls, in the words of each framework, with spaces or commas between them. */
type Ids = Partial<Record<Profile, string>>;

/** Which controls a criterion serves, or a rule where it is more exact; and who says so. */
export interface Row {
    /** As Prowler files its checks of the same thing. */
    filed?: Ids & { by: string };
    /** As the framework's own text says it. */
    text?: Ids;
}

/** Read on 2026-11-23. */
export const sources = {
    filed: "Prowler, prowler-cloud/prowler at commit 3e000fa (2026-08-21): soc2_aws.json, hipaa_aws.json, pci_4.0_aws.json and gdpr_aws.json in prowler/compliance/aws",
    soc2: "AICPA, 2017 Trust Services Criteria, as soc2_aws.json quotes them, A1.1 and A1.3 as compliance sites do",
    hipaa: "45 CFR Part 164, Subpart C",
    pciDss: "PCI DSS v4.0.1. It added no requirement to v4.0, whose numbers Prowler has, and took none away",
    gdpr: "Regulation (EU) 2016/679",
};

const capacity = { text: { soc2: "A1.1" } };
const changes = { text: { soc2: "CC8.1" } };
const noticed = { text: { soc2: "CC7.2" } };
const restored = { hipaa: "164.308(a)(7)(ii)(A)", gdpr: "Art. 32(1)(c)" };
const ends = { gdpr: "Art. 5(1)(e), Art. 30(1)(f)" };

/** What serves which control. A control that is named is helped by it; none is met by it alone. */
export const controls: Partial<Record<CriterionId, Row>> & Record<string, Row> = {
    "OPS-04": changes,
    "OPS-05": changes,
    "OPS-07": changes,
    "OPS-13": changes,
    "OBS-01": {
        filed: {
            by: "ecs_task_definitions_logging_enabled, elbv2_logging_enabled, cloudfront_distributions_logging_enabled, wafv2_webacl_logging_enabled",
            ...{ soc2: "CC7.2, CC7.3", hipaa: "164.308(a)(1)(ii)(D), 164.312(b)", pciDss: "10.2.1" },
            gdpr: "Art. 30",
        },
    },
    "OBS-02": noticed,
    "OBS-03": noticed,
    "OBS-04": noticed,
    "OBS-05": noticed,
    "OBS-06": noticed,
    "OBS-07": noticed,
    "OBS-11": { text: { soc2: "CC7.2, CC7.4" } },
    "OBS-12": noticed,
    "DAT-01": {
        filed: {
            by: "rds_instance_backup_enabled, dynamodb_tables_pitr_enabled",
            ...{ soc2: "A1.2, CC7.4", hipaa: "164.308(a)(7)(i), 164.308(a)(7)(ii)(A)", gdpr: "Art. 32" },
        },
        text: { gdpr: "Art. 32(1)(c)" },
    },
    "DAT-02": { text: { soc2: "A1.3", hipaa: "164.308(a)(7)(ii)(D)", gdpr: "Art. 32(1)(d)" } },
    "DAT-04": { text: { soc2: "A1.2", ...restored } },
    "DAT-08": {
        filed: { by: "rds_instance_multi_az", hipaa: "164.308(a)(7)(i), 164.308(a)(7)(ii)(C)" },
        text: { gdpr: "Art. 32(1)(b)" },
    },
    "DAT-10": capacity,
    "DAT-11": { text: { soc2: "CC6.3" } },
    "DAT-12": { text: { soc2: "CC6.1" } },
    "SEC-01": {
        filed: { by: "ecs_task_definitions_no_environment_secrets", pciDss: "8.3.2" },
        text: { soc2: "CC6.1" },
    },
    "SEC-02": {
        filed: {
            by: "kms_cmk_rotation_enabled, secretsmanager_automatic_rotation_enabled",
            ...{ soc2: "PI1.5", hipaa: "164.312(a)(2)(iv)", pciDss: "3.7.4, 8.6.3", gdpr: "Art. 25" },
        },
    },
    "SEC-03": {
        filed: {
            by: "rds_instance_storage_encrypted, s3_bucket_default_encryption, s3_bucket_kms_encryption, dynamodb_tables_kms_cmk_encryption_enabled, cloudwatch_log_group_kms_encryption_enabled, sns_topics_kms_encryption_at_rest_enabled, elasticache_redis_cluster_rest_encryption_enabled",
            ...{ soc2: "PI1.4, PI1.5", hipaa: "164.312(a)(2)(iv), 164.312(e)(2)(ii)", pciDss: "3.5.1" },
            gdpr: "Art. 32",
        },
        text: { gdpr: "Art. 32(1)(a)" },
    },
    "SEC-04": {
        filed: {
            by: "cloudfront_distributions_https_enabled, cloudfront_distributions_origin_traffic_encrypted, elb_ssl_listeners, elasticache_redis_cluster_in_transit_encryption_enabled, s3_bucket_secure_transport_policy",
            ...{ soc2: "CC6.7", hipaa: "164.312(e)(1), 164.312(e)(2)(i), 164.312(e)(2)(ii)" },
            ...{ pciDss: "4.2.1", gdpr: "Art. 32" },
        },
        text: { gdpr: "Art. 32(1)(a)" },
    },
    "SEC-06": { text: { soc2: "CC6.6" } },
    "SEC-07": {
        filed: { by: "cloudfront_distributions_using_waf, wafv2_webacl_with_rules", pciDss: "6.4.1, 6.4.2" },
        text: { soc2: "CC6.6" },
    },
    "SEC-08": {
        filed: {
            by: "iam_customer_attached_policy_no_administrative_privileges, iam_inline_policy_no_administrative_privileges, iam_inline_policy_no_full_access_to_kms",
            ...{ soc2: "CC6.3", hipaa: "164.308(a)(4)(ii)(B), 164.312(a)(1)", pciDss: "7.2.1, 7.2.2" },
            gdpr: "Art. 25",
        },
    },
    "SEC-09": {
        filed: {
            by: "rds_instance_no_public_access, s3_bucket_public_access, ec2_securitygroup_allow_ingress_from_internet_to_any_port, vpc_subnet_separate_private_public, cloudtrail_logs_s3_bucket_is_not_publicly_accessible",
            ...{ soc2: "CC6.1, CC6.6", hipaa: "164.308(a)(3)(i), 164.312(a)(1)", pciDss: "1.3.1, 1.4.2" },
            gdpr: "Art. 25",
        },
    },
    "SEC-10": {
        filed: {
            by: "ecs_task_definitions_no_privileged_containers, ecr_repositories_scan_images_on_push_enabled",
            pciDss: "7.2.1, 7.2.2, 11.3.1",
        },
        text: { soc2: "CC6.8" },
    },
    "SEC-11": {
        filed: {
            by: "cloudtrail_multi_region_enabled, cloudtrail_log_file_validation_enabled, cloudtrail_kms_encryption_enabled",
            ...{ soc2: "CC7.2, CC7.3", hipaa: "164.308(a)(1)(ii)(D), 164.312(b), 164.312(c)(2)" },
            ...{ pciDss: "10.2.1, 10.3.2, 10.3.4", gdpr: "Art. 25, Art. 30, Art. 32" },
        },
    },
    "SEC-12": {
        filed: {
            by: "guardduty_is_enabled, securityhub_enabled, config_recorder_all_regions_enabled",
            ...{ soc2: "CC6.8, CC7.1, CC7.2", pciDss: "10.4.1.1, 11.5.1" },
            hipaa: "164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(D), 164.308(a)(8)",
        },
        text: { gdpr: "Art. 32(1)(d)" },
    },
    "SEC-13": {
        filed: {
            by: "vpc_flow_logs_enabled",
            ...{
                soc2: "CC7.2",
                hipaa: "164.308(a)(1)(ii)(D), 164.312(b)",
                pciDss: "10.2.1",
                gdpr: "Art. 30",
            },
        },
    },
    "SEC-17": {
        filed: {
            by: "cloudwatch_log_group_retention_policy_specific_days_enabled",
            ...{ soc2: "C1.2, CC7.2", hipaa: "164.312(b)", pciDss: "10.5.1" },
        },
        text: { hipaa: "164.316(b)(2)(i)", pciDss: "10.5.1", ...ends },
    },
    "SCA-01": { text: { gdpr: "Art. 32(1)(b)" } },
    "SCA-02": capacity,
    "backups-expire": { text: ends },
    "buckets-expire": { filed: { by: "s3_bucket_lifecycle_enabled", pciDss: "3.2.1" }, text: ends },
    "logs-expire": { text: ends },
    "profiles-turned-on": {
        filed: {
            by: "securityhub_enabled, config_recorder_all_regions_enabled, ecr_repositories_scan_images_on_push_enabled",
            ...{ soc2: "CC7.1", hipaa: "164.308(a)(1)(ii)(A), 164.308(a)(8)", pciDss: "10.4.1.1, 11.3.1" },
        },
        text: { gdpr: "Art. 32(1)(d)" },
    },
};
/** The controls that a rule serves, framework by framework: its own row, or else its criterion's. */
export function controlsOf(rule: { id: string; criterion: CriterionId }, profile: Profile): string[] {
    const { filed, text } = controls[rule.id] ?? controls[rule.criterion] ?? {};
    const named = [filed?.[profile], text?.[profile]].flatMap((ids) => ids?.split(", ") ?? []);
    return [...new Set(named)];
}
