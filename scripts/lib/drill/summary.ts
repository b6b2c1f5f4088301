import type { Verdict } from "../../../functions/restore-check/verdict.ts";
import { utc } from "../table.ts";
import { pastOf, type ChangedOver } from "./change-over.ts";
import { BEAT, type Drilled } from "./story.ts";

/** Whether all was proven that a drill is for. */
export function isProven({ verdict, changedOver }: Drilled): boolean {
    return verdict.proven && changedOver?.failed.length === 0 && changedOver.account.faults.length === 0;
}

/** What a person reads at the end: figures, what they prove, and what they can't. */
export function summaryOf(drilled: Drilled): string {
    const { verdict, changedOver, checkedSeconds, passwords, disasterAt, restoredTo } = drilled;
    const { measured, reasons } = verdict;
    const rpo = measured.rpoSeconds;
    const faults = [...reasons, ...(changedOver?.account.faults ?? []), ...failuresOf(drilled)];
    const rto =
        changedOver === undefined
            ? `the copy was judged after ${seconds(checkedSeconds)}, and serves nobody`
            : `${seconds(changedOver.servingSeconds)} from the order to restore until the copy served, ${seconds(checkedSeconds)} of it until it was judged`;
    return [
        isProven(drilled) ? "PROVEN" : "NOT PROVEN",
        ...faults.map((fault) => `  ${fault}`),
        `RTO  ${rto}`,
        `RPO  ${rpo === undefined ? "not known: no heartbeat" : `${seconds(rpo)} at most, by the heartbeat in the copy, every ${BEAT / 1000} s here and every minute in production`}; restored to ${utc(restoredTo)}, disaster at ${disasterAt.toISOString()}`,
        ...(changedOver === undefined ? [] : provenOf(verdict, changedOver)),
        ...(passwords.length > 0
            ? [`     today's passwords, which the copy lacked: ${passwords.join(", ")}`]
            : []),
        "Not proven here: AWS itself. How long RDS takes to restore data of your size and to take a new master password, sign-in by",
        "IAM, security groups, what ECS says of its tasks. Of these the weekly drill in the account has the restore and the sign-in.",
    ].join("\n");
}

function provenOf({ measured }: Verdict, changedOver: ChangedOver): string[] {
    const { tables, knownRows, comparedRows, indexes } = measured;
    const { account, failed, longestMs, evidence, compared } = changedOver;
    return [
        `Copy ${tables} tables, ${knownRows} known rows, ${comparedRows} of them by content, ${indexes} indexes, and the shop's invariants`,
        `Cut-over under load: ${failed.length} failed transactions; longest wait ${Math.round(longestMs)} ms; poolers stalled ${evidence.stallMs} ms`,
        `     the fence refused ${evidence.fencedRoles.length} roles with SQLSTATE ${evidence.refusal}`,
        `Ledger ${account.acknowledged} acknowledged writes: ${account.copied} before the restore point and so in both, ${account.onlyOld} only in a, ${account.onlyNow} only in b`,
        `     left in a when the change-over was planned: ${pastOf(compared)}`,
    ];
}

function failuresOf({ changedOver }: Drilled): string[] {
    const failed = changedOver?.failed ?? [];
    return failed.length > 0
        ? [`${failed.length} transactions failed: ${[...new Set(failed)].join("; ")}`]
        : [];
}

function seconds(value: number): string {
    return `${value.toFixed(1)} s`;
}
