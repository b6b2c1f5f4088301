import type { DBInstance } from "@aws-sdk/client-rds";
import { aligned, span, utc } from "../table.ts";
import type { Wanted } from "./wanted.ts";

export interface Plan {
    environment: string;
    /** Name of the new generation. */
    generation: string;
    /** It is in the settings already: an earlier run began it. */
    isBegun: boolean;
    active: string;
    wanted: Wanted;
    /** The database in use, on whose model the new one is made; undefined where it is gone, and the settings are left. */
    instance: DBInstance | undefined;
    /** How long a restore took before; undefined when none was measured. */
    measured: string | undefined;
}

/** What a restore will do, for a tired reader. */
export function planText(plan: Plan, now: Date): string {
    const { environment, generation, active, wanted, instance } = plan;
    const { origin, copy } = wanted;
    const size = instance
        ? `${instance.DBInstanceClass} with ${instance.AllocatedStorage} GiB or more`
        : "of the size that the settings say";
    const made = `${environment}-${generation}, ${size}`;
    const age = span(now.getTime() - wanted.at.getTime());
    const rows: [string, string][] = [
        ["data of", `${utc(wanted.at)}, ${age} ago`],
        ["from", wanted.from],
        [
            "makes",
            `generation ${generation}: a new database, ${made}${plan.isBegun ? " (begun already)" : ""}`,
        ],
        [
            "keeps",
            `generation ${active} ${instance ? "as it is, and in use" : "as it is: gone"}; nothing is cut over`,
        ],
        ["would lose", `${age} of writes, once you cut over${instance ? `; ${active} keeps them` : ""}`],
        ["takes", plan.measured ?? "not known: no restore has been measured in this region yet"],
        ["costs", "two databases, until one of them is retired"],
        ["writes", `${JSON.stringify({ version: wanted.version, ...origin })}`],
    ];
    if (copy)
        rows.splice(2, 0, ["copies first", `to ${copy.target} under the database's key, for ${copy.reason}`]);
    return [`Restore of ${environment}:`, ...aligned(rows)].join("\n");
}
