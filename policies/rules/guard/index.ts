import type { Rule } from "../../rule.ts";
import accountGuarded from "./account-guarded.ts";
import auditLog from "./audit-log.ts";
import auditLogKept from "./audit-log-kept.ts";
import auditLogOnce from "./audit-log-once.ts";
import auditStoreTold from "./audit-store-told.ts";
import auditTamperingTold from "./audit-tampering-told.ts";
import bucketsEncrypted from "./buckets-encrypted.ts";
import bucketsExpire from "./buckets-expire.ts";
import bucketsPrivate from "./buckets-private.ts";
import bucketsTls from "./buckets-tls.ts";
import budgetAlerts from "./budget-alerts.ts";
import budgetWhole from "./budget-whole.ts";
import costAnomaliesTold from "./cost-anomalies-told.ts";
import githubLoginsBound from "./github-logins-bound.ts";
import globalNamesOwn from "./global-names-own.ts";
import iamNoWildcards from "./iam-no-wildcards.ts";
import keysNotForEveryone from "./keys-not-for-everyone.ts";
import keysRotate from "./keys-rotate.ts";
import knownHolesTold from "./known-holes-told.ts";
import logsAsPromised from "./logs-as-promised.ts";
import noLastingKeys from "./no-lasting-keys.ts";
import outsideAccessAnalyzed from "./outside-access-analyzed.ts";
import policiesNotForEveryone from "./policies-not-for-everyone.ts";
import postureRecorded from "./posture-recorded.ts";
import profilesTurnedOn from "./profiles-turned-on.ts";
import recordsExpire from "./records-expire.ts";
import recordsVersioned from "./records-versioned.ts";
import rolesNotForEveryone from "./roles-not-for-everyone.ts";
import secretsEncrypted from "./secrets-encrypted.ts";
import secretsRotate from "./secrets-rotate.ts";
import sleepLetsWork from "./sleep-lets-work.ts";
import sleepMissed from "./sleep-missed.ts";
import tagged from "./tagged.ts";
import taggedByDefault from "./tagged-by-default.ts";
import threatsDetected from "./threats-detected.ts";
import workloadsUseWhatTheyKnow from "./workloads-use-what-they-know.ts";

export const guard: readonly Rule[] = [
    accountGuarded,
    auditLog,
    auditLogKept,
    auditLogOnce,
    auditStoreTold,
    auditTamperingTold,
    bucketsEncrypted,
    bucketsExpire,
    bucketsPrivate,
    bucketsTls,
    budgetAlerts,
    budgetWhole,
    costAnomaliesTold,
    githubLoginsBound,
    globalNamesOwn,
    iamNoWildcards,
    keysNotForEveryone,
    keysRotate,
    knownHolesTold,
    logsAsPromised,
    noLastingKeys,
    outsideAccessAnalyzed,
    policiesNotForEveryone,
    postureRecorded,
    profilesTurnedOn,
    recordsExpire,
    recordsVersioned,
    rolesNotForEveryone,
    secretsEncrypted,
    secretsRotate,
    sleepLetsWork,
    sleepMissed,
    tagged,
    taggedByDefault,
    threatsDetected,
    workloadsUseWhatTheyKnow,
];
