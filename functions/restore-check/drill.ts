import { createHash } from "node:crypto";

/** Days that a recovery point is old at most, as the weekly plan has it: a proof of an older one hides that backups have stopped. */
export const FRESH_DAYS = 7;

/**
 * The copy that a drill of a person's makes of a recovery point: of each one at most one at a time. Twelve digits, where a
 * generation has eight at most: no generation of any environment has such a name.
 */
export function drillCopyOf(environment: string, recoveryPointArn: string): string {
    return `${environment}-drill-${createHash("sha256").update(recoveryPointArn).digest("hex").slice(0, 12)}`;
}

export function isDrillCopy(environment: string, instance = ""): boolean {
    const begins = `${environment}-drill-`;
    return instance.startsWith(begins) && /^[0-9a-f]{12}$/.test(instance.slice(begins.length));
}

/** The name in the ARN of an instance. */
export function instanceIn(arn = ""): string | undefined {
    return /^arn:[\w-]+:rds:[\w-]+:\d+:db:([\w-]+)$/.exec(arn)?.[1];
}
