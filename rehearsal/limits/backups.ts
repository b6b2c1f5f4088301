import { isObject, type Properties, type Value } from "../values.ts";
import { alphabet, aws, count, json, length, oneOf, range, rule } from "./kinds.ts";
import { inputsWith, listOf, numberOf, textOf, type Limit } from "./row.ts";
import { schedule } from "./schedules.ts";
import { api, page } from "./sources.ts";

const vault = aws("backup", "Vault");
const lock = aws("backup", "VaultLockConfiguration");
const vaultPolicy = aws("backup", "VaultPolicy");
const notifications = aws("backup", "VaultNotifications");
const plan = aws("backup", "Plan");
const selection = aws("backup", "Selection");

const createVault = api("backup", "CreateBackupVault");
const putLock = api("backup", "PutBackupVaultLockConfigurationInput");
const planRule = api("backup", "BackupRuleInput");
const selected = api("backup", "BackupSelection");
const pitr = page(
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html",
);
const events = [
    ...["BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED", "COPY_JOB_STARTED", "COPY_JOB_SUCCESSFUL"],
    ...["COPY_JOB_FAILED", "RESTORE_JOB_STARTED", "RESTORE_JOB_COMPLETED", "RECOVERY_POINT_MODIFIED"],
    ...["S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED", "CONTINUOUS_BACKUP_INTERRUPTED"],
    ...["RECOVERY_POINT_INDEX_COMPLETED", "RECOVERY_POINT_INDEX_DELETED", "RECOVERY_POINT_INDEXING_FAILED"],
    // On the list, and no longer in use; the provider takes them.
    ...["BACKUP_JOB_SUCCESSFUL", "BACKUP_JOB_FAILED", "BACKUP_JOB_EXPIRED", "RESTORE_JOB_SUCCESSFUL"],
    ...["RESTORE_JOB_FAILED", "BACKUP_PLAN_CREATED", "BACKUP_PLAN_MODIFIED"],
];

const dotted = { good: ["daily.35"], bad: ["daily 35"] };

/** A name of a plan, a rule or a selection. */
function named(type: string, property: string, source: string): Limit[] {
    return [
        length(type, property, 1, 50, source),
        alphabet(type, property, /^[\w.-]+$/, "letters, digits and - _ .", source, dotted),
    ];
}

/** A recovery point that went cold stays cold for 90 days. */
function lifecycle(property: string): Limit {
    const judge = (value: Value): string | undefined => {
        if (!isObject(value)) return undefined;
        const [cold, gone] = [numberOf(value.coldStorageAfter), numberOf(value.deleteAfter)];
        if (gone !== undefined && (gone < 1 || gone > 36500))
            return `deletes after ${gone} days; use 1 to 36500`;
        if (cold === undefined || gone === undefined || cold === 0 || gone >= cold + 90) return undefined;
        return `deletes after ${gone} days what is cold after ${cold}; use ${cold + 90} or more`;
    };
    const at = (value: Properties): Properties => inputsWith(property, value);
    const accepts: Properties[] = [
        { deleteAfter: 1 },
        { deleteAfter: 36500 },
        { coldStorageAfter: 30, deleteAfter: 120 },
    ];
    const refuses: Properties[] = [
        { deleteAfter: 0 },
        { deleteAfter: 36501 },
        { coldStorageAfter: 30, deleteAfter: 119 },
    ];
    const source = `${api("backup", "Lifecycle")}; ${planRule}`;
    return rule(plan, property, "lifecycle", source, judge, accepts.map(at), refuses.map(at));
}

const continuous = (deleteAfter: number): Properties => ({
    rules: [{ enableContinuousBackup: true, lifecycle: { deleteAfter } }],
});
const wildcards = (amount: number): Properties => ({
    resources: Array.from({ length: amount }, (_, at) => `arn:aws:rds:eu-west-1:123456789012:db:${at}*`),
});

export const backups: Limit[] = [
    length(vault, "name", 2, 50, createVault),
    alphabet(vault, "name", /^[\w-]+$/, "letters, digits, hyphens and underscores", createVault, {
        good: ["orders_1-daily"],
        bad: ["orders daily", "orders.daily"],
    }),
    range(lock, "minRetentionDays", 1, 36500, putLock),
    range(lock, "maxRetentionDays", 1, 36500, putLock),
    range(lock, "changeableForDays", 3, 36500, putLock),
    rule(
        lock,
        "maxRetentionDays",
        "order",
        putLock,
        (value, { minRetentionDays }) => {
            const [least, most] = [numberOf(minRetentionDays), numberOf(value)];
            if (least === undefined || most === undefined || most >= least) return undefined;
            return `is ${most}, less than minRetentionDays; use ${least} or more`;
        },
        [{ minRetentionDays: 7, maxRetentionDays: 7 }],
        [{ minRetentionDays: 7, maxRetentionDays: 6 }],
    ),
    json(vaultPolicy, "policy", api("backup", "PutBackupVaultAccessPolicyInput")),
    oneOf(notifications, "backupVaultEvents[]", events, api("backup", "BackupVaultEvent")),
    ...named(plan, "name", api("backup", "BackupPlanInput")),
    ...named(plan, "rules[].ruleName", planRule),
    schedule(plan, "rules[].schedule", ["cron"], planRule),
    range(plan, "rules[].startWindow", 60, 52560000, planRule),
    lifecycle("rules[].lifecycle"),
    lifecycle("rules[].copyActions[].lifecycle"),
    rule(
        plan,
        "rules[]",
        "continuous",
        pitr,
        (value) => {
            if (!isObject(value) || value.enableContinuousBackup !== true || !isObject(value.lifecycle))
                return undefined;
            const days = numberOf(value.lifecycle.deleteAfter);
            return days !== undefined && days > 35
                ? `keeps continuous backups for ${days} days; use 1 to 35`
                : undefined;
        },
        [continuous(35)],
        [continuous(36)],
    ),
    ...named(selection, "name", selected),
    count(selection, "resources", 0, 500, selected, {
        item: (n) => `arn:aws:rds:eu-west-1:123456789012:db:${n}`,
    }),
    rule(
        selection,
        "resources",
        "wildcards",
        selected,
        (value) => {
            const wild = listOf(value).filter((arn) => textOf(arn)?.includes("*"));
            return wild.length > 30 ? `has ${wild.length} ARNs with a wildcard; use at most 30` : undefined;
        },
        [wildcards(30)],
        [wildcards(31)],
    ),
];
