import flowLogs from "./network/flow-logs.ts";
import internetToLoadBalancersOnly from "./network/internet-to-load-balancers-only.ts";
import internetToWebPortsOnly from "./network/internet-to-web-ports-only.ts";
import backupsCopied from "./data/backups-copied.ts";
import cacheAuthenticates from "./data/cache-authenticates.ts";
import cacheEncrypted from "./data/cache-encrypted.ts";
import cacheFailsOver from "./data/cache-fails-over.ts";
import cachePasswordKept from "./data/cache-password-kept.ts";
import cachePasswordUnused from "./data/cache-password-unused.ts";
import cacheSnapshots from "./data/cache-snapshots.ts";
import cacheTls from "./data/cache-tls.ts";
import cacheUsersLimited from "./data/cache-users-limited.ts";
import eventsArchived from "./data/events-archived.ts";
import eventsEncrypted from "./data/events-encrypted.ts";
import evidenceWrittenOnce from "./data/evidence-written-once.ts";
import postgresBackups from "./data/postgres-backups.ts";
import postgresBackupsOneOwner from "./data/postgres-backups-one-owner.ts";
import postgresEncrypted from "./data/postgres-encrypted.ts";
import postgresInBackupPlan from "./data/postgres-in-backup-plan.ts";
import postgresMasterUnused from "./data/postgres-master-unused.ts";
import postgresManifest from "./data/postgres-manifest.ts";
import postgresMultiAz from "./data/postgres-multi-az.ts";
import postgresPooled from "./data/postgres-pooled.ts";
import postgresPrivate from "./data/postgres-private.ts";
import postgresProtected from "./data/postgres-protected.ts";
import postgresReadsApart from "./data/postgres-reads-apart.ts";
import postgresRestoredOnce from "./data/postgres-restored-once.ts";
import postgresRestoredWeekly from "./data/postgres-restored-weekly.ts";
import postgresSlowQueries from "./data/postgres-slow-queries.ts";
import postgresSlotsLimited from "./data/postgres-slots-limited.ts";
import postgresStorageGrows from "./data/postgres-storage-grows.ts";
import postgresTimeouts from "./data/postgres-timeouts.ts";
import postgresTls from "./data/postgres-tls.ts";
import restoresChecked from "./data/restores-checked.ts";
import restoresProven from "./data/restores-proven.ts";
import vaultClosed from "./data/vault-closed.ts";
import vaultEncrypted from "./data/vault-encrypted.ts";
import vaultLocked from "./data/vault-locked.ts";
import queueDeadLetters from "./data/queue-dead-letters.ts";
import queueEncrypted from "./data/queue-encrypted.ts";
import queueTls from "./data/queue-tls.ts";
import tableEncrypted from "./data/table-encrypted.ts";
import tableRecoverable from "./data/table-recoverable.ts";
import clusterMetrics from "./compute/cluster-metrics.ts";
import containersLog from "./compute/containers-log.ts";
import containersStopGently from "./compute/containers-stop-gently.ts";
import containersUnprivileged from "./compute/containers-unprivileged.ts";
import imagesByDigest from "./compute/images-by-digest.ts";
import imagesEncrypted from "./compute/images-encrypted.ts";
import imagesExpire from "./compute/images-expire.ts";
import imagesImmutable from "./compute/images-immutable.ts";
import imagesPulledByNamed from "./compute/images-pulled-by-named.ts";
import imagesScanned from "./compute/images-scanned.ts";
import secretsNotInEnvironment from "./compute/secrets-not-in-environment.ts";
import serviceCopies from "./compute/service-copies.ts";
import servicesRenewed from "./compute/services-renewed.ts";
import servicePrivate from "./compute/service-private.ts";
import serviceRollsBack from "./compute/service-rolls-back.ts";
import serviceScales from "./compute/service-scales.ts";
import shellsRecorded from "./compute/shells-recorded.ts";
import tasksHaveOwnRole from "./compute/tasks-have-own-role.ts";
import serviceReleasedGradually from "./compute/service-released-gradually.ts";
import trafficLeftToEcs from "./compute/traffic-left-to-ecs.ts";
import deploymentsWaitedFor from "./compute/deployments-waited-for.ts";
import testedAmongUsers from "./compute/tested-among-users.ts";
import releasesGated from "./compute/releases-gated.ts";
import migrationsBeforeTraffic from "./compute/migrations-before-traffic.ts";
import testedBeforeUsers from "./compute/tested-before-users.ts";
import revisionsKept from "./compute/revisions-kept.ts";
import loadBalancerHardened from "./edge/load-balancer-hardened.ts";
import loadBalancerLogs from "./edge/load-balancer-logs.ts";
import loadBalancerTls from "./edge/load-balancer-tls.ts";
import logsEncrypted from "./watch/logs-encrypted.ts";
import logsExpire from "./watch/logs-expire.ts";
import functionsWatched from "./watch/functions-watched.ts";
import topicsEncrypted from "./watch/topics-encrypted.ts";
import errorsAlarmed from "./watch/errors-alarmed.ts";
import latencyAlarmed from "./watch/latency-alarmed.ts";
import connectionsAlarmed from "./watch/connections-alarmed.ts";
import bucketsEncrypted from "./guard/buckets-encrypted.ts";
import bucketsExpire from "./guard/buckets-expire.ts";
import bucketsPrivate from "./guard/buckets-private.ts";
import bucketsTls from "./guard/buckets-tls.ts";
import budgetAlerts from "./guard/budget-alerts.ts";
import iamNoWildcards from "./guard/iam-no-wildcards.ts";
import keysNotForEveryone from "./guard/keys-not-for-everyone.ts";
import keysRotate from "./guard/keys-rotate.ts";
import rolesNotForEveryone from "./guard/roles-not-for-everyone.ts";
import secretsEncrypted from "./guard/secrets-encrypted.ts";
import secretsRotate from "./guard/secrets-rotate.ts";
import tagged from "./guard/tagged.ts";
import type { Rule } from "../rule.ts";

/** Every rule, room by room. */
export const rules: readonly Rule[] = [
    flowLogs,
    internetToLoadBalancersOnly,
    internetToWebPortsOnly,
    backupsCopied,
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
    postgresBackups,
    postgresBackupsOneOwner,
    postgresEncrypted,
    postgresInBackupPlan,
    postgresMasterUnused,
    postgresManifest,
    postgresMultiAz,
    postgresPooled,
    postgresPrivate,
    postgresProtected,
    postgresReadsApart,
    postgresRestoredOnce,
    postgresRestoredWeekly,
    postgresSlowQueries,
    postgresSlotsLimited,
    postgresStorageGrows,
    postgresTimeouts,
    postgresTls,
    restoresChecked,
    restoresProven,
    vaultClosed,
    vaultEncrypted,
    vaultLocked,
    queueDeadLetters,
    queueEncrypted,
    queueTls,
    tableEncrypted,
    tableRecoverable,
    clusterMetrics,
    containersLog,
    containersStopGently,
    containersUnprivileged,
    imagesByDigest,
    imagesEncrypted,
    imagesExpire,
    imagesImmutable,
    imagesPulledByNamed,
    imagesScanned,
    secretsNotInEnvironment,
    serviceCopies,
    servicesRenewed,
    servicePrivate,
    serviceRollsBack,
    serviceReleasedGradually,
    trafficLeftToEcs,
    deploymentsWaitedFor,
    revisionsKept,
    testedAmongUsers,
    releasesGated,
    migrationsBeforeTraffic,
    testedBeforeUsers,
    serviceScales,
    shellsRecorded,
    tasksHaveOwnRole,
    loadBalancerHardened,
    loadBalancerLogs,
    loadBalancerTls,
    logsEncrypted,
    logsExpire,
    functionsWatched,
    errorsAlarmed,
    latencyAlarmed,
    connectionsAlarmed,
    topicsEncrypted,
    bucketsEncrypted,
    bucketsExpire,
    bucketsPrivate,
    bucketsTls,
    budgetAlerts,
    iamNoWildcards,
    keysNotForEveryone,
    keysRotate,
    rolesNotForEveryone,
    secretsEncrypted,
    secretsRotate,
    tagged,
];
