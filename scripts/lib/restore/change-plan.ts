import { aligned, span, table } from "../table.ts";
import type { Route } from "./route.ts";
import type { Generation } from "./settings.ts";
import type { Comparison, Evidence } from "./switch.ts";

export interface ChangePlan {
    environment: string;
    target: string;
    /** Of the target, in the settings. */
    origin: Generation;
    route: Route;
    /**
     * Of what serves with the target; or how RDS calls what serves, where that is lost and nobody can compare. Undefined
     * when the poolers lead to the target already.
     */
    comparison: Comparison | { status: string } | undefined;
    /** Pulumi.<stack>.yaml, by its name. */
    file: string;
}

/** What a change-over will do, and what stays behind, for a tired reader. */
export function changePlanText(plan: ChangePlan): string {
    const { environment, target, route, comparison, file } = plan;
    const { serving, opening } = route;
    const title = `Change-over of ${environment} to generation ${target}:`;
    if (opening === undefined || comparison === undefined) {
        const rows = [
            ["serves now", `${target}, and keeps serving: nothing is switched`],
            ["finishes", `active: ${target} in ${file}, no next, and a deployment that closes the others`],
        ];
        return [title, ...aligned(rows)].join("\n");
    }
    const order = `next: ${target} in ${file}; rehearsal, preview, pulumi up: opens its way`;
    const behind = `active: ${serving}, ${order}, and follows the last switch`;
    const first = ["step 1", route.isBehind ? behind : order];
    const third = ["step 3", `active: ${target}, no next; rehearsal, preview, pulumi up: settles it`];
    if ("status" in comparison) {
        const rows = [
            ["serves now", `${serving}, which is lost: RDS calls it ${comparison.status}`],
            ["would serve", `${target}; ${originText(plan.origin)}`],
            ["left behind", `all that was written to ${serving} past that, which nobody can count now`],
            first,
            [
                "step 2",
                `the switch: makes sure that ${serving} does not answer, and leads the poolers to ${target}`,
            ],
            third,
            ["keeps", `${serving} as it is; only step 3 closes the way to it`],
        ];
        return [title, ...aligned(rows)].join("\n");
    }
    const rows = [
        ["serves now", `${serving}, ${written(comparison.from)}`],
        ["would serve", `${target}, ${written(comparison.to)}; ${originText(plan.origin)}`],
        ["left behind", leftBehind(plan, comparison)],
        first,
        ["step 2", `the switch: pauses the poolers, closes ${serving}, leads them to ${target}`],
        third,
        ["keeps", `${serving} with all that it has, closed to all but the operators, until it is retired`],
    ];
    return [title, ...aligned(rows), ...rowsText(serving, target, comparison)].join("\n");
}

function written({ instance, heartbeatAt }: Comparison["from"]): string {
    return `${instance}, last heartbeat ${heartbeatAt ?? "unknown"}`;
}

function originText({ time, snapshot, replicaOf }: Generation): string {
    if (replicaOf !== undefined) return `promoted; it followed ${replicaOf}`;
    if (time !== undefined) return `restored to ${time}`;
    return snapshot === undefined ? "not restored" : `restored from ${snapshot}`;
}

function leftBehind(
    { route, target }: ChangePlan,
    { from, to, writesSinceSwitch: writes }: Comparison,
): string {
    const { serving } = route;
    if (writes !== null) {
        return `${writesText(writes)} since ${serving} serves; ${serving} keeps them, and ${target} never sees them`;
    }
    const late = Date.parse(from.heartbeatAt ?? "") - Date.parse(to.heartbeatAt ?? "");
    const since = Number.isNaN(late) ? "what was written past the restore point" : `${span(late)} of writes`;
    return `${since}, as the rows below show; ${serving} keeps them`;
}

/** "17 writes (public.orders 12, public.users 5)" */
export function writesText({ count, tables }: NonNullable<Comparison["writesSinceSwitch"]>): string {
    const each = Object.entries(tables)
        .sort(([, one], [, other]) => other - one)
        .map(([name, writes]) => `${name} ${writes}`);
    return `${count} ${count === 1 ? "write" : "writes"}${each.length > 0 ? ` (${each.join(", ")})` : ""}`;
}

function rowsText(serving: string, target: string, { tables }: Comparison): string[] {
    const unlike = tables.filter(({ from, to }) => from !== to);
    const like = tables.length - unlike.length;
    const note = `Tables with as many rows in both: ${like}. A row that was changed in place changes no number.`;
    if (unlike.length === 0) return ["", note];
    const shown = unlike.map(({ table: name, from, to, isEstimate }) => {
        const about = isEstimate ? "about " : "";
        return [name, `${about}${from}`, `${about}${to}`, `${from > to ? "+" : ""}${from - to}`];
    });
    const titles = ["rows of", `in ${serving}`, `in ${target}`, `${serving} has past ${target}`];
    return ["", table(titles, shown), "", note];
}

/** What the switch has to show for itself, to be kept with the notes of the night. */
export function evidenceText(serving: string, target: string, evidence: Evidence, isLost: boolean): string {
    const { fencedAt, fencedRoles, sessionsEnded, refusal, poolers, pausedMs, stallMs } = evidence;
    const closed = [
        ["closed", `${serving} at ${fencedAt}, to ${fencedRoles.join(", ") || "no role"}`],
        ["proof", `a sign-in was refused there (${refusal}); ${sessionsEnded} sessions were ended`],
    ];
    const rows = [
        ...(isLost ? [["left", `${serving}, which did not answer at ${fencedAt}: ${refusal}`]] : closed),
        ["poolers", `${poolers.length} moved, paused for ${pausedMs} ms; longest stall ${stallMs} ms`],
    ];
    return [`Switched to generation ${target}:`, ...aligned(rows)].join("\n");
}
