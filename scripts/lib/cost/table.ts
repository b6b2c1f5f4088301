import type { Bill } from "./charge.ts";
import { compute } from "./billed/compute.ts";
import { data } from "./billed/data.ts";
import { datadog } from "./billed/datadog.ts";
import { network } from "./billed/network.ts";
import { watch } from "./billed/watch.ts";

/** What each type of resource is billed by. A type that is neither here nor in free-list.json is unknown, by name. */
export const BILLED: ReadonlyMap<string, Bill> = new Map(
    [network, compute, data, watch, datadog].flatMap((room) => Object.entries(room)),
);
