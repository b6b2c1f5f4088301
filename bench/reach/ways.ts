import { addressed, addressKinds, type Addressed } from "./addresses.ts";
import { bucketKinds, openBuckets } from "./buckets.ts";
import { offered, offerKinds } from "./calls.ts";
import { closedKinds } from "./closed.ts";
import { Graph, told, type Deployed } from "./graph.ts";
import { open, openerKinds, openingsOf } from "./groups.ts";
import { entriesInto, routeKinds, routesElsewhere } from "./routes.ts";
import { callableByPolicy, holderKinds } from "./statements.ts";

/** One way from the internet to something, without the CDN. */
export interface Way {
    /** In words: "load balancer web, port 443". */
    to: string;
    /** What it leads through, from the outside in. */
    path: string[];
}

export interface Reach {
    ways: Way[];
    /** What this analysis knows nothing of, so that it proves nothing either. */
    refused: string[];
}

const known = new Set([
    ...[...Object.keys(addressed), ...addressKinds, ...routeKinds, ...openerKinds],
    ...[...holderKinds, ...bucketKinds, ...offerKinds, ...closedKinds],
]);

/**
 * What a packet, or a call of AWS's API, from the internet can reach in a deployment without going through its CDN: the
 * doors themselves, and not what lies behind one. Where it can't tell, it says that there is a way. What it doesn't see:
 * what AWS's own services do when a stranger tells them to, what tasks that a script starts are told, and what the program
 * didn't make.
 */
export function reachOf(resources: readonly Deployed[]): Reach {
    const graph = new Graph(resources);
    const strange = graph.all.filter(({ kind }) => !known.has(kind));
    const unknown = graph.all.filter((one) => one.unknown.length > 0);
    const ways = [
        ...Object.entries(addressed)
            .flatMap(([kind, read]) => graph.of(kind).flatMap((made) => read(made, graph)))
            .flatMap((one) => waysTo(one, graph)),
        ...[...offered(graph), ...callableByPolicy(graph), ...openBuckets(graph), ...routesElsewhere(graph)],
    ];
    return {
        // By both versions of IP a path can read the same.
        ways: [...new Map(ways.map((way) => [inWords(way), way])).values()],
        refused: [
            ...strange.map((one) => `${told(one)}: nothing is known of ${one.kind}`),
            ...unknown.map((one) => `${told(one)}: nobody knows its ${one.unknown.join(" and ")} yet`),
        ],
    };
}

/** In words, from the outside in. */
export function inWords({ to, path }: Way): string {
    return ["the internet", ...path, to].join(" -> ");
}

/** Those of one thing: a gateway leads into its subnet, it has an address there, and a group lets in the port. */
function waysTo(one: Addressed, graph: Graph): Way[] {
    // Without a subnet it is in the account's default network, all of which a gateway leads into.
    const subnets = one.subnetIds.length > 0 ? one.subnetIds : ["of the default network"];
    return subnets.flatMap((subnetId) => {
        const subnet = graph.called(subnetId, "aws:ec2/subnet");
        return entriesInto(subnetId, graph)
            .filter(({ family }) => one.isPublic(family, subnet))
            .flatMap(({ family, path }) => {
                const openings = one.isUnguarded
                    ? [open(family, "no security group")]
                    : openingsOf(one.groupIds, subnet?.props.vpcId, graph);
                return openings
                    .filter((opening) => opening.family === family)
                    .flatMap((opening) =>
                        portsOf(one, opening).map((port) => ({
                            to: `${told(one.made)}, ${port}`,
                            path: [...path, opening.says],
                        })),
                    );
            });
    });
}

function portsOf({ ports }: Addressed, opening: ReturnType<typeof open>): string[] {
    if (ports === undefined) return [opening.ports];
    return ports.filter((port) => opening.holds(port)).map((port) => `port ${port}`);
}
