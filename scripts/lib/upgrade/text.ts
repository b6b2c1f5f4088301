import type { Checked, Looked, Status } from "./function.ts";
import { aligned } from "../table.ts";

const GIB = 2 ** 30;

/** The generation in use, and the one that follows it or is to. */
export interface Pair {
    active: string;
    next: string;
    /** It is in the settings already: an earlier run began it. */
    isBegun: boolean;
    /** The major version in use. */
    current: number;
}

export function statusText({ copied, tables, bytes, lagBytes, faults }: Status): string {
    const size = `${(bytes.to / GIB).toFixed(1)} of about ${(bytes.from / GIB).toFixed(1)} GiB`;
    const late = `${Math.round((lagBytes ?? 0) / 2 ** 20)} MiB to confirm`;
    return `${copied} of ${tables} tables copied, ${size}, ${late}${faults ? `, ${faults} faults: see the log of the new instance` : ""}`;
}

/** What an upgrade will do, for whoever decides. */
export function planText(
    name: string,
    { active, next, isBegun, current }: Pair,
    version: number,
    looked: Looked,
): string {
    const { bytes, tables, blockers } = looked;
    const rows = [
        [
            "from",
            `generation ${active}, PostgreSQL ${looked.version}: ${tables} tables, ${(bytes / GIB).toFixed(1)} GiB`,
        ],
        [
            "makes",
            `generation ${next}, ${name}-${next}, of version ${version}${isBegun ? " (begun already)" : ""}`,
        ],
        ["keeps", `${active} as it is, and in use: nothing is cut over`],
        ["takes", "not known before it was done once; the copy reads every table"],
        [
            "costs",
            "two databases, until one of them is retired; and log in the storage of the old one while it copies",
        ],
        ["forbids", `migrations, from ${current} to ${version}, until the change-over`],
        [
            "in the way",
            blockers.length > 0 ? blockers.join(";\n              ") : "nothing that shows from here",
        ],
    ];
    return [`Upgrade of ${name}:`, ...aligned(rows)].join("\n");
}

export function checkedText({ same, unlike, uncompared }: Checked): string {
    const lines = [
        `${same} tables have the same rows in both.`,
        ...unlike.map(({ table, from, to }) => `${table} differs: ${from} rows, and ${to} in the new one.`),
        ...uncompared.map((one) => `Not compared: ${one}`),
    ];
    return lines.join("\n");
}
