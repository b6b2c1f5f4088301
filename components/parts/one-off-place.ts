import * as pulumi from "@pulumi/pulumi";
import { outwardGroup } from "./outward-group.ts";

interface PlaceArgs {
    /** What the tasks are for, in a few words: the description of their security group. */
    description: string;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** The security group that opens the way to the database. */
    database: { operatorSecurityGroupId: pulumi.Input<string> };
}

/** Where a task that a person starts runs, as outputs of a stack hold it: lists are joined by commas. */
export function oneOffPlace(
    parent: pulumi.Resource,
    name: string,
    { description, network, database }: PlaceArgs,
) {
    const own = outwardGroup(parent, name, { vpcId: network.vpcId, description });
    const joined = (ids: pulumi.Input<pulumi.Input<string>[]>) =>
        pulumi.output(ids).apply((all) => all.join(","));
    return {
        subnetIds: joined(network.privateSubnetIds),
        securityGroupIds: joined([own, database.operatorSecurityGroupId]),
    };
}
