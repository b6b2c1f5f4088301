import type { Bill } from "./charge.ts";
import { compute } from "./billed/compute.ts";
import { containers } from "./billed/containers.ts";
import { data } from "./billed/data.ts";
import { databases } from "./billed/databases.ts";
import { datadog } from "./billed/datadog.ts";
import { guard } from "./billed/guard.ts";
import { network } from "./billed/network.ts";
import { watch } from "./billed/watch.ts";

/** What each type of resource is billed by. A type that is neither here nor in free-list.json is unknown, by name. */
export const BILLED: ReadonlyMap<string, Bill> = new Map(
    [network, containers, compute, databases, data, watch, guard, datadog].flatMap((room) =>
        Object.entries(room),
    ),
);
