import { backups } from "./backups.ts";
import { budgets } from "./budgets.ts";
import { cache } from "./cache.ts";
import { cloudflare } from "./cloudflare.ts";
import { compute } from "./compute.ts";
import { containers } from "./containers.ts";
import { databases } from "./databases.ts";
import { datadog } from "./datadog.ts";
import { delivered } from "./delivery.ts";
import { deployments } from "./deployments.ts";
import { edge } from "./edge.ts";
import { eventTargets } from "./event-targets.ts";
import { events } from "./events.ts";
import { fargate } from "./fargate.ts";
import { flags } from "./flags.ts";
import { guards } from "./guards.ts";
import { headers } from "./headers.ts";
import { identity } from "./identity.ts";
import { loadBalancing } from "./load-balancing.ts";
import { messages } from "./messages.ts";
import { monitors } from "./monitors.ts";
import { network } from "./network.ts";
import { replicas } from "./replicas.ts";
import { restoreTesting } from "./restore-testing.ts";
import type { Limit } from "./row.ts";
import { scheduled } from "./scheduler.ts";
import { secrets } from "./secrets.ts";
import { storage } from "./storage.ts";
import { tables } from "./tables.ts";
import { tagLimits } from "./tags.ts";
import { watch } from "./watch.ts";

/** Every limit of a single resource. */
export const table: Limit[] = [
    ...compute,
    ...containers,
    ...fargate,
    ...loadBalancing,
    ...network,
    ...databases,
    ...replicas,
    ...tables,
    ...cache,
    ...storage,
    ...backups,
    ...restoreTesting,
    ...identity,
    ...secrets,
    ...watch,
    ...monitors,
    ...messages,
    ...events,
    ...eventTargets,
    ...scheduled,
    ...budgets,
    ...edge,
    ...headers,
    ...cloudflare,
    ...delivered,
    ...deployments,
    ...flags,
    ...guards,
    ...datadog,
    ...tagLimits,
];
