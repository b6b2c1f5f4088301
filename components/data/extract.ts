import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../parts/image.ts";
import { extractTask, type ExtractTaskArgs } from "./extract/task.ts";

export interface ExtractArgs extends Omit<ExtractTaskArgs, "bucket" | "database"> {
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    database: ExtractTaskArgs["database"] & { operatorSecurityGroupId: pulumi.Input<string> };
    /** Where its reports are kept. */
    proof: { bucket: pulumi.Input<string> };
    /** Of images/restore-check. */
    image: BuiltImage;
}

/**
 * Brings rows of one table back from a restored copy: a task that somebody starts, and that reads the one generation and
 * writes to the other. Nothing runs, listens or costs before; whoever may start it can change every row of the database.
 */
export class Extract extends pulumi.ComponentResource {
    /** What `npm run restore -- --extract` starts, and where: lists are joined by commas. */
    readonly places: Record<
        "definition" | "container" | "subnetIds" | "securityGroupIds",
        pulumi.Output<string>
    >;

    constructor(name: string, args: ExtractArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Extract", name, {}, opts);
        const { vpcId, privateSubnetIds } = args.network;
        const child = { parent: this };
        const description = "The task that brings rows back from a copy";
        const own = new aws.ec2.SecurityGroup(name, { vpcId, description }, child).id;
        // AWS's services answer on 443; the database's security group opens the way to it.
        const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
        new aws.vpc.SecurityGroupEgressRule(name, { ...https, securityGroupId: own }, child);
        const joined = (ids: pulumi.Input<pulumi.Input<string>[]>) =>
            pulumi.output(ids).apply((all) => all.join(","));
        this.places = {
            ...extractTask(this, name, { ...args, bucket: args.proof.bucket }),
            subnetIds: joined(privateSubnetIds),
            securityGroupIds: joined([own, args.database.operatorSecurityGroupId]),
        };
        this.registerOutputs({ places: this.places });
    }
}
