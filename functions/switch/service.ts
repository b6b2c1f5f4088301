import {
    ApplicationAutoScalingClient,
    DescribeScalableTargetsCommand,
    RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
    DescribeServicesCommand,
    DescribeTasksCommand,
    ECSClient,
    ListTasksCommand,
} from "@aws-sdk/client-ecs";

/** The poolers as ECS knows them. */
export interface Service {
    /** Why their number or their version is about to change, or undefined. */
    unsettled(): Promise<string | undefined>;
    /** Ids of the tasks in which something may run. */
    tasks(): Promise<string[]>;
    isScaling(): Promise<boolean>;
    setScaling(on: boolean): Promise<void>;
}

/** Nothing runs in these any more (ECS's Developer Guide, "Task lifecycle"). */
const over = ["DEPROVISIONING", "STOPPED", "DELETED"];

export function serviceOf(cluster: string, service: string): Service {
    const [ecs, scaling] = [new ECSClient({}), new ApplicationAutoScalingClient({})];
    const target = {
        ServiceNamespace: "ecs" as const,
        ResourceId: `service/${cluster}/${service}`,
        ScalableDimension: "ecs:service:DesiredCount" as const,
    };
    return {
        async unsettled() {
            const { services = [] } = await ecs.send(
                new DescribeServicesCommand({ cluster, services: [service] }),
            );
            const [found] = services;
            if (found === undefined) return `ECS knows no service ${service} in ${cluster}`;
            const { deployments = [], desiredCount = 0, runningCount = 0, pendingCount = 0 } = found;
            const [running] = deployments;
            if (deployments.length > 1 || running?.rolloutState === "IN_PROGRESS")
                return `a deployment of ${service} is in progress`;
            if (runningCount !== desiredCount || pendingCount > 0)
                return `${service} has ${runningCount} tasks that run and ${pendingCount} that start, of ${desiredCount}`;
            return undefined;
        },
        async tasks() {
            const arns: string[] = [];
            // By default ECS leaves out those that it is about to stop, in which something still runs.
            for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
                let nextToken: string | undefined;
                do {
                    const asked = { cluster, serviceName: service, desiredStatus, nextToken };
                    const answer = await ecs.send(new ListTasksCommand(asked));
                    arns.push(...(answer.taskArns ?? []));
                    nextToken = answer.nextToken;
                } while (nextToken !== undefined);
            }
            const ids: string[] = [];
            // At most 100 a call (the service's model).
            for (let at = 0; at < arns.length; at += 100) {
                const asked = { cluster, tasks: arns.slice(at, at + 100) };
                const { tasks = [] } = await ecs.send(new DescribeTasksCommand(asked));
                const alive = tasks.filter(({ lastStatus = "" }) => !over.includes(lastStatus));
                ids.push(...alive.map(({ taskArn = "" }) => taskArn.split("/").at(-1) ?? ""));
            }
            return ids;
        },
        async isScaling() {
            const { ServiceNamespace, ResourceId, ScalableDimension } = target;
            const asked = { ServiceNamespace, ResourceIds: [ResourceId], ScalableDimension };
            const { ScalableTargets = [] } = await scaling.send(new DescribeScalableTargetsCommand(asked));
            return ScalableTargets.some(({ SuspendedState: state = {} }) => {
                const { DynamicScalingInSuspended, DynamicScalingOutSuspended, ScheduledScalingSuspended } =
                    state;
                return (
                    !DynamicScalingInSuspended || !DynamicScalingOutSuspended || !ScheduledScalingSuspended
                );
            });
        },
        async setScaling(on) {
            const SuspendedState = {
                DynamicScalingInSuspended: !on,
                DynamicScalingOutSuspended: !on,
                ScheduledScalingSuspended: !on,
            };
            await scaling.send(new RegisterScalableTargetCommand({ ...target, SuspendedState }));
        },
    };
}
