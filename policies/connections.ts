import type { Node } from "./graph.ts";
import type { Fault } from "./faults.ts";
import { steady } from "./rows.ts";
import { parameter } from "./parameters.ts";
import type { Stack } from "./stack.ts";

/** GiB of a class of the size "large", by what its family starts with (RDS User Guide, "Hardware specifications for DB instance classes"). */
const largeGb: Record<string, number> = { t: 8, m: 8, r: 16 };
const shares: Record<string, number> = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1, xlarge: 2 };
/** The most that RDS gives by itself, and of how many bytes each (RDS User Guide, "Maximum number of database connections"). */
const [most, bytes] = [5000, 9_531_392];
/** MiB that a class has less than the table says, at the least: servers of 2 to 15 GiB lacked 248 to 527 (stacks/connections.ts has the source). */
const lessMib = 248;

/** The connections that an instance can have at most: by its parameter, or else by its class. */
function connectionsOf(db: Node<any>, stack: Stack): number {
    const own = parameter(db, stack, "max_connections");
    if (own !== undefined && /^\d+$/.test(own)) return Number(own);
    const [, family = "", count, size = ""] =
        /^db\.([a-z])\d+[a-z]*\.(\d*)([a-z]+)$/.exec(String(db.props.instanceClass)) ?? [];
    const gb = (largeGb[family] ?? 0) * (shares[size] ?? 0) * Number(count || "1");
    return gb > 0 ? Math.min(most, Math.floor(((gb * 1024 - lessMib) * 2 ** 20) / bytes)) : most;
}

/** Criterion OBS-05. */
export function crowded(db: Node<any>, stack: Stack): Fault {
    const limit = connectionsOf(db, stack);
    return {
        says: `81 % of its ${limit} connections are in use`,
        ...{ withinMinutes: 15, rows: { DatabaseConnections: steady(Math.ceil((81 * limit) / 100)) } },
    };
}
