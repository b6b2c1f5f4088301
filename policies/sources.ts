import { allowedBy, conditionsOf } from "./iam.ts";
import { listOf } from "./values.ts";

/**
 * Services that don't say for whose account they publish to a topic: a condition on it never holds, and every message is
 * lost. EventBridge: User Guide, "Troubleshooting", and of keys SNS Developer Guide, "Key management". AWS Backup:
 * Developer Guide, "Notification options with AWS Backup", whose policies have none.
 */
const silent = ["events.amazonaws.com", "backup.amazonaws.com"];

/** Services that a policy lets in for anybody's things, though they say whose things they are. */
export function openTo(policy: unknown): string[] {
    return allowedBy(policy).flatMap(({ Principal, Condition = {} }) => {
        const services = typeof Principal === "object" ? listOf(Principal.Service) : [];
        const isBound = conditionsOf(Condition).some(isAnAccount);
        return isBound ? [] : services.filter((one) => !silent.includes(one));
    });
}

/** Not with IfExists, which holds where nothing is said. */
function isAnAccount([operator, key, values]: [string, string, string[]]): boolean {
    const account = /^aws:SourceAccount$/i.test(key) ? /^\d{12}$/ : /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/;
    return (
        /^(StringEquals|StringLike|ArnEquals|ArnLike)$/.test(operator) &&
        /^aws:Source(Account|Arn)$/i.test(key) &&
        values.length > 0 &&
        values.every((value) => account.test(value))
    );
}
