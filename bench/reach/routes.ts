import type { Family } from "./blocks.ts";
import { listOf, told, type Graph, type Made } from "./graph.ts";

/** How packets get into a subnet: from a gateway, by a route table that also leads the answers out. */
export interface Entry {
    family: Family;
    path: string[];
}

const tableKinds = ["aws:ec2/routeTable", "aws:ec2/defaultRouteTable"];
export const routeKinds = [
    ...[...tableKinds, "aws:ec2/route", "aws:ec2/routeTableAssociation", "aws:ec2/mainRouteTableAssociation"],
    ...["aws:ec2/internetGateway", "aws:ec2/internetGatewayAttachment", "aws:ec2/subnet", "aws:ec2/vpc"],
];

/** Both: what is not made here may be anything. */
const anything: Family[] = [4, 6];
/** By these, packets go out, and only the answers come back. */
const outOnly = ["natGatewayId", "egressOnlyGatewayId"];
/** What a route says besides its target. */
const described = [
    ...["cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock"],
    ...["destinationPrefixListId", "routeTableId", "region"],
];

interface Route {
    table: string;
    families: Family[];
    /** The property that names where it leads, and what that says. */
    targets: [property: string, id: string][];
}

/** The ways from the internet into a subnet. One that is not made here may have any. */
export function entriesInto(subnetId: string, graph: Graph): Entry[] {
    const subnet = graph.called(subnetId, "aws:ec2/subnet");
    if (!subnet)
        return anything.map((family) => ({ family, path: [`subnet ${subnetId}, which is not made here`] }));
    const table = tableOf(subnet, graph);
    if (table === undefined || !isKnown(table, graph))
        return anything.map((family) => ({
            family,
            path: [`route table ${table ?? "of another network"}, which is not made here`, told(subnet)],
        }));
    return routesOf(graph)
        .filter((route) => route.table === table)
        .flatMap(({ families, targets }) =>
            targets.filter(isInternet).flatMap(([, id]) =>
                families.map((family) => ({
                    family,
                    path: [graph.told(id, "aws:ec2/internetGateway"), tableTold(table, graph), told(subnet)],
                })),
            ),
        );
}

/** Routes to somewhere that nobody can see from here: another network, an appliance. */
export function routesElsewhere(graph: Graph): { to: string; path: string[] }[] {
    return routesOf(graph).flatMap(({ table, targets }) => {
        const to = tableTold(table, graph);
        const elsewhere = targets.filter((target) => !isInternet(target) && !isInside(target));
        return elsewhere.map(([property, id]) => ({
            to,
            path: [`whoever is behind ${id} (${property})`],
        }));
    });
}

const isInternet = ([property, id]: [string, string]) => property === "gatewayId" && id.startsWith("igw-");
const isInside = ([property, id]: [string, string]) =>
    outOnly.includes(property) || (property === "gatewayId" && (id === "local" || id.startsWith("vpce-")));

/** The table that a subnet chose, or else the main one of its network. */
function tableOf(subnet: Made, graph: Graph): string | undefined {
    const own = graph.of("aws:ec2/routeTableAssociation").find(({ props }) => props.subnetId === subnet.id);
    if (own) return own.props.routeTableId;
    const chosen = graph
        .of("aws:ec2/mainRouteTableAssociation")
        .find(({ props }) => props.vpcId === subnet.props.vpcId);
    return (
        chosen?.props.routeTableId ?? graph.called(subnet.props.vpcId, "aws:ec2/vpc")?.state.mainRouteTableId
    );
}

/** The main table of a network that is made here has no resource of its own, unless the program took it over. */
function isKnown(table: string, graph: Graph): boolean {
    const isMain = graph.of("aws:ec2/vpc").some(({ state }) => state.mainRouteTableId === table);
    return isMain || graph.of(...tableKinds).some((one) => idOf(one) === table);
}

function idOf({ id, props }: Made): string {
    return props.defaultRouteTableId ?? id;
}

function tableTold(table: string, graph: Graph): string {
    const one = graph.of(...tableKinds).find((one) => idOf(one) === table);
    return one ? told(one) : `main route table ${table}`;
}

/** Those inside of a table, and those that are resources of their own. */
function routesOf(graph: Graph): Route[] {
    const inline = graph
        .of(...tableKinds)
        .flatMap((table) => listOf(table.props.routes).map((route) => routeOf(idOf(table), route)));
    return [...inline, ...graph.of("aws:ec2/route").map(({ props }) => routeOf(props.routeTableId, props))];
}

function routeOf(table: string, route: Record<string, any>): Route {
    const is4 = route.cidrBlock || route.destinationCidrBlock;
    const is6 = route.ipv6CidrBlock || route.destinationIpv6CidrBlock;
    const families: Family[] = is4 ? [4] : is6 ? [6] : anything;
    const targets = Object.entries(route).filter(([key, value]) => !described.includes(key) && value);
    return { table, families, targets: targets.map(([key, value]) => [key, String(value)]) };
}
