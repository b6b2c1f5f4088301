import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { windowAfterWaking, type Awake } from "../../parts/awake.ts";
import { bornOf, type Generation } from "./origin.ts";

const engine = "postgres";
export const port = 5432;
export const dbName = "app";
export const username = "app_owner";
/** The logs that RDS can write for Postgres, in log groups whose names it chooses. */
const exported = ["postgresql", "upgrade"];

/** What the instances of one database have in common. */
export interface InstanceArgs {
    /** Then its windows are. @default always, and they are at 3 UTC */
    awake?: Awake | undefined;
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

/** Log groups for the logs that RDS writes, which are there before an instance writes the first line. */
export function logGroups(
    parent: pulumi.Resource,
    own: Pick<Own, "name" | "identifier">,
    { retentionDays, kmsKeyArn }: InstanceArgs["logs"],
): aws.cloudwatch.LogGroup[] {
    return exported.map((log) => {
        const named = { name: `/aws/rds/instance/${own.identifier}/${log}` };
        const kept = { retentionInDays: retentionDays, kmsKeyId: kmsKeyArn };
        return new aws.cloudwatch.LogGroup(`${own.name}-${log}`, { ...named, ...kept }, { parent });
    });
}

/** What a primary and its replicas do in the same way: a difference would show in what they are asked. */
export function common(
    { server, parameterGroup }: Pick<Own, "server" | "parameterGroup">,
    args: InstanceArgs,
) {
    return {
        engine,
        autoMinorVersionUpgrade: true,
        instanceClass: `db.${args.instance}`,
        storageType: "gp3",
        maxAllocatedStorage: args.maxStorageGb,
        storageEncrypted: true,
        publiclyAccessible: false,
        vpcSecurityGroupIds: [server],
        parameterGroupName: parameterGroup,
        port,
        iamDatabaseAuthenticationEnabled: true,
        enabledCloudwatchLogsExports: exported,
        performanceInsightsEnabled: true,
        // Days; the period that AWS does not charge for.
        performanceInsightsRetentionPeriod: 7,
        performanceInsightsKmsKeyId: args.kmsKeyArn,
    };
}

/** One instance, with log groups for the logs that RDS writes. */
export function makeInstance(parent: pulumi.Resource, own: Own, args: InstanceArgs): aws.rds.Instance {
    const logs = logGroups(parent, own, args.logs);
    const fresh = { dbName, username, password: own.password, allocatedStorage: args.storageGb };
    const { args: born, ignoreChanges } = bornOf(own.origin, fresh);
    const { retire } = own.origin;
    return new aws.rds.Instance(
        own.name,
        {
            ...born,
            ...common(own, args),
            identifier: own.identifier,
            engineVersion: own.origin.version,
            kmsKeyId: args.kmsKeyArn,
            multiAz: true,
            dbSubnetGroupName: own.subnetGroup,
            backupRetentionPeriod: args.backupDays,
            // UTC. AWS Backup stays an hour away from both windows.
            backupWindow: args.awake ? windowAfterWaking(args.awake, 1) : "03:00-03:30",
            maintenanceWindow: args.awake ? windowAfterWaking(args.awake, 7, "wed") : "sun:05:00-sun:05:30",
            tags: { [args.tag.key]: args.tag.value, ...(retire === undefined ? {} : { retire }) },
            copyTagsToSnapshot: true,
            deleteAutomatedBackups: false,
            deletionProtection: retire === undefined,
            finalSnapshotIdentifier: `${own.identifier}-final`,
        },
        { parent, protect: retire === undefined, dependsOn: logs, ignoreChanges },
    );
}
