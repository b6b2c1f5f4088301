import { isOff, isOn, numberOf } from "./values.ts";

interface Kept {
    backupRetentionPeriod?: number;
    skipFinalSnapshot?: boolean;
    deletionProtection?: boolean;
    deleteAutomatedBackups?: boolean;
    tags?: Record<string, string>;
}

const isReason = (text: unknown) => typeof text === "string" && text.trim().length >= 10;

/** What is wrong with the backups of a database, if anything. */
export function backupFault({ backupRetentionPeriod: days = 0 }: Kept): string | undefined {
    return numberOf(days) >= 7 ? undefined : `Keeps ${days} days of backups.`;
}

/** How a database could be deleted by accident, if at all. */
export function protectionFault(db: Kept, { protect }: { protect: boolean }): string | undefined {
    if (isOn(db.skipFinalSnapshot)) return "It would go without a last snapshot: skipFinalSnapshot is on.";
    // Left out, they go, too: the provider's default.
    if (!isOff(db.deleteAutomatedBackups))
        return "The way back to any second of its would go with it: deleteAutomatedBackups is not off.";
    if (isReason(db.tags?.retire)) return undefined;
    if (!isOn(db.deletionProtection)) return "AWS would delete it when asked: deletionProtection is off.";
    return protect ? undefined : "Pulumi would delete it when asked: the option protect is off.";
}
