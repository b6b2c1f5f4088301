import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { oneOffPlace } from "../../parts/one-off-place.ts";
import { here } from "../../parts/rights.ts";
import { clusterArn, toRunTask } from "../../parts/run-task.ts";
import { check, type CheckArgs, type Hook } from "./check.ts";
import { containerName, migration, type MigrationArgs } from "./gate/migration.ts";
import { record } from "./gate/record.ts";

type Migrating = Pick<MigrationArgs, "image" | "cpuArchitecture" | "login">;

export interface GateArgs extends CheckArgs, Migrating {
    cluster: { clusterName: pulumi.Input<string> };
    /** Log groups, of this account and region; of them that of what migrations print. */
    logs: { migrations: { name: pulumi.Input<string> } };
    /** The key that encrypts the record of what was announced. */
    kmsKeyArn: pulumi.Input<string>;
    /** The alarms that may not be red when a new version starts: those that take one back. */
    alarmNames: pulumi.Input<string>[];
    /** The task that is released. */
    task: { containerName: string };
    /** The command of the released image that brings the schema up to date; [] for none. */
    migrations: string[];
    database: { place: { port: number }; operatorSecurityGroupId: pulumi.Input<string> };
}

/** Seconds of one call, which asks AWS some ten questions, and never waits for a migration. */
const callSeconds = 60;
/** From a deployment's start to the end of its migrations: two statements as long as the migrator's may be, 15 minutes. */
const limitMinutes = 30;

/**
 * Asked by ECS before a deployment starts its first task: refuses while an alarm is red that would take the version back,
 * unless somebody has announced the release, and runs its migrations.
 */
export class Gate extends pulumi.ComponentResource {
    readonly hook: Hook;
    /** Where the scripts announce a release. */
    readonly tableName: pulumi.Output<string>;

    constructor(name: string, args: GateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:compute:Gate", name, {}, opts);
        const kept = record(this, name, { ...args, tableName: `${args.prefix}-releases` });
        const migrating = args.migrations.length > 0 ? this.migrating(name, args) : undefined;
        this.hook = check(this, name, args, {
            called: "gate",
            says: "The gate of a new version",
            broke:
                "The gate of a release broke off without a verdict, and the release was rolled back before it began: " +
                "docs/runbooks/gate.md.",
            // The last call may come some seconds after the limit.
            ...{ stages: ["PRE_SCALE_UP"], minutes: limitMinutes + 2 },
            timeoutSeconds: callSeconds,
            securityGroupIds: [],
            rights: [...toLook(args), ...kept.toKeep, ...(migrating?.toRun ?? [])],
            variables: {
                CLUSTER: args.cluster.clusterName,
                TABLE: kept.tableName,
                ALARMS: pulumi.all(args.alarmNames).apply((names) => names.join(",")),
                CONTAINER: args.task.containerName,
                LIMIT_SECONDS: String(limitMinutes * 60),
                ...(migrating?.variables ?? { MIGRATION_TASK: "none" }),
            },
        });
        this.tableName = kept.tableName;
        this.registerOutputs({ functionArn: this.hook.functionArn, tableName: this.tableName });
    }

    /** The task of the migrations, what the function is told of it, and what it takes to run it. */
    private migrating(name: string, args: GateArgs) {
        const { cluster, migrations: command, logs } = args;
        const family = `${args.prefix}-migrations`;
        const logGroupName = logs.migrations.name;
        const task = migration(this, `${name}-migrations`, { ...args, family, command, logGroupName });
        const description = "The migrations of a release";
        const place = oneOffPlace(this, `${name}-migrations`, { ...args, description });
        return {
            variables: {
                MIGRATION_TASK: task.definitionArn,
                MIGRATION_CONTAINER: containerName,
                MIGRATION_LOG_GROUP: logGroupName,
                SUBNETS: place.subnetIds,
                SECURITY_GROUPS: place.securityGroupIds,
            },
            toRun: [...toRunTask(args, { ...cluster, ...task, family }), ...toFollow(args)],
        };
    }
}

/** What is released, and which alarms are red. AWS knows the first action for "*" only. */
function toLook({ cluster: { clusterName }, ...account }: GateArgs): aws.iam.PolicyStatement[] {
    const ofCluster = (kind: string) => here(account, "ecs", pulumi.interpolate`${kind}/${clusterName}/*`);
    const allow = (Action: string, Resource: pulumi.Input<string>) =>
        ({ Effect: "Allow", Action, Resource }) as const;
    return [
        allow("ecs:DescribeTaskDefinition", "*"),
        allow("ecs:DescribeServiceDeployments", ofCluster("service-deployment")),
        allow("ecs:DescribeServiceRevisions", ofCluster("service-revision")),
        allow("cloudwatch:DescribeAlarms", here(account, "cloudwatch", "alarm:*")),
    ];
}

/** How a task of the cluster is, and its end. */
function toFollow({ cluster: { clusterName }, ...account }: GateArgs): aws.iam.PolicyStatement[] {
    const tasks = here(account, "ecs", pulumi.interpolate`task/${clusterName}/*`);
    const inCluster = { ArnEquals: { "ecs:cluster": clusterArn(account, clusterName) } };
    return [
        { Effect: "Allow", Action: ["ecs:DescribeTasks", "ecs:StopTask"], Resource: tasks },
        // On Fargate there is no container instance to name, which is what IAM knows this action for.
        { Effect: "Allow", Action: "ecs:ListTasks", Resource: "*", Condition: inCluster },
    ];
}
