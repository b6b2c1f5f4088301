import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { bornOf, type Generation } from "./origin.ts";

const engine = "postgres";
export const port = 5432;
export const dbName = "app";
export const username = "app_owner";
/** The logs that RDS can write for Postgres, in log groups whose names it chooses. */
const exported = ["postgresql", "upgrade"];

/** What the instances of one database have in common. */
export interface InstanceArgs {
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
    /** Worn by the instances and their snapshots: backups find them by this. */
    tag: { key: string; value: string };
}

/** What one of them has for itself. */
interface Own {
    name: string;
    identifier: string;
    origin: Generation;
    server: pulumi.Input<string>;
    subnetGroup: pulumi.Input<string>;
    parameterGroup: pulumi.Input<string>;
    password: pulumi.Input<string>;
}

/** One instance, with log groups for the logs that RDS writes. */
export function makeInstance(parent: pulumi.Resource, own: Own, args: InstanceArgs): aws.rds.Instance {
    const child = { parent };
    const logs = exported.map((log) => {
        const named = { name: `/aws/rds/instance/${own.identifier}/${log}` };
        const kept = { retentionInDays: args.logs.retentionDays, kmsKeyId: args.logs.kmsKeyArn };
        return new aws.cloudwatch.LogGroup(`${own.name}-${log}`, { ...named, ...kept }, child);
    });
    const fresh = { dbName, username, allocatedStorage: args.storageGb };
    const { args: born, ignoreChanges } = bornOf(own.origin, fresh);
    const { retire } = own.origin;
    return new aws.rds.Instance(
        own.name,
        {
            ...born,
            identifier: own.identifier,
            engine,
            engineVersion: own.origin.version,
            autoMinorVersionUpgrade: true,
            instanceClass: `db.${args.instance}`,
            storageType: "gp3",
            maxAllocatedStorage: args.maxStorageGb,
            storageEncrypted: true,
            kmsKeyId: args.kmsKeyArn,
            multiAz: true,
            publiclyAccessible: false,
            dbSubnetGroupName: own.subnetGroup,
            vpcSecurityGroupIds: [own.server],
            parameterGroupName: own.parameterGroup,
            port,
            password: own.password,
            iamDatabaseAuthenticationEnabled: true,
            backupRetentionPeriod: args.backupDays,
            backupWindow: "03:00-03:30", // UTC. AWS Backup stays an hour away from both windows.
            maintenanceWindow: "sun:05:00-sun:05:30",
            tags: { [args.tag.key]: args.tag.value, ...(retire === undefined ? {} : { retire }) },
            copyTagsToSnapshot: true,
            deleteAutomatedBackups: false,
            deletionProtection: retire === undefined,
            finalSnapshotIdentifier: `${own.identifier}-final`,
            enabledCloudwatchLogsExports: exported,
            performanceInsightsEnabled: true,
            // Days; the period that AWS does not charge for.
            performanceInsightsRetentionPeriod: 7,
            performanceInsightsKmsKeyId: args.kmsKeyArn,
        },
        { parent, protect: retire === undefined, dependsOn: logs, ignoreChanges },
    );
}
