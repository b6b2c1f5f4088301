import {
    type ApplicationAutoScalingClient,
    DescribeScalableTargetsCommand,
    RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import {
    DescribeServicesCommand,
    DescribeTasksCommand,
    type ECSClient,
    paginateListTasks,
    UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import {
    DescribeDBInstancesCommand,
    type RDSClient,
    StartDBInstanceCommand,
    StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { GetScheduleCommand, type SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { GetParametersCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { mute, unmute } from "./mute.ts";
import type { Act, Seen, State } from "./plan.ts";
import type { Settings } from "./settings.ts";

export interface Clients {
    rds: RDSClient;
    ecs: ECSClient;
    scaling: ApplicationAutoScalingClient;
    scheduler: SchedulerClient;
    ssm: SSMClient;
    /** Of a region: the edge has alarms of its own. */
    alarms(region: string): CloudWatchClient;
}

const dimension = {
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
} as const;

/** Where the state is written, and where people say until when they need it. */
const parametersOf = (environment: string) => ({
    state: `/${environment}/sleep`,
    awakeUntil: `/${environment}/awake-until`,
});

export async function see(clients: Clients, settings: Settings, now: Date): Promise<Seen> {
    const names = parametersOf(settings.environment);
    const [parameters, databases, services, others] = await Promise.all([
        clients.ssm.send(new GetParametersCommand({ Names: Object.values(names) })),
        Promise.all(settings.databases.map((one) => statusOf(clients, one))),
        servicesOf(clients, settings),
        tasksOfNobody(clients, settings.cluster),
    ]);
    const valueOf = (name: string) => parameters.Parameters?.find(({ Name }) => Name === name)?.Value;
    const [state, until] = [valueOf(names.state), valueOf(names.awakeUntil)];
    return {
        ...{ now, databases, services, others },
        state: state === undefined ? undefined : (JSON.parse(state) as State),
        awakeUntil: until === undefined ? undefined : new Date(until),
    };
}

async function statusOf({ rds }: Clients, identifier: string) {
    const asked = new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier });
    const { DBInstances: [one] = [] } = await rds.send(asked);
    return { identifier, status: one?.DBInstanceStatus ?? "gone" };
}

async function servicesOf({ ecs, scaling }: Clients, { cluster, services }: Settings) {
    const resources = services.map((one) => `service/${cluster}/${one}`);
    const [{ services: found = [] }, { ScalableTargets: targets = [] }] = await Promise.all([
        ecs.send(new DescribeServicesCommand({ cluster, services })),
        scaling.send(new DescribeScalableTargetsCommand({ ...dimension, ResourceIds: resources })),
    ]);
    return services.map((name, at) => {
        const service = found.find(({ serviceName }) => serviceName === name);
        const target = targets.find(({ ResourceId }) => ResourceId === resources[at]);
        if (!service || !target) throw new Error(`${name} is not to be found; run pulumi up.`);
        const { desiredCount = 0, runningCount = 0, pendingCount = 0, deployments = [] } = service;
        const { SuspendedState: suspended = {}, MinCapacity: least = 0 } = target;
        return {
            ...{ name, wanted: desiredCount, running: runningCount, starting: pendingCount, least },
            isScaling: suspended.DynamicScalingOutSuspended !== true,
            isDeploying: deployments.length > 1,
        };
    });
}

/** Tasks of a service are its own affair. */
async function tasksOfNobody({ ecs }: Clients, cluster: string): Promise<number> {
    let count = 0;
    for await (const { taskArns: tasks = [] } of paginateListTasks({ client: ecs }, { cluster })) {
        if (tasks.length === 0) continue;
        const { tasks: seen = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks }));
        count += seen.filter(({ group = "" }) => !group.startsWith("service:")).length;
    }
    return count;
}

export async function keep({ ssm }: Clients, { environment }: Settings, state: State): Promise<void> {
    const Value = JSON.stringify(state);
    const Name = parametersOf(environment).state;
    await ssm.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true }));
}

export async function act(clients: Clients, settings: Settings, one: Act, now: Date): Promise<void> {
    const { rds, ecs } = clients;
    const { cluster } = settings;
    switch (one.what) {
        case "stop":
            await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: one.database }));
            return;
        case "start":
            await rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier: one.database }));
            return;
        case "empty":
            await setScaling(clients, cluster, one.service, false);
            await ecs.send(new UpdateServiceCommand({ cluster, service: one.service, desiredCount: 0 }));
            return;
        case "fill": {
            const count = { desiredCount: one.tasks };
            await ecs.send(new UpdateServiceCommand({ cluster, service: one.service, ...count }));
            await setScaling(clients, cluster, one.service, true);
            return;
        }
        case "pause checks":
        case "resume checks":
            for (const name of settings.checks)
                await setSchedule(clients, name, one.what === "resume checks" ? "ENABLED" : "DISABLED");
            return;
        case "mute":
            return mute(clients.alarms, settings, one.minutes, now);
        case "unmute":
            return unmute(clients.alarms, settings);
    }
}

/** The bounds stay those of the deployment. */
async function setScaling({ scaling }: Clients, cluster: string, service: string, isOn: boolean) {
    const SuspendedState = {
        DynamicScalingInSuspended: !isOn,
        DynamicScalingOutSuspended: !isOn,
        ScheduledScalingSuspended: !isOn,
    };
    const ResourceId = `service/${cluster}/${service}`;
    await scaling.send(new RegisterScalableTargetCommand({ ...dimension, ResourceId, SuspendedState }));
}

/** The scheduler takes a schedule as a whole only. */
async function setSchedule({ scheduler }: Clients, name: string, State: "ENABLED" | "DISABLED") {
    const found = await scheduler.send(new GetScheduleCommand({ Name: name }));
    if (found.State === State) return;
    const { ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target } = found;
    const kept = { ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target };
    await scheduler.send(new UpdateScheduleCommand({ ...kept, Name: name, State }));
}
