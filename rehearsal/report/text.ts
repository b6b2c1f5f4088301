import type { Operation } from "../engine/resource.ts";
import type { Violation } from "../policy/policies.ts";
import type { Rehearsal } from "../rehearse.ts";
import { isProviderType, nameOf } from "../engine/urn.ts";
import { hasSecret, hasUnknown, plain, type Value } from "../values.ts";
import { blocking } from "./verdict.ts";
import { masked } from "./masked.ts";
import { tree } from "./tree.ts";
import { wrapped } from "./wrap.ts";

function shown(value: Value): string {
    if (hasSecret(value)) return "[secret]";
    if (hasUnknown(value)) return "[known after the deploy]";
    const text = plain(value);
    return typeof text === "string" ? text : JSON.stringify(text);
}

/** What has a verb of its own; the others are what is still to be done. */
const DONE: Partial<Record<Operation, string>> = { same: "unchanged", read: "read" };

function summary({ resources, deletes, unchanged }: Rehearsal): string {
    if (unchanged) return "nothing changes";
    const counts = new Map<Operation, number>();
    for (const { operation, custom, type } of [...resources, ...deletes]) {
        if (custom && !isProviderType(type)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    }
    const parts = [...counts].map(([operation, count]) => `${count} ${DONE[operation] ?? `to ${operation}`}`);
    return parts.length > 0 ? parts.join(", ") : "no resources";
}

/** What a policy said of one resource, without the demand and the fix that its SDK and its pack put around it. */
function reasonOf({ message, description, fix }: Violation): string {
    const reason = message.startsWith(`${description}\n`) ? message.slice(description.length + 1) : message;
    return reason.endsWith(`\nFix: ${fix}`) ? reason.slice(0, -`\nFix: ${fix}`.length) : reason;
}

function problems(rehearsal: Rehearsal): string[] {
    const lines: string[] = [];
    const groups = new Map<string, Violation[]>();
    for (const violation of rehearsal.violations) {
        const key = `${violation.pack}/${violation.policy}`;
        groups.set(key, [...(groups.get(key) ?? []), violation]);
    }
    for (const [, [first, ...rest]] of groups) {
        if (!first) continue;
        const level = first.level === "advisory" ? "advice" : "not ready";
        lines.push("", ...wrapped(`${first.policy} (${level}): ${first.description}`, 0));
        for (const violation of [first, ...rest]) {
            const { urn } = violation;
            lines.push(...wrapped(`${urn ? `${nameOf(urn)}: ` : ""}${reasonOf(violation)}`, 4));
        }
        if (first.fix) lines.push(...wrapped(`Fix: ${first.fix}`, 4));
    }
    for (const { kind, urn, message } of rehearsal.faults) {
        lines.push("", ...wrapped(`${kind}: ${urn ? `${nameOf(urn)}: ` : ""}${message}`, 0));
    }
    return lines;
}

/** What a person reads: plain text, at most 80 columns where names allow it. */
export function textReport(given: Rehearsal): string {
    const rehearsal = masked(given);
    const { project, stack, mode, deletes, outputs, notices } = rehearsal;
    const count = blocking(rehearsal);
    const doing = mode === "plan" ? "plan, as pulumi preview" : "deploy, as pulumi up";
    const verdict = count === 0 ? "READY" : `NOT READY: ${count} ${count === 1 ? "problem" : "problems"}`;
    return [
        ...wrapped(`${project} ${stack} (${doing}): ${summary(rehearsal)}`, 0),
        "",
        ...tree(rehearsal.resources),
        ...deletes.flatMap(({ type, name, retainOnDelete }) =>
            wrapped(`- ${type} ${name}${retainOnDelete ? " (kept in the cloud)" : ""}`, 0),
        ),
        ...problems(rehearsal),
        ...(Object.keys(outputs).length > 0 ? ["", "Outputs:"] : []),
        ...Object.entries(outputs).flatMap(([key, value]) => wrapped(`${key}: ${shown(value)}`, 4)),
        ...(notices.length > 0 ? ["", "Know that:"] : []),
        ...notices.flatMap((notice) => wrapped(`- ${notice}`, 4)),
        "",
        ...wrapped(`${project} ${stack}: ${verdict}`, 0),
    ].join("\n");
}
