import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

export interface PostgresArgs {
    /** Name of the instance: lower-case letters, digits and single hyphens, from a letter, at most 57 characters. */
    identifier: string;
    /** The VPC, and subnets in at least two of its zones that nothing outside it can reach. */
    network: { vpcId: pulumi.Input<string>; isolatedSubnetIds: pulumi.Input<pulumi.Input<string>[]> };
    /** The key of the storage, the backups and the performance data. */
    kmsKeyArn: pulumi.Input<string>;
    /** Instance class without `db.`, e.g. "t4g.medium". No default: it sets the bill. */
    instance: string;
    /** GiB to start with. */
    storageGb: number;
    /** GiB that the storage may grow to by itself. */
    maxStorageGb: number;
    /** Days of point-in-time recovery, 7 to 35. */
    backupDays: number;
    /** Encrypts the logs, and the days that they are kept: a log group that RDS makes by itself keeps everything. */
    logs: { kmsKeyArn: pulumi.Input<string>; retentionDays: number };
}

/** The major version. Minor ones install themselves in the maintenance window. */
const major = "17";
const engine = "postgres";
const port = 5432;
const dbName = "app";
const username = "app_owner";
/** The logs that RDS can write for Postgres, in log groups whose names it chooses. */
const exported = ["postgresql", "upgrade"];

/** Timeouts bound what one request may hold; a migration or a dump sets its own. Milliseconds, where it is a time. */
const parameters: aws.types.input.rds.ParameterGroupParameter[] = [
    { name: "rds.force_ssl", value: "1" },
    { name: "statement_timeout", value: "5000" },
    // Shorter than the statement's, so that the error says "lock" when it was a lock.
    { name: "lock_timeout", value: "3000" },
    { name: "idle_in_transaction_session_timeout", value: "60000" },
    { name: "log_min_duration_statement", value: "100" },
    // The library loads when the server starts.
    { name: "shared_preload_libraries", value: "pg_stat_statements", applyMethod: "pending-reboot" },
];

/**
 * Encrypted, private Postgres in two zones that cannot be deleted by accident. What wears the security group
 * `clientSecurityGroupId` can connect, with TLS; nothing else can.
 */
export class Postgres extends pulumi.ComponentResource {
    readonly address: pulumi.Output<string>;
    /**
     * A secret: how to connect, as JSON in the form of AWS's own database secrets (Secrets Manager's User Guide, "JSON
     * structure"). Not one that RDS manages itself: that feature shuts out read replicas.
     */
    readonly connection: pulumi.Output<string>;
    /** Worn by what may connect. */
    readonly clientSecurityGroupId: pulumi.Output<string>;

    constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Postgres", name, {}, opts);
        if (!/^[a-z](-?[a-z0-9]){0,56}$/.test(args.identifier) || args.identifier.length > 57) {
            throw new Error(
                `${name}: identifier is ${args.identifier}; use at most 57 lower-case letters, digits and single hyphens, from a letter.`,
            );
        }
        const child = { parent: this };
        const { server, client } = this.openTo(name, args.network.vpcId);
        const subnets = new aws.rds.SubnetGroup(name, { subnetIds: args.network.isolatedSubnetIds }, child);
        const group = new aws.rds.ParameterGroup(name, { family: `postgres${major}`, parameters }, child);
        const logGroups = exported.map((log) => {
            const named = { name: `/aws/rds/instance/${args.identifier}/${log}` };
            const kept = { retentionInDays: args.logs.retentionDays, kmsKeyId: args.logs.kmsKeyArn };
            return new aws.cloudwatch.LogGroup(`${name}-${log}`, { ...named, ...kept }, child);
        });
        // Letters and digits only, so that it needs no escaping in a connection string.
        const made = new random.RandomPassword(name, { length: 40, special: false }, child);
        const password = pulumi.secret(made.result);
        const instance = new aws.rds.Instance(
            name,
            {
                identifier: args.identifier,
                engine,
                engineVersion: major,
                autoMinorVersionUpgrade: true,
                instanceClass: `db.${args.instance}`,
                storageType: "gp3",
                allocatedStorage: args.storageGb,
                maxAllocatedStorage: args.maxStorageGb,
                storageEncrypted: true,
                kmsKeyId: args.kmsKeyArn,
                multiAz: true,
                publiclyAccessible: false,
                dbSubnetGroupName: subnets.name,
                vpcSecurityGroupIds: [server],
                parameterGroupName: group.name,
                dbName,
                port,
                username,
                password,
                iamDatabaseAuthenticationEnabled: true,
                backupRetentionPeriod: args.backupDays,
                copyTagsToSnapshot: true,
                deleteAutomatedBackups: false,
                deletionProtection: true,
                finalSnapshotIdentifier: `${args.identifier}-final`,
                enabledCloudwatchLogsExports: exported,
                performanceInsightsEnabled: true,
                // Days; the period that AWS does not charge for.
                performanceInsightsRetentionPeriod: 7,
                performanceInsightsKmsKeyId: args.kmsKeyArn,
            },
            { parent: this, protect: true, dependsOn: logGroups },
        );
        this.address = instance.address;
        const login = { username, password, dbname: dbName };
        this.connection = pulumi.secret(
            pulumi.jsonStringify({ engine, host: instance.address, port, ...login }),
        );
        this.clientSecurityGroupId = client;
        this.registerOutputs({ address: this.address, clientSecurityGroupId: client });
    }

    /** Two security groups that let exactly one another through, on the database's port. */
    private openTo(name: string, vpcId: pulumi.Input<string>) {
        const child = { parent: this };
        const group = (suffix: string, description: string) =>
            new aws.ec2.SecurityGroup(`${name}-${suffix}`, { vpcId, description }, child).id;
        const server = group("server", "The database");
        const client = group("client", "May connect to the database");
        const rule = { ipProtocol: "tcp", fromPort: port, toPort: port };
        new aws.vpc.SecurityGroupIngressRule(
            `${name}-server`,
            { ...rule, securityGroupId: server, referencedSecurityGroupId: client },
            child,
        );
        new aws.vpc.SecurityGroupEgressRule(
            `${name}-client`,
            { ...rule, securityGroupId: client, referencedSecurityGroupId: server },
            child,
        );
        return { server, client };
    }
}
