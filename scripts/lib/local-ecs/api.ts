import type { LocalEcs } from "./control-plane.ts";
import type { LocalDeployment, LocalRevision, LocalTaskDefinition } from "./deployment.ts";
import type { LocalTask } from "./task.ts";
import { EcsError, group, LOG_GROUP, rule, SERVICE } from "./names.ts";
import { next } from "./transitions.ts";

type Asked = Record<string, unknown>;

const CONTAINER = "web";

/** What ECS answers, by the action that is asked for: the forms of its service model, as far as somebody asks for them. */
export const ACTIONS: Record<string, (ecs: LocalEcs, asked: Asked) => object> = {
    DescribeServices: (ecs) => ({ services: [service(ecs)], failures: [] }),
    ListServiceDeployments: (ecs, { nextToken, maxResults, status }) => {
        const isAsked = (one: LocalDeployment) => !status || (status as string[]).includes(one.status);
        const all = ecs.deployments.filter(isAsked).reverse();
        const { page, ...more } = paged(all, nextToken, Number(maxResults ?? 20));
        return { serviceDeployments: page.map(brief), ...more };
    },
    DescribeServiceDeployments: (ecs, { serviceDeploymentArns }) => ({
        serviceDeployments: (serviceDeploymentArns as string[]).map((arn) => shown(ecs, found(ecs, arn))),
        failures: [],
    }),
    DescribeServiceRevisions: (ecs, { serviceRevisionArns }) => ({
        serviceRevisions: ecs.deployments
            .map(({ target }) => target)
            .filter(({ arn }) => (serviceRevisionArns as string[]).includes(arn))
            .map(revision),
        failures: [],
    }),
    StopServiceDeployment: (ecs, { serviceDeploymentArn, stopType }) => {
        if (stopType !== "ROLLBACK")
            throw new EcsError("InvalidParameterException", `stopType is ${String(stopType)}`);
        const one = found(ecs, String(serviceDeploymentArn));
        if (one.isOver) throw new EcsError("ConflictException", `The service deployment is ${one.status}.`);
        if (next(one.state, "stop asked")) one.interrupt("stop asked");
        return { serviceDeploymentArn: one.arn };
    },
    UpdateService: (ecs, { taskDefinition, deploymentConfiguration, desiredCount, forceNewDeployment }) => {
        if (deploymentConfiguration) ecs.configuration = { ...ecs.configuration, ...deploymentConfiguration };
        if (typeof desiredCount === "number") ecs.desiredCount = desiredCount;
        const wanted = taskDefinition === undefined ? undefined : definition(ecs, String(taskDefinition));
        if (wanted?.status === "INACTIVE")
            throw new EcsError("ClientException", "TaskDefinition is inactive");
        const isOther = wanted !== undefined && wanted !== current(ecs);
        if (wanted && (isOther || forceNewDeployment)) ecs.deploy(wanted);
        return { service: service(ecs) };
    },
    DescribeTaskDefinition: (ecs, { taskDefinition }) => {
        const { arn, image, status } = definition(ecs, String(taskDefinition));
        const options = { "awslogs-group": LOG_GROUP, "awslogs-stream-prefix": "web" };
        const logConfiguration = { logDriver: "awslogs", options };
        return {
            taskDefinition: {
                ...{ taskDefinitionArn: arn, status, revision: Number(arn.split(":").at(-1)) },
                containerDefinitions: [{ name: CONTAINER, image, logConfiguration }],
            },
        };
    },
    ListTasks: (ecs, { desiredStatus = "RUNNING", startedBy, nextToken }) => {
        const taskArns = ecs.scheduler.tasks
            .filter((one) => (one.lastStatus === "STOPPED") === (desiredStatus === "STOPPED"))
            .filter((one) => startedBy === undefined || one.startedBy.endsWith(String(startedBy)))
            .map(taskArn);
        // 100 a page (API reference, "ListTasks").
        const { page, ...more } = paged(taskArns, nextToken, 100);
        return { taskArns: page, ...more };
    },
    DescribeTasks: (ecs, { tasks }) => ({
        tasks: ecs.scheduler.tasks.filter((one) => (tasks as string[]).includes(taskArn(one))).map(task),
        failures: [],
    }),
};

function paged<T>(all: T[], nextToken: unknown, count: number) {
    const end = Number(nextToken ?? 0) + count;
    return { page: all.slice(end - count, end), ...(end < all.length && { nextToken: String(end) }) };
}

const seconds = (time: number) => time / 1000;
const taskArn = ({ id }: LocalTask) => `arn:aws:ecs:eu-central-1:123456789012:task/live/${id}`;

function found(ecs: LocalEcs, arn: string): LocalDeployment {
    const one = ecs.deployments.find((deployment) => deployment.arn === arn);
    if (!one) throw new EcsError("ServiceDeploymentNotFoundException", `No service deployment ${arn}`);
    return one;
}

const nameOf = ({ arn }: LocalTaskDefinition) => arn.split("/").at(-1);

function definition(ecs: LocalEcs, arn: string): LocalTaskDefinition {
    // The ARN, or family:revision (API reference, "DescribeTaskDefinition" and "UpdateService", 2026-11-23).
    const one = ecs.taskDefinitions.find((definition) => [definition.arn, nameOf(definition)].includes(arn));
    if (!one) throw new EcsError("ClientException", "Unable to describe task definition.");
    return one;
}

/** Of the service: what it was told last, unless that was taken back. Which of the two AWS shows then was not seen. */
function current(ecs: LocalEcs): LocalTaskDefinition | undefined {
    const { last } = ecs;
    const isGoingBack = /ROLLBACK|STOP/.test(last?.state ?? "");
    return isGoingBack ? last?.source?.taskDefinition : last?.target.taskDefinition;
}

function service(ecs: LocalEcs): object {
    const { last } = ecs;
    const advancedConfiguration = {
        alternateTargetGroupArn: group("web-alternate"),
        productionListenerRule: rule("live"),
        testListenerRule: rule("test"),
        roleArn: "arn:aws:iam::123456789012:role/shop-live-releases",
    };
    const revisions =
        last && !last.isOver && last.source ? [last.source, last.target] : [ecs.serving ?? last?.target];
    return {
        ...{ serviceName: "web", status: "ACTIVE", desiredCount: ecs.desiredCount },
        serviceArn: SERVICE,
        taskDefinition: current(ecs)?.arn,
        events: [...ecs.scheduler.events].reverse().slice(0, 100),
        deploymentConfiguration: ecs.configuration,
        loadBalancers: [
            {
                targetGroupArn: group("web"),
                containerName: CONTAINER,
                containerPort: 8080,
                advancedConfiguration,
            },
        ],
        currentServiceDeployment: last && !last.isOver ? last.arn : undefined,
        currentServiceRevisions: revisions.flatMap((one) => (one ? [counted(ecs, one)] : [])),
    };
}

function counted(ecs: LocalEcs, one: LocalRevision) {
    const tasks = ecs.scheduler.of(one);
    const runningTaskCount = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").length;
    return {
        ...{ arn: one.arn, requestedTaskCount: ecs.desiredCount, runningTaskCount },
        pendingTaskCount: tasks.length - runningTaskCount,
        requestedProductionTrafficWeight: ecs.balancer.weightsOf("live")[one.group],
        requestedTestTrafficWeight: ecs.balancer.weightsOf("test")[one.group],
    };
}

function brief(one: LocalDeployment) {
    return {
        serviceDeploymentArn: one.arn,
        ...{ createdAt: seconds(one.createdAt), startedAt: one.startedAt && seconds(one.startedAt) },
        finishedAt: one.finishedAt && seconds(one.finishedAt),
        ...{ targetServiceRevisionArn: one.target.arn, status: one.status, statusReason: one.reason },
    };
}

function shown(ecs: LocalEcs, one: LocalDeployment): object {
    const { rollback, source, other } = one;
    return {
        ...brief(one),
        updatedAt: seconds(one.updatedAt),
        lifecycleStage: one.stage,
        lifecycleHookDetails: one.hooks,
        deploymentConfiguration: one.configuration,
        // "The currently deployed workload configuration", an array (API_ServiceDeployment, 2026-11-23); the order is assumed.
        sourceServiceRevisions: [source, other].flatMap((from) => (from ? [counted(ecs, from)] : [])),
        targetServiceRevision: counted(ecs, one.target),
        alarms: {
            status: one.triggered.length > 0 ? "TRIGGERED" : one.heeds.length > 0 ? "MONITORING" : "DISABLED",
            ...{ alarmNames: one.configuration.alarms?.alarmNames, triggeredAlarmNames: one.triggered },
        },
        ...(rollback && {
            rollback: {
                ...rollback,
                startedAt: seconds(rollback.startedAt),
                serviceRevisionArn: source?.arn,
            },
        }),
    };
}

function revision({ arn, taskDefinition, group: name }: LocalRevision): object {
    return {
        ...{ serviceRevisionArn: arn, taskDefinition: taskDefinition.arn },
        containerImages: [{ containerName: CONTAINER, image: taskDefinition.image }],
        resolvedConfiguration: {
            loadBalancers: [{ targetGroupArn: group(name), productionListenerRule: rule("live") }],
        },
    };
}

function task(one: LocalTask): object {
    const { lastStatus, exitCode, reason } = one;
    const container = { name: CONTAINER, lastStatus, exitCode, reason };
    return {
        ...{ taskArn: taskArn(one), taskDefinitionArn: one.revision, lastStatus: one.lastStatus },
        ...{ stopCode: one.stopCode, stoppedReason: one.stoppedReason, containers: [container] },
        ...{
            startedBy: one.startedBy.split("/").at(-1),
            stoppedAt: one.stoppedAt ? seconds(one.stoppedAt) : undefined,
        },
    };
}
