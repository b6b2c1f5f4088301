import type { Rule } from "../../rule.ts";
import backupsCopied from "./backups-copied.ts";
import backupsExpire from "./backups-expire.ts";
import backupsTold from "./backups-told.ts";
import backupsVaulted from "./backups-vaulted.ts";
import cacheAuthenticates from "./cache-authenticates.ts";
import cacheEncrypted from "./cache-encrypted.ts";
import cacheFailsOver from "./cache-fails-over.ts";
import cachePasswordKept from "./cache-password-kept.ts";
import cachePasswordUnused from "./cache-password-unused.ts";
import cacheSnapshots from "./cache-snapshots.ts";
import cacheTls from "./cache-tls.ts";
import cacheUsersLimited from "./cache-users-limited.ts";
import eventsArchived from "./events-archived.ts";
import eventsEncrypted from "./events-encrypted.ts";
import evidenceWrittenOnce from "./evidence-written-once.ts";
import postgresBackedUpDaily from "./postgres-backed-up-daily.ts";
import postgresBackups from "./postgres-backups.ts";
import postgresBackupsOneOwner from "./postgres-backups-one-owner.ts";
import postgresEncrypted from "./postgres-encrypted.ts";
import postgresInBackupPlan from "./postgres-in-backup-plan.ts";
import postgresLoginsNamed from "./postgres-logins-named.ts";
import postgresManifest from "./postgres-manifest.ts";
import postgresMasterUnused from "./postgres-master-unused.ts";
import postgresMultiAz from "./postgres-multi-az.ts";
import postgresPooled from "./postgres-pooled.ts";
import postgresPrivate from "./postgres-private.ts";
import postgresProtected from "./postgres-protected.ts";
import postgresReadsApart from "./postgres-reads-apart.ts";
import postgresRestoredOnce from "./postgres-restored-once.ts";
import postgresRestoredWeekly from "./postgres-restored-weekly.ts";
import postgresSlotsLimited from "./postgres-slots-limited.ts";
import postgresSlowQueries from "./postgres-slow-queries.ts";
import postgresStandbyFollowed from "./postgres-standby-followed.ts";
import postgresStandbyKept from "./postgres-standby-kept.ts";
import postgresStorageGrows from "./postgres-storage-grows.ts";
import postgresTimeouts from "./postgres-timeouts.ts";
import postgresTls from "./postgres-tls.ts";
import queueDeadLetters from "./queue-dead-letters.ts";
import queueEncrypted from "./queue-encrypted.ts";
import queueTls from "./queue-tls.ts";
import restoresChecked from "./restores-checked.ts";
import restoresIsolated from "./restores-isolated.ts";
import restoresProven from "./restores-proven.ts";
import tableEncrypted from "./table-encrypted.ts";
import tableRecoverable from "./table-recoverable.ts";
import vaultClosed from "./vault-closed.ts";
import vaultEncrypted from "./vault-encrypted.ts";
import vaultLocked from "./vault-locked.ts";
import uploadsInBackupPlan from "./uploads-in-backup-plan.ts";

export const data: readonly Rule[] = [
    backupsCopied,
    backupsExpire,
    backupsTold,
    backupsVaulted,
    cacheAuthenticates,
    cacheEncrypted,
    cacheFailsOver,
    cachePasswordKept,
    cachePasswordUnused,
    cacheSnapshots,
    cacheTls,
    cacheUsersLimited,
    eventsArchived,
    eventsEncrypted,
    evidenceWrittenOnce,
    postgresBackedUpDaily,
    postgresBackups,
    postgresBackupsOneOwner,
    postgresEncrypted,
    postgresInBackupPlan,
    postgresLoginsNamed,
    postgresManifest,
    postgresMasterUnused,
    postgresMultiAz,
    postgresPooled,
    postgresPrivate,
    postgresProtected,
    postgresReadsApart,
    postgresRestoredOnce,
    postgresRestoredWeekly,
    postgresSlotsLimited,
    postgresSlowQueries,
    postgresStandbyFollowed,
    postgresStandbyKept,
    postgresStorageGrows,
    postgresTimeouts,
    postgresTls,
    queueDeadLetters,
    queueEncrypted,
    queueTls,
    restoresChecked,
    restoresIsolated,
    restoresProven,
    tableEncrypted,
    tableRecoverable,
    vaultClosed,
    vaultEncrypted,
    vaultLocked,
    uploadsInBackupPlan,
];
