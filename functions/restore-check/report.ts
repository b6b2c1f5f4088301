import { DescribeRestoreJobCommand, PutRestoreValidationResultCommand } from "@aws-sdk/client-backup";
import type { Evidence } from "./evidence.ts";
import type { World } from "./world.ts";

/** AWS documents no limit for the message (API reference of PutRestoreValidationResult). A hint is enough: the evidence has all. */
const MESSAGE_LENGTH = 500;

/** What says that AWS Backup wants no verdict, and not that it is busy. */
const refusals = /^(InvalidRequest|InvalidParameterValue|ResourceNotFound)Exception$/;

/**
 * Tells AWS Backup, which deletes the copy when it hears. It takes one verdict on a restore and no other, so that a
 * second report is either the same or an error. Of a drill that a person started it may want none: the evidence counts.
 */
export async function report(world: World, evidence: Evidence, key: string): Promise<void> {
    const RestoreJobId = evidence.restore.job;
    const ValidationStatus = evidence.proven ? "SUCCESSFUL" : "FAILED";
    let isNoneOfPlans = false;
    const known = async () => {
        const job = await world.backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
        isNoneOfPlans = job.CreatedBy?.RestoreTestingPlanArn === undefined;
        return job.ValidationStatus === "VALIDATING" ? undefined : job.ValidationStatus;
    };
    const before = await known();
    if (before === ValidationStatus) return;
    const other = (status: string) =>
        new Error(
            `AWS Backup says ${status} of the restore ${RestoreJobId} already; the evidence says ${ValidationStatus}.`,
        );
    if (before !== undefined) throw other(before);
    const ValidationStatusMessage = messageOf(evidence, key);
    try {
        const result = { RestoreJobId, ValidationStatus, ValidationStatusMessage } as const;
        await world.backup.send(new PutRestoreValidationResultCommand(result));
    } catch (error) {
        // Two of us at once, or an answer that was lost.
        const since = await known();
        if (since === undefined && isNoneOfPlans && refusals.test((error as Error).name)) {
            world.log({ untold: "AWS Backup", because: (error as Error).message });
            return;
        }
        if (since === undefined) throw error;
        if (since !== ValidationStatus) throw other(since);
    }
}

/** One line: what is wrong first, and where the rest is. */
export function messageOf({ proven, reasons, measured }: Evidence, key: string): string {
    const where = `See ${key}.`;
    const what = proven
        ? `Proven: ${measured.tables} tables, ${measured.knownRows} known rows, ${measured.indexes} indexes.`
        : `${reasons.length} ${reasons.length === 1 ? "reason" : "reasons"}: ${reasons.join("; ")}`;
    const line = what.replace(/\s+/g, " ");
    const room = MESSAGE_LENGTH - where.length - 1;
    return `${line.length > room ? `${line.slice(0, room - 1)}…` : line} ${where}`;
}
