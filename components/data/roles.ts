import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functionAlarm } from "../parts/function-alarm.ts";
import { daysOf, rotation, type Rotated, type RotatorArgs } from "../parts/rotation.ts";
import { vpcFunction } from "../parts/vpc-function.ts";

export interface RolesArgs extends RotatorArgs {
    database: {
        place: { identifier: string; port: number; dbName: string; master: string };
        address: pulumi.Input<string>;
        operatorSecurityGroupId: pulumi.Input<string>;
    };
    /** Worn by the database's instances: copies, which come and go, have their passwords set, too. */
    tag: { key: string; value: string };
    /** The secrets `prefix/<purpose>` of the master and of each purpose, without a value: the function writes it. */
    logins: Record<Purpose, Rotated>;
}

type Purpose = keyof typeof purposes;

/** Whose passwords the function makes and keeps. */
export const purposes = {
    master: null,
    application: null,
    migrator: null,
    reporter: null,
    checker: null,
    pooler: null,
};

/**
 * What `Secrets` makes without a value: functions write it, these passwords and the cache's, so that no state ever holds
 * what opens one of the two.
 */
export const logins = { cache: null, ...purposes };

/**
 * The database's roles: a function makes them at every deployment, keeps their passwords in secrets, and rotates those.
 * A password holds until the rotation after the next: what reads it when it starts has to start anew in between. The
 * function alone signs in as the master, with a password that it made itself.
 */
export class Roles extends pulumi.ComponentResource {
    /** The roles are there, and the secrets have values. */
    readonly ready: pulumi.Resource;
    readonly functionName: pulumi.Output<string>;
    /** What the function is told, and may do: what aligns another generation needs the same. */
    readonly variables: Record<string, pulumi.Input<string>>;
    readonly rights: aws.iam.PolicyStatement[];

    constructor(name: string, args: RolesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Roles", name, {}, opts);
        const { accountId, prefix, database, code } = args;
        const secrets = Object.fromEntries(
            Object.keys(purposes).map((purpose) => [purpose, args.logins[purpose as Purpose]]),
        );
        const rotationDays = daysOf(name, args.rotationDays);
        const { identifier, port, dbName, master } = database.place;
        this.variables = {
            DATABASE_INSTANCE: identifier,
            DATABASE_HOST: database.address,
            DATABASE_PORT: String(port),
            DATABASE_NAME: dbName,
            DATABASE_MASTER: master,
            SECRETS_PREFIX: prefix,
            // A password outlives the rotation after its own, and one more that failed.
            PASSWORD_DAYS: String(3 * rotationDays),
        };
        this.rights = rightsOf(args, Object.values(secrets));
        const run = vpcFunction(this, name, {
            ...args,
            functionName: `${prefix}-roles`,
            says: "The function of the database roles",
            code: code.archive,
            securityGroupIds: [database.operatorSecurityGroupId],
            rights: this.rights,
            // All that there are: RDS takes its time for a new master password.
            timeoutSeconds: 900,
            variables: this.variables,
        });
        const triggers = { code: code.sha256, host: database.address };
        this.ready = rotation(this, name, { accountId, run, triggers, secrets, rotationDays });
        const says =
            "The passwords of the database could not be set or rotated. What works goes on working for weeks. " +
            "The function's log says why: docs/runbooks/rotation.md.";
        functionAlarm(this, name, { run, says, alertsTopicArn: args.alertsTopicArn });
        this.functionName = run.name;
        this.registerOutputs({ functionName: this.functionName });
    }
}

function rightsOf(
    { accountId, region, tag, database }: RolesArgs,
    secrets: Rotated[],
): aws.iam.PolicyStatement[] {
    return [
        {
            Effect: "Allow",
            Action: ["rds:DescribeDBInstances", "rds:ModifyDBInstance"],
            Resource: pulumi.interpolate`arn:aws:rds:${region}:${accountId}:db:*`,
            Condition: { StringEquals: { [`aws:ResourceTag/${tag.key}`]: tag.value } },
        },
        {
            Effect: "Allow",
            Action: "rds-db:connect",
            // Of any instance: restored copies have ids of their own. The master is asked for a token where its password opens nothing.
            Resource: pulumi.interpolate`arn:aws:rds-db:${region}:${accountId}:dbuser:*/${database.place.master}`,
        },
        ...secrets.flatMap(({ toRead, toRotate }) => [...toRead, ...toRotate]),
    ];
}
