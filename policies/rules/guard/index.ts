import type { Rule } from "../../rule.ts";
import bucketsEncrypted from "./buckets-encrypted.ts";
import bucketsExpire from "./buckets-expire.ts";
import bucketsPrivate from "./buckets-private.ts";
import bucketsTls from "./buckets-tls.ts";
import budgetAlerts from "./budget-alerts.ts";
import iamNoWildcards from "./iam-no-wildcards.ts";
import keysNotForEveryone from "./keys-not-for-everyone.ts";
import keysRotate from "./keys-rotate.ts";
import rolesNotForEveryone from "./roles-not-for-everyone.ts";
import secretsEncrypted from "./secrets-encrypted.ts";
import secretsRotate from "./secrets-rotate.ts";
import tagged from "./tagged.ts";

export const guard: readonly Rule[] = [
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
