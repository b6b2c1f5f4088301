import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { common, logGroups, type InstanceArgs } from "./instance.ts";
import { lagAlarm } from "./lag.ts";

/** What follows the instance in use, and who is told when it falls behind. */
export interface ReplicasArgs extends InstanceArgs {
    /** Replicas of the active generation, 0 to 9. Each costs what an instance of the class costs in one zone. */
    replicas: number;
    alertsTopicArn: pulumi.Input<string>;
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
}

/** What a task needs to be told where they are, when it starts. */
export interface Readers {
    identifiers: pulumi.Output<string>[];
    /** A parameter of Systems Manager with their hosts, by commas: no preview knows those, and this ARN it does. */
    arn: pulumi.Output<string>;
    value: pulumi.Resource;
    toRead: aws.iam.PolicyStatement[];
}

interface Own {
    /** Name and identifier of the instance that they copy. */
    name: string;
    identifier: string;
    source: aws.rds.Instance;
    server: pulumi.Input<string>;
    parameterGroup: pulumi.Input<string>;
}

/** Refuses what RDS would refuse when half is made: with one digit the longest identifier has 63 characters. */
export function checkReplicas(name: string, replicas: number): void {
    if (!Number.isInteger(replicas) || replicas < 0 || replicas > 9)
        throw new Error(`${name}: replicas is ${replicas}; use 0 to 9.`);
}

/**
 * Copies that follow an instance, for reads that may be some seconds old. Each holds nothing of its own, so that it is
 * neither protected nor backed up: it does not wear the tag by which AWS Backup chooses what to copy, restore testing
 * what to restore, and the function of the roles whose password it may set. Another active generation has others.
 */
export function makeReplicas(parent: pulumi.Resource, own: Own, args: ReplicasArgs): Readers | undefined {
    const replicas = Array.from({ length: args.replicas }, (_, at) => {
        const named = { name: `${own.name}-r${at + 1}`, identifier: `${own.identifier}-r${at + 1}` };
        const replica = new aws.rds.Instance(
            named.name,
            {
                // Without a key of its own: in the region of its source RDS takes that one's (CreateDBInstanceReadReplica).
                ...common(own, args),
                identifier: named.identifier,
                replicateSourceDb: own.source.identifier,
                multiAz: false,
                // Not when its source has the same half an hour.
                maintenanceWindow: "sun:06:00-sun:06:30",
                deletionProtection: false,
                skipFinalSnapshot: true,
            },
            { parent, dependsOn: logGroups(parent, named, args.logs) },
        );
        const means = "what is read from it is as old. See docs/runbooks/replica.md.";
        lagAlarm(parent, named.name, replica, { what: "a read replica", means, ...args });
        return replica;
    });
    if (replicas.length === 0) return undefined;
    const hosts = pulumi.all(replicas.map(({ address }) => address)).apply((all) => all.join(","));
    // No secret, though a plain `value` would be one. Named after the instance: while one generation follows another, each has its own.
    const parameter = { name: `/${own.identifier}/readers`, type: "String", insecureValue: hosts };
    const value = new aws.ssm.Parameter(`${own.name}-readers`, parameter, { parent });
    const arn = pulumi.interpolate`arn:aws:ssm:${args.region}:${args.accountId}:parameter${parameter.name}`;
    const toRead = [{ Effect: "Allow" as const, Action: ["ssm:GetParameters"], Resource: arn }];
    return { identifiers: replicas.map(({ identifier }) => identifier), arn, value, toRead };
}
