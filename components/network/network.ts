import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, trusting } from "../parts/rights.ts";

export interface NetworkArgs {
    /** Part of the names of AWS's services. */
    region: string;
    /** IPv4 block of the VPC, from /16 to /20; zones and kinds of subnets share it evenly. */
    cidr: string;
    /** Availability zones in use, at least 2. */
    zones: number;
    /** Their names, as many. @default the region's first */
    zoneNames?: string[];
    /** "Single" is cheaper; "OnePerAz" keeps the way out open when a zone fails. No default: it sets the bill. */
    natStrategy: "Single" | "OnePerAz";
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    /** Log group, of this account and region, that gets a record of every connection. */
    flowLogGroup: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
}

/** What tasks need at every start and at work: in reach even when the way out of the VPC is not. */
const endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

/**
 * A VPC in three layers: public for load balancers, private for tasks, which can call out, and isolated for data,
 * which can't. Every connection is logged, and nothing can use the default security group.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    /** Reachable from the internet: for load balancers only. */
    readonly publicSubnetIds: pulumi.Output<string[]>;
    /** Can reach the internet, and can't be reached from it. */
    readonly privateSubnetIds: pulumi.Output<string[]>;
    /** No way in or out but the VPC itself. */
    readonly isolatedSubnetIds: pulumi.Output<string[]>;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:network:Network", name, {}, opts);
        if (args.zones < 2) throw new Error(`${name}: zones is ${args.zones}; use 2 or more.`);
        const service = (id: string) => `com.amazonaws.${args.region}.${id}`;
        const vpc = new awsx.ec2.Vpc(
            name,
            {
                cidrBlock: args.cidr,
                ...(args.zoneNames
                    ? { availabilityZoneNames: args.zoneNames }
                    : { numberOfAvailabilityZones: args.zones }),
                enableDnsHostnames: true,
                natGateways: { strategy: args.natStrategy },
                subnetStrategy: "Auto",
                subnetSpecs: [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }],
                vpcEndpointStrategy: "Auto",
                vpcEndpointSpecs: [
                    // Free: image layers come from S3, and poolers ask DynamoDB which database to use.
                    ...["s3", "dynamodb"].map((id) => ({
                        serviceName: service(id),
                        vpcEndpointType: "Gateway",
                    })),
                    ...endpoints.map((id) => ({
                        serviceName: service(id),
                        vpcEndpointType: "Interface",
                        privateDnsEnabled: true,
                    })),
                ],
            },
            { parent: this },
        );
        this.vpcId = vpc.vpcId;
        this.publicSubnetIds = vpc.publicSubnetIds;
        this.privateSubnetIds = vpc.privateSubnetIds;
        this.isolatedSubnetIds = vpc.isolatedSubnetIds;
        // Without a rule: whoever forgets to choose a security group gets one that lets nothing through.
        new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.vpcId }, { parent: this });
        this.logFlows(name, args);
        this.registerOutputs({
            vpcId: this.vpcId,
            publicSubnetIds: this.publicSubnetIds,
            privateSubnetIds: this.privateSubnetIds,
            isolatedSubnetIds: this.isolatedSubnetIds,
        });
    }

    private logFlows(name: string, { region, accountId, flowLogGroup }: NetworkArgs): void {
        const role = new aws.iam.Role(
            `${name}-flow-logs`,
            {
                assumeRolePolicy: trusting("vpc-flow-logs.amazonaws.com"),
            },
            { parent: this },
        );
        // Written out, and not the group's own ARN, which is known after the deployment only: rules read it at preview.
        const group = pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:${flowLogGroup.name}`;
        const write = new aws.iam.RolePolicy(
            `${name}-flow-logs`,
            {
                role: role.id,
                policy: policyOf([
                    {
                        Effect: "Allow",
                        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                        Resource: [group, pulumi.interpolate`${group}:*`],
                    },
                ]),
            },
            { parent: this },
        );
        new aws.ec2.FlowLog(
            name,
            {
                vpcId: this.vpcId,
                trafficType: "ALL",
                logDestination: flowLogGroup.arn,
                iamRoleArn: role.arn,
            },
            { parent: this, dependsOn: [write] },
        );
    }
}
