import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BuiltImage } from "../parts/image.ts";
import { consoleTask } from "./consoles/task.ts";

export interface ConsolesArgs {
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** The environment: what the names of the tasks' families start with. */
    prefix: string;
    /** The VPC, and subnets that can call AWS and can't be called. */
    network: { vpcId: pulumi.Input<string>; privateSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** What the role of a task needs that people may enter. */
    cluster: { toBeEntered: aws.iam.PolicyStatement[] };
    database: { place: { dbName: string }; operatorSecurityGroupId: pulumi.Input<string> };
    /** Of images/console. */
    image: BuiltImage;
    /** Log group, of this account and region, of who did what and why. */
    logGroupName: pulumi.Input<string>;
}

/**
 * How a person reaches the database: a task that somebody starts, with psql in it, and that ends by itself. One kind
 * reads and one writes, each with a role that can sign in as one user, so that a person's rights to start them differ.
 * Nothing runs, listens or costs before, and a session leaves a record in two log groups.
 */
export class Consoles extends pulumi.ComponentResource {
    /** What `npm run psql` starts, and where: lists are joined by commas. */
    readonly places: Record<"read" | "write" | "subnetIds" | "securityGroupIds", pulumi.Output<string>>;

    constructor(name: string, args: ConsolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Consoles", name, {}, opts);
        const { vpcId, privateSubnetIds } = args.network;
        const child = { parent: this };
        const description = "Consoles of the database";
        const own = new aws.ec2.SecurityGroup(name, { vpcId, description }, child).id;
        // The agent of ECS Exec calls AWS, and nothing calls it.
        const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
        new aws.vpc.SecurityGroupEgressRule(name, { ...https, securityGroupId: own }, child);
        const { toBeEntered } = args.cluster;
        const { dbName } = args.database.place;
        const task = (mode: "read" | "write") =>
            consoleTask(this, name, { ...args, mode, toBeEntered, dbName });
        const joined = (ids: pulumi.Input<pulumi.Input<string>[]>) =>
            pulumi.output(ids).apply((all) => all.join(","));
        this.places = {
            read: task("read"),
            write: task("write"),
            subnetIds: joined(privateSubnetIds),
            securityGroupIds: joined([own, args.database.operatorSecurityGroupId]),
        };
        this.registerOutputs({ places: this.places });
    }
}
