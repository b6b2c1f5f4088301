import { FRESH_DAYS } from "../../../functions/restore-check/drill.ts";
import type { Point } from "../points/point.ts";
import { aligned, span, utc } from "../table.ts";

export interface DrillPlan {
    environment: string;
    /** The generation in use. */
    active: string;
    point: Point;
    copy: string;
    instanceClass: string;
    /** Where the evidence goes. */
    bucket: string;
    /** Copies of earlier drills, which nobody waits for. */
    left: string[];
    /** A drill is under way, and this run joins it. */
    isBegun: boolean;
    /** How long the last restore took; undefined when none was measured. */
    measured: string | undefined;
}

/** Whether a proof of it says that this environment's backups are good now. */
function countOf({ point, active }: DrillPlan, now: Date): string {
    if (point.generation !== active)
        return `no: it is of generation ${point.generation}, and ${active} is in use`;
    const days = (now.getTime() - Date.parse(point.time)) / 86_400_000;
    if (days > FRESH_DAYS) return `no: it is older than ${FRESH_DAYS} days, and tells nothing of newer ones`;
    return "as the weekly drill does: the evidence is the same";
}

export function drillPlanText(plan: DrillPlan, now: Date): string {
    const { point, copy } = plan;
    const age = span(now.getTime() - Date.parse(point.time));
    const rows: [string, string][] = [
        ["restores", `${point.to}, a recovery point of ${utc(new Date(point.time))}, ${age} ago`],
        [
            "makes",
            `${copy}, ${plan.instanceClass}, which only the check can reach${plan.isBegun ? " (begun already)" : ""}`,
        ],
        ["judges", `it by the manifest in it, and keeps the verdict in s3://${plan.bucket}/restore-proofs/`],
        ["deletes", `the copy, whatever the verdict; no snapshot of it is kept`],
        ["leaves", `what serves as it is`],
        ["counts", countOf(plan, now)],
        [
            "takes",
            `${plan.measured ?? "not known: no restore has been measured in this region yet"}; then the check`,
        ],
        ["costs", "one more database of that size until it is deleted"],
    ];
    if (plan.left.length > 0)
        rows.splice(1, 0, ["deletes first", `${plan.left.join(", ")}, left behind by an earlier drill`]);
    return [`Drill of ${plan.environment}:`, ...aligned(rows)].join("\n");
}
