import type { Properties, Value } from "../values.ts";
import { Arguments } from "./arguments.ts";
import type { ConstructContext, Expansion } from "./expansion.ts";

export interface DefaultVpc {
    vpcId: Value;
    publicSubnetIds: Value[];
    privateSubnetIds: Value[];
}

/** The account's default VPC: looked up, not created. */
export async function findDefaultVpc(context: ConstructContext): Promise<DefaultVpc> {
    const vpcId = (await context.invoke("aws:ec2/getVpc:getVpc", { default: true })).id ?? null;
    const filters = [{ name: "vpc-id", values: [vpcId] }];
    const { ids } = await context.invoke("aws:ec2/getSubnets:getSubnets", { filters });
    const found: DefaultVpc = { vpcId, publicSubnetIds: [], privateSubnetIds: [] };
    for (const id of Array.isArray(ids) ? ids : []) {
        const subnet = await context.invoke("aws:ec2/getSubnet:getSubnet", { id });
        (subnet.mapPublicIpOnLaunch ? found.publicSubnetIds : found.privateSubnetIds).push(subnet.id ?? id);
    }
    return found;
}

/** A security group that lets everything in, and TCP out: what awsx opens by default. */
export function openGroup(vpcId: Value): Properties {
    const anywhere = { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
    return {
        vpcId,
        ingress: [{ fromPort: 0, toPort: 0, protocol: "-1", ...anywhere }],
        egress: [{ fromPort: 0, toPort: 65535, protocol: "tcp", ...anywhere }],
    };
}

/** awsx:ec2:DefaultVpc: no child at all. */
export async function expandDefaultVpc(
    name: string,
    inputs: Properties,
    context: ConstructContext,
): Promise<Expansion> {
    new Arguments("awsx:ec2:DefaultVpc", name, inputs, []);
    const { vpcId, publicSubnetIds, privateSubnetIds } = await findDefaultVpc(context);
    const state = { vpcId, publicSubnetIds, privateSubnetIds };
    return {
        state,
        stateDependencies: { vpcId: [], publicSubnetIds: [], privateSubnetIds: [] },
        outputs: {},
    };
}
