import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CachePassword, type CachePasswordArgs } from "./cache/password.ts";
import { username, users } from "./cache/users.ts";

export interface CacheArgs extends Omit<CachePasswordArgs, "cache" | "network"> {
    /** Name of the cache: lower-case letters, digits and single hyphens, from a letter, at most 32 characters. */
    identifier: string;
    /** The VPC, subnets in at least two of its zones that nothing outside it can reach, and some that can call AWS. */
    network: CachePasswordArgs["network"] & { isolatedSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** The key of the memory's copy on disk and of the snapshots. */
    kmsKeyArn: pulumi.Input<string>;
    /** Node type without `cache.`, e.g. "t4g.small". No default: it sets the bill. */
    node: string;
    /** Nodes, 2 to 6: one that is written to, the others its replicas in other zones. */
    nodes: number;
    /** Encrypts the logs, and the days that they are kept. */
    logs: { kmsKeyArn: pulumi.Input<string>; retentionDays: number };
}

const engine = "valkey";
/** Upgraded here and nowhere else: the provider takes a cache that AWS upgraded for a downgrade, and replaces it. */
const engineVersion = "8.1";
const family = "valkey8";
/** AWS's own choice, volatile-lru, refuses writes once the memory is full of keys without an expiry. */
const parameters = [{ name: "maxmemory-policy", value: "allkeys-lru" }];
const port = 6379;
const logTypes = ["slow-log", "engine-log"];

/**
 * Encrypted, private Valkey that fails over to another zone by itself. What wears the group `clientSecurityGroupId` can
 * connect, with TLS and as the user `app`. A full one forgets what was unused for longest: keep no only copy here.
 */
export class Cache extends pulumi.ComponentResource {
    /** The primary endpoint: it goes with a failover. */
    readonly address: pulumi.Output<string>;
    /** The port, and the application's user: its id at ElastiCache, and its name. */
    readonly place: { port: number; userId: string; username: string };
    /** The user's password is set, and the secret has it. */
    readonly ready: pulumi.Resource;
    /** Worn by what may connect. */
    readonly clientSecurityGroupId: pulumi.Output<string>;

    constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Cache", name, {}, opts);
        check(name, args);
        const child = { parent: this };
        const { server, client } = this.openTo(name, args.network.vpcId);
        const { isolatedSubnetIds: subnetIds } = args.network;
        const subnets = new aws.elasticache.SubnetGroup(name, { subnetIds }, child);
        const settings = new aws.elasticache.ParameterGroup(name, { family, parameters }, child);
        const userGroupId = users(this, name, args.identifier);
        const group = new aws.elasticache.ReplicationGroup(
            name,
            {
                replicationGroupId: args.identifier,
                description: "Cache of the application",
                engine,
                engineVersion,
                autoMinorVersionUpgrade: false,
                nodeType: `cache.${args.node}`,
                numCacheClusters: args.nodes,
                automaticFailoverEnabled: true,
                multiAzEnabled: true,
                transitEncryptionEnabled: true,
                transitEncryptionMode: "required",
                atRestEncryptionEnabled: true,
                kmsKeyId: args.kmsKeyArn,
                userGroupIds: [userGroupId],
                port,
                subnetGroupName: subnets.name,
                securityGroupIds: [server],
                parameterGroupName: settings.name,
                snapshotRetentionLimit: 7, // days
                finalSnapshotIdentifier: `${args.identifier}-final`,
                // UTC; the snapshot of a day is there before anything is changed.
                snapshotWindow: "03:00-04:00",
                maintenanceWindow: "sun:05:00-sun:06:00",
                // Otherwise a change waits for that window, and every update until then wants to make it again.
                applyImmediately: true,
                logDeliveryConfigurations: logTypes.map((type) => this.log(name, type, args)),
            },
            child,
        );
        this.address = group.primaryEndpointAddress;
        this.place = { port, userId: `${args.identifier}-${username}`, username };
        this.clientSecurityGroupId = client;
        // It once stood by itself.
        const inner = { ...child, aliases: [{ parent: pulumi.rootStackResource }] };
        this.ready = new CachePassword(`${name}-password`, { ...args, cache: this }, inner).ready;
        this.registerOutputs({ address: this.address, clientSecurityGroupId: client });
    }

    /** Groups with this prefix share one entry in the account's resource policy of the logs, which has room for few. */
    private log(name: string, logType: string, { identifier, logs }: CacheArgs) {
        const { kmsKeyArn: kmsKeyId, retentionDays: retentionInDays } = logs;
        const made = {
            name: `/aws/vendedlogs/elasticache/${identifier}/${logType}`,
            retentionInDays,
            kmsKeyId,
        };
        const group = new aws.cloudwatch.LogGroup(`${name}-${logType}`, made, { parent: this });
        return { logType, logFormat: "json", destinationType: "cloudwatch-logs", destination: group.name };
    }

    /** Two security groups that let exactly one another through, on the cache's port. */
    private openTo(name: string, vpcId: pulumi.Input<string>) {
        const child = { parent: this };
        const group = (suffix: string, description: string) =>
            new aws.ec2.SecurityGroup(`${name}-${suffix}`, { vpcId, description }, child).id;
        const [server, client] = [group("server", "The cache"), group("client", "May connect to the cache")];
        const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
        const inward = { ...rule, securityGroupId: server, referencedSecurityGroupId: client };
        new aws.vpc.SecurityGroupIngressRule(`${name}-server`, inward, child);
        const outward = { ...rule, securityGroupId: client, referencedSecurityGroupId: server };
        new aws.vpc.SecurityGroupEgressRule(`${name}-client`, outward, child);
        return { server, client };
    }
}

function check(name: string, { identifier, nodes }: CacheArgs): void {
    if (![2, 3, 4, 5, 6].includes(nodes)) throw new Error(`${name}: nodes is ${nodes}; use 2 to 6.`);
    if (/^(?=.{1,32}$)[a-z](-?[a-z0-9])*$/.test(identifier)) return;
    const letters = "at most 32 lower-case letters, digits and single hyphens, from a letter";
    throw new Error(`${name}: identifier is ${identifier}; use ${letters}.`);
}
