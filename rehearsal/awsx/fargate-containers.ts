import { hasSecret, hasUnknown, isObject, plain, RESOURCE, signatureOf, UNKNOWN } from "../values.ts";
import type { Properties, Value } from "../values.ts";
import type { Arguments } from "./arguments.ts";
import type { ConstructContext } from "./expansion.ts";
import { derive, link, linksOf, settled } from "./links.ts";

/** The containers of a task, with the target groups that their ports name. */
export interface Containers {
    byName: Properties;
    /** `container` rather than `containers`: the plugin then waits for less before it knows the load balancers. */
    single: boolean;
    /** Ports and ARNs of target groups, by URN. */
    targets: Record<string, { port?: Value; arn?: Value }>;
}

function eachTarget(containers: Properties): string[] {
    return Object.values(containers).flatMap((container) => {
        const mappings = isObject(container) ? container.portMappings : undefined;
        const list = Array.isArray(mappings) ? mappings : [];
        const groups = list.map((mapping) => (isObject(mapping) ? mapping.targetGroup : undefined));
        return groups.flatMap((group) =>
            isObject(group) && signatureOf(group) === RESOURCE ? [String(group.urn)] : [],
        );
    });
}

export async function readContainers(args: Arguments, context: ConstructContext): Promise<Containers> {
    const { container, containers } = args.values;
    if ((container === undefined) === (containers === undefined))
        throw args.error("use either container or containers.");
    const one = args.spelledOut(container, "container");
    const name = args.knownAt<string>(one.name, "container.name") ?? "container";
    const byName = container ? { [name]: one } : args.spelledOut(containers, "containers");
    const targets: Containers["targets"] = {};
    for (const urn of eachTarget(byName)) {
        const { state } = await context.invoke("pulumi:pulumi:getResource", { urn });
        const missing = context.preview ? UNKNOWN : undefined;
        const found = isObject(state) ? state : {};
        targets[urn] = { port: found.port ?? missing, arn: found.arn ?? missing };
    }
    return { byName, single: container !== undefined, targets };
}

/** Keys in alphabetical order at every level: the wire has them so, and they end up in a text that AWS compares. */
function sorted(value: Value): Value {
    if (Array.isArray(value)) return value.map(sorted);
    if (!isObject(value)) return value;
    const keys = Object.keys(value).sort();
    return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

function targetOf(mapping: Value, { targets }: Containers): { port?: Value; arn?: Value } {
    const group = isObject(mapping) ? mapping.targetGroup : undefined;
    return isObject(group) ? (targets[String(group.urn)] ?? group) : {};
}

function mappingOf(mapping: Value, containers: Containers): Properties {
    const given = isObject(mapping) ? mapping : {};
    const { port } = targetOf(mapping, containers);
    return settled({
        name: given.name,
        containerPortRange: given.containerPortRange,
        appProtocol: given.appProtocol,
        containerPort: given.containerPort ?? given.hostPort ?? port,
        hostPort: given.hostPort ?? port ?? given.containerPort,
        protocol: given.protocol,
    });
}

function definitionOf(
    name: string,
    container: Value,
    containers: Containers,
    log: Value | undefined,
): Properties {
    const given = sorted(container) as Properties;
    const definition: Properties = { ...given, name };
    if (Array.isArray(given.portMappings)) {
        definition.portMappings = given.portMappings.map((mapping) => mappingOf(mapping, containers));
    }
    if (definition.logConfiguration === undefined && isObject(log)) {
        definition.logConfiguration = {
            logDriver: "awslogs",
            options: {
                "awslogs-group": log.logGroupName ?? null,
                "awslogs-region": log.logGroupRegion ?? null,
                "awslogs-stream-prefix": name,
            },
        };
    }
    return definition;
}

function targetPorts(containers: Containers): Value[] {
    return Object.values(containers.targets).flatMap(({ port }) => port ?? []);
}

/** The container definitions as ECS takes them, in the order of their names; known once all parts are. */
export function definitionsOf(containers: Containers, log: Value | undefined): Value {
    return derive([containers.byName, log ?? null, targetPorts(containers)], (known) => {
        const [byName, place] = known as Value[];
        const entries = Object.entries(byName as Properties).sort(([a], [b]) => a.localeCompare(b));
        return entries.map(([name, container]) => definitionOf(name, container, containers, place));
    });
}

/** What the service has to tell its load balancers: one entry for each port that names a target group. */
export function loadBalancersOf(containers: Containers): Value {
    const all = Object.values(containers.byName);
    const ports = all.map((container) => (isObject(container) ? (container.portMappings ?? null) : null));
    const source: Value = containers.single ? ports : containers.byName;
    const entries = Object.entries(containers.byName).flatMap(([containerName, container]) => {
        const mappings =
            isObject(container) && Array.isArray(container.portMappings) ? container.portMappings : [];
        return mappings.flatMap((mapping) => {
            const { port, arn } = targetOf(mapping, containers);
            if (port === undefined || arn === undefined) return [];
            return [{ containerName, containerPort: port, targetGroupArn: arn }];
        });
    });
    const unknown = hasUnknown(source) || hasUnknown(entries);
    return link(unknown ? UNKNOWN : plain(entries), linksOf(source), hasSecret(source));
}
