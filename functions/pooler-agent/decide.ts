import { inForce, type Generation, type SwitchRecord } from "../switch/record.ts";

export interface Known {
    /** The newest record that could be read. */
    record: SwitchRecord | undefined;
    /** What the deployment of this task names. */
    deployed: Generation;
    /** Whether who runs the switch has shown life within the lease. */
    isAlive: boolean;
    /** What the record's `from` answers when one signs in; it is asked only when it matters. */
    fence: "unasked" | "fenced" | "open" | "unknown";
}

export type Decision =
    | { do: "lead"; to: Generation }
    | { do: "pause" }
    /** Serve on, and see whether `to` can be reached, before anybody waits. */
    | { do: "prepare"; to: Generation }
    | { do: "stay"; why: string };

/**
 * What a pooler does, or that it has to ask first whether `from` is fenced; and nothing else may decide it. One that
 * stays does what it did: it serves, or is paused, or has not begun to serve.
 */
export function decide({ record, deployed, isAlive, fence }: Known): Decision | "ask" {
    const known = inForce(record, deployed.instance);
    if (known === undefined) return { do: "lead", to: deployed };
    if (known.phase === "switched") return { do: "lead", to: known.to };
    if (known.phase === "cancelled") return { do: "lead", to: known.from };
    if (isAlive) return known.gathered ? { do: "pause" } : { do: "prepare", to: known.to };
    if (known.isLost) {
        // It may be back, and open: one that went there by itself would write where others do not.
        const why = `the switch away from ${known.from.instance}, which did not answer, has died; run it again`;
        return { do: "stay", why };
    }
    if (fence === "unasked") return "ask";
    if (fence === "fenced") return { do: "lead", to: known.to };
    if (fence === "open") return { do: "lead", to: known.from };
    return {
        do: "stay",
        why: `the switch has died, and ${known.from.instance} does not say whether it is fenced`,
    };
}
