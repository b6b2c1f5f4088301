import { isAgentless } from "./datadog-agent.ts";
import { isHalfOfDatadog } from "./datadog.ts";
import { schema } from "./schema.ts";
import { tiers } from "./tiers.ts";

type Input = Record<string, unknown>;

/** The settings that are good by themselves, and can't be beside others: each by its path. */
export function disagreements(input: Input): string[][] {
    const found = {
        backupCopyRegion: isNoPlaceForCopies(input),
        "domain.zoneId": isHalfATrial(input),
        "domain.shared": isSharedByNobody(input),
        "domain.shared.name": isSharedOrigin(input),
        "domain.proxied": isProxyOfNothing(input),
        "account.guardedBy": isGuardedByNobody(input),
        "account.costMonitorArn": isNotOursToWatch(input),
        "account.environmentBudget.tags": isNotOursToActivate(input),
        "images.pullers": isNotOursToShare(input),
        "service.image": isNothingToRun(input),
        "sleep.nights": isSleepless(input),
        ...strayReplicas(input),
        "datadog.site": isHalfOfDatadog(input),
        "datadog.agentImage": isAgentless(input),
    };
    return Object.entries(found).flatMap(([name, isWrong]) => (isWrong ? [name.split(".")] : []));
}

export function find(value: unknown, path: string[]): unknown {
    return path.reduce<unknown>((part, key) => {
        return typeof part === "object" && part !== null && Object.hasOwn(part, key)
            ? (part as Input)[key]
            : undefined;
    }, value);
}

/** True when there is a name without its zone, or the other way round, or a zone of somebody else's. */
function isHalfATrial(input: Input): boolean {
    const { name, zoneId, dns } = schema.shape.domain.safeParse(input.domain).data ?? {};
    if (name === undefined || zoneId === undefined) return false;
    if (name === "" || zoneId === "") return name !== zoneId;
    return zoneId.startsWith("Z") !== (dns === "route53");
}

/** True for a shared name beside none of the environment's own, or at Cloudflare, where a record has one owner. */
function isSharedByNobody(input: Input): boolean {
    const { name, dns, shared } = schema.shape.domain.safeParse(input.domain).data ?? {};
    return shared !== undefined && (name === "" || name === shared.name || dns !== "route53");
}

/** True for what the CDN calls the load balancer by, already: one certificate's record would be made twice. */
function isSharedOrigin(input: Input): boolean {
    const { name, shared } = schema.shape.domain.safeParse(input.domain).data ?? {};
    return shared !== undefined && shared.name === `origin.${name}`;
}

/** True for a proxy that is not Cloudflare's, or in front of no name. */
function isProxyOfNothing(input: Input): boolean {
    const { name, dns, proxied } = schema.shape.domain.safeParse(input.domain).data ?? {};
    return proxied !== undefined && (name === "" || dns !== "cloudflare");
}

/** Parts of the world where AWS has one region only: copies have to leave them. */
const alone = ["af", "il", "mx", "sa"];

/** True for copies that a region would take with it, or that carry people's data to another part of the world. */
function isNoPlaceForCopies({ region, backupCopyRegion: copies }: Input): boolean {
    if (![region, copies].every((code) => schema.shape.region.safeParse(code).success)) return false;
    return region === copies || isAbroad(String(region), String(copies));
}

/** True for data that goes to another part of the world than it has to. */
function isAbroad(from: string, to: string): boolean {
    const [part = "", other] = [from, to].map((code) => code.split("-")[0]);
    return part !== other && !alone.includes(part);
}

/** True for guards that are elsewhere and nowhere, or in two places. */
function isGuardedByNobody(input: Input): boolean {
    const { data } = schema.shape.account.safeParse(input.account);
    return data !== undefined && (data.guards === "own") !== (data.guardedBy === "");
}

/** True for a cost monitor that another environment's subscription is for. */
function isNotOursToWatch(input: Input): boolean {
    const { shape } = schema.shape.account;
    const monitor = shape.costMonitorArn.safeParse(find(input, ["account", "costMonitorArn"]));
    const guards = shape.guards.safeParse(find(input, ["account", "guards"]));
    return guards.success && guards.data !== "own" && monitor.success && monitor.data !== "";
}

/** True for a tag that another environment of the account activates, or an organization does. */
function isNotOursToActivate(input: Input): boolean {
    const guards = schema.shape.account.shape.guards.safeParse(find(input, ["account", "guards"]));
    const isActivated = find(input, ["account", "environmentBudget", "tags"]) === "own";
    return isActivated && guards.success && guards.data !== "own";
}

const isKeptElsewhere = (input: Input) => find(input, ["images", "repository"]) === "elsewhere";

/** True for accounts that are to pull from a repository that another environment has. */
function isNotOursToShare(input: Input): boolean {
    const { pullers } = schema.shape.images.shape;
    const { success, data = [] } = pullers.safeParse(find(input, ["images", "pullers"]));
    return isKeptElsewhere(input) && success && data.length > 0;
}

/** True where nothing could run: the example is built into the repository that an environment has. */
function isNothingToRun(input: Input): boolean {
    return isKeptElsewhere(input) && find(input, ["service", "image"]) === "";
}

/**
 * True where a database would be stopped that has replicas, or may be one: RDS refuses that (its User Guide, "Stopping a
 * DB instance").
 */
function isSleepless(input: Input): boolean {
    const tier = schema.shape.tier.safeParse(find(input, ["tier"]));
    const isAsleep = find(input, ["sleep", "nights"]) === "asleep";
    const hasReplicas = tier.success && tiers[tier.data].database.replicas > 0;
    return isAsleep && (hasReplicas || sourcesIn(input).length > 0);
}

/** What generations say that they follow, by their names. */
function sourcesIn(input: Input): [generation: string, arn: string][] {
    const generations = Object.entries(Object(find(input, ["database", "generations"])) as object);
    return generations.flatMap(([name, one]) => {
        const arn = find(one, ["replicaOf"]);
        return typeof arn === "string" ? [[name, arn]] : [];
    });
}

/**
 * Those that follow a database of this very region, or of an account that is not this one: RDS has no such copies. And those
 * that carry people's data to another part of the world.
 */
function strayReplicas(input: Input): Record<string, boolean> {
    const { data: here } = schema.shape.region.safeParse(input.region);
    const own = find(input, ["account", "id"]);
    return Object.fromEntries(
        sourcesIn(input).map(([name, arn]) => {
            const [, , , region, owner] = arn.split(":");
            const isStranger = owner !== undefined && typeof own === "string" && own !== "" && owner !== own;
            const isNowhere = here === undefined || region === undefined;
            const isStray = !isNowhere && (region === here || isAbroad(region, here));
            return [`database.generations.${name}.replicaOf`, isStray || isStranger];
        }),
    );
}
