import * as aws from "@pulumi/aws";
import type { Node } from "./graph.ts";
import { matches } from "./patterns.ts";
import { topicsOf, whyClosedTo } from "./publishing.ts";
import type { Stack } from "./stack.ts";
import { numberOf } from "./values.ts";

const { Vault, VaultLockConfiguration: Lock, VaultNotifications: Notifications } = aws.backup;

export interface Ends {
    lifecycle?: { deleteAfter?: unknown };
}

/** Of these a message says how a job ended (AWS Backup Developer Guide, "Notification options with AWS Backup", read 2026-11-24). */
export const EVENTS = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"];
const failures = ["FAILED", "EXPIRED", "ABORTED"].map((State) => ({ State }));

/** Why nobody hears of a backup into a vault that failed, or of a copy from it; nothing where somebody does. */
export function whyUnheard(vault: Node<any>, stack: Stack): string | undefined {
    const notices = stack.naming(vault, "backupVaultName", Notifications);
    const isTold = (event: string) => notices.some(({ props }) => props.backupVaultEvents.includes(event));
    const missing = EVENTS.filter((event) => !isTold(event));
    if (missing.length > 0) return `Nobody is told of ${missing.join(", ")} in ${vault.props.name}.`;
    const topics = notices.flatMap((one) => topicsOf(one, "snsTopicArn", stack));
    if (topics.length === 0) return `${vault.props.name} tells no topic of this stack.`;
    const shut = topics.map((one) => whyClosedTo(one, "backup.amazonaws.com", stack)).find(Boolean);
    if (shut) return shut;
    const filters = topics
        .flatMap((topic) => stack.naming(topic, "topic", aws.sns.TopicSubscription))
        .map(({ props: { filterPolicy } }) => JSON.parse(filterPolicy || "{}") as object);
    const isHeard = (said: object) => filters.some((one) => matches(one, said));
    // Where nobody hears an alarm, which has no attribute, topics-heard says so.
    const isOpen = !isHeard({}) || failures.every(isHeard);
    return isOpen ? undefined : "Whoever listens filters failures out.";
}

/** Why a backup is not safe in the vault of that name and region; nothing where it is. */
export function whyNotKept(
    name: string,
    region: string | undefined,
    { lifecycle }: Ends,
    stack: Stack,
): string | undefined {
    const isThere = (one?: string) => !region || !one || one === region;
    const vaults = stack.all(Vault).filter(({ props }) => props.name === name && isThere(props.region));
    if (vaults.length === 0) return `It keeps some in ${name} in ${region ?? "its region"}.`;
    const days = numberOf(lifecycle?.deleteAfter);
    const locks = vaults.flatMap((vault) => stack.surelyNaming(vault, "backupVaultName", Lock));
    const isRefused = locks.some(
        ({ props: { minRetentionDays: least = 0, maxRetentionDays: most = Infinity } }) =>
            days < numberOf(least) || days > numberOf(most),
    );
    return isRefused ? `The lock of ${name} takes nothing for ${days} days: each job would fail.` : undefined;
}
