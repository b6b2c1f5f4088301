import type { Rehearsal } from "../rehearse.ts";

/** How many findings stop a deployment: every fault, and every violation that is more than advice. */
export function blocking({ faults, violations }: Rehearsal): number {
    return faults.length + violations.filter(({ level }) => level !== "advisory").length;
}
