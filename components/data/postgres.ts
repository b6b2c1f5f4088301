import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { dbName, makeInstance, port, username } from "./postgres/instance.ts";
import { checkGenerations, type Generation } from "./postgres/origin.ts";
import { lagAlarm, standby } from "./postgres/lag.ts";
import { slotAlarm, slotMb } from "./postgres/slots.ts";
import { checkReplicas, makeReplicas, type Readers, type ReplicasArgs } from "./postgres/replicas.ts";

export interface PostgresArgs extends ReplicasArgs {
    /**
     * What the instances' names start with, before a hyphen and the generation's: lower-case letters, digits and single
     * hyphens, from a letter, at most 48 characters.
     */
    identifier: string;
    /** The copies of the data, by name: up to 8 lower-case letters and digits, from a letter. A name is used once, ever. */
    generations: Record<string, Generation>;
    /** The one that clients use. */
    active: string;
    /** One that they may reach besides, so that they can change over to it. @default none */
    next?: string;
    /** The VPC, and subnets in at least two of its zones that nothing outside it can reach. */
    network: { vpcId: pulumi.Input<string>; isolatedSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
}

/** Timeouts bound what one request may hold; a migration or a dump sets its own. Milliseconds, where it is a time. */
const parameters = (storageGb: number): aws.types.input.rds.ParameterGroupParameter[] => [
    { name: "rds.force_ssl", value: "1" },
    { name: "statement_timeout", value: "5000" },
    // Shorter than the statement's, so that the error says "lock" when it was a lock.
    { name: "lock_timeout", value: "3000" },
    { name: "idle_in_transaction_session_timeout", value: "60000" },
    { name: "log_min_duration_statement", value: "100" },
    // The library loads when the server starts.
    { name: "shared_preload_libraries", value: "pg_stat_statements", applyMethod: "pending-reboot" },
    // From the first day, for it counts from the start of the server: an upgrade would have to begin with an outage.
    { name: "rds.logical_replication", value: "1", applyMethod: "pending-reboot" },
    // MB of log kept for one that follows and is away: it is given up before the storage is full.
    { name: "max_slot_wal_keep_size", value: String(slotMb(storageGb)) },
];

/**
 * Encrypted, private Postgres in two zones that cannot be deleted by accident, in generations side by side. What wears
 * the security group `clientSecurityGroupId` can connect to the active one and its replicas (and to the next, for a
 * change-over), with TLS, and what wears `operatorSecurityGroupId` to each; nothing else can.
 */
export class Postgres extends pulumi.ComponentResource {
    readonly address: pulumi.Output<string>;
    /** What the instance is called, and how to find the database in it. Its master password is for RDS alone. */
    readonly place: { identifier: string; port: number; dbName: string; master: string };
    /** The instances of all generations, by the generation's name. */
    readonly identifiers: Record<string, string>;
    /** Worn by what may connect to the active generation, and to the next. */
    readonly clientSecurityGroupId: pulumi.Output<string>;
    /** Worn by what may connect to every generation: the functions that keep them in order. */
    readonly operatorSecurityGroupId: pulumi.Output<string>;
    /** The active one: what a restored copy is modelled on. */
    readonly instance: aws.rds.Instance;
    /** The active one's replicas, where it has any. */
    readonly readers: Readers | undefined;

    constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Postgres", name, {}, opts);
        const { identifier, generations, active, next } = args;
        // RDS takes 63 characters: with a hyphen, a generation's name, and the "-final" of its last snapshot.
        if (!/^[a-z](-?[a-z0-9]){0,47}$/.test(identifier) || identifier.length > 48) {
            throw new Error(
                `${name}: identifier is ${identifier}; use at most 48 lower-case letters, digits and single hyphens, from a letter.`,
            );
        }
        checkGenerations(name, generations, active, next, args.region);
        checkReplicas(name, args.replicas);
        const child = { parent: this };
        const { vpcId } = args.network;
        const client = securityGroup(`${name}-client`, vpcId, "May connect to the database", child);
        const operated = "May connect to every generation of the database";
        const operator = securityGroup(`${name}-operator`, vpcId, operated, child);
        const subnets = new aws.rds.SubnetGroup(name, { subnetIds: args.network.isolatedSubnetIds }, child);
        // Letters and digits only, so that it needs no escaping in a connection string.
        const made = new random.RandomPassword(name, { length: 40, special: false }, child);
        // It opens the database until `Roles` has run: from then on RDS has another, which no state holds.
        const password = pulumi.secret(made.result);
        const versions = [...new Set(Object.values(generations).map(({ version }) => version))];
        const groups = Object.fromEntries(
            versions.map((version) => {
                const family = { family: `postgres${version}`, parameters: parameters(args.storageGb) };
                return [version, new aws.rds.ParameterGroup(`${name}-${version}`, family, child).name];
            }),
        );
        let readers: Readers | undefined;
        const servers: Record<string, pulumi.Output<string>> = {};
        const instances = Object.entries(generations).map(([generation, origin]) => {
            const own = { name: `${name}-${generation}`, identifier: `${identifier}-${generation}`, origin };
            const server = securityGroup(`${own.name}-server`, vpcId, "The database", child);
            if ([active, next].includes(generation)) open(own.name, "client", server, client, child);
            open(own.name, "operator", server, operator, child);
            const shared = { ...own, server, parameterGroup: groups[origin.version]! };
            const source = makeInstance(this, { ...shared, subnetGroup: subnets.name, password }, args);
            if (generation === active) readers = makeReplicas(this, { ...shared, source }, args);
            slotAlarm(this, own.name, source, args);
            // The one in use was promoted, and one that goes need not follow.
            if (origin.replicaOf !== undefined && generation !== active && origin.retire === undefined)
                lagAlarm(this, own.name, source, { ...standby, ...args });
            servers[generation] = server;
            return [generation, source] as const;
        });
        // For an upgrade the next one follows the active one: it asks, and is not asked.
        if (next !== undefined && generations[next]?.version !== generations[active]?.version)
            open(`${name}-${active}`, "follower", servers[active]!, servers[next]!, child);
        this.instance = Object.fromEntries(instances)[active]!;
        this.readers = readers;
        this.address = this.instance.address;
        this.place = { identifier: `${identifier}-${active}`, port, dbName, master: username };
        const named = Object.keys(generations).map((generation) => [
            generation,
            `${identifier}-${generation}`,
        ]);
        this.identifiers = Object.fromEntries(named) as Record<string, string>;
        this.clientSecurityGroupId = client;
        this.operatorSecurityGroupId = operator;
        this.registerOutputs({ address: this.address, clientSecurityGroupId: client });
    }
}

function securityGroup(
    name: string,
    vpcId: pulumi.Input<string>,
    description: string,
    opts: pulumi.ResourceOptions,
) {
    return new aws.ec2.SecurityGroup(name, { vpcId, description }, opts).id;
}

/** Lets exactly the one through to the other, on the database's port. */
function open(
    name: string,
    who: "client" | "operator" | "follower",
    server: pulumi.Input<string>,
    client: pulumi.Input<string>,
    opts: pulumi.ResourceOptions,
) {
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
    const inward = { ...rule, securityGroupId: server, referencedSecurityGroupId: client };
    const outward = { ...rule, securityGroupId: client, referencedSecurityGroupId: server };
    new aws.vpc.SecurityGroupIngressRule(`${name}-server-${who}`, inward, opts);
    new aws.vpc.SecurityGroupEgressRule(`${name}-${who}`, outward, opts);
}
