import { jsonError, type Reply, type StandIn } from "./aws.ts";

/** What runs as a task: it ends with a code, or when somebody stops it. */
interface Work {
    ended: Promise<number | null>;
    stop(): void;
}

interface Task {
    asked: {
        clientToken: string;
        startedBy: string;
        networkConfiguration: { awsvpcConfiguration: Record<string, string[] | string> };
    };
    work: Work;
    exitCode?: number | null;
    stopped?: string;
}

/** ECS as far as the gate asks it: one deployment at a time, and one-off tasks that do something. */
export interface GateService {
    status: string;
    startedAt: Date;
    /** What serves all users, if anything does. */
    serving: string | undefined;
    /** The images of the one that comes in, of what serves, and of the task that migrates. */
    images: Record<"next" | "serving" | "migrations", string>;
    tasks: Task[];
    /** DescribeTasks that come too early, or an hour too late. */
    unknownFor: number;
    /** Errors of the API itself, for the next calls of an action. */
    faults: { action: string; code: string; times: number }[];
    /** What the next tasks do. */
    work(): Work;
    answer: StandIn;
}

const of = "arn:aws:ecs:eu-central-1:123456789012";
export const MIGRATION_TASK = `${of}:task-definition/shop-live-migrations:7`;
const TASK = `${of}:task/live/migration-`;

/** The event that ECS sends for a deployment, as its guide has it. */
export function eventOf(deployment: string) {
    return {
        executionId: "3a0345ba-b029-404b-890d-7da2a4b266aa",
        lifecycleStage: "PRE_SCALE_UP",
        resourceArn: `${of}:service-deployment/live/web/${deployment}`,
        executionDetails: {
            serviceArn: `${of}:service/live/web`,
            targetServiceRevisionArn: `${of}:service-revision/live/web/next`,
            testTrafficWeights: {},
            productionTrafficWeights: {},
        },
    };
}

export const ended = (code: number): Work => ({ ended: Promise.resolve(code), stop: () => undefined });

/** Runs until it is stopped. */
export function running(): Work {
    let stop!: () => void;
    const over = new Promise<number>((done) => (stop = () => done(143)));
    return { ended: over, stop };
}

export function gateService(): GateService {
    const service: GateService = {
        ...{ status: "IN_PROGRESS", startedAt: new Date(), serving: "serving", unknownFor: 0 },
        images: { next: "shop@sha256:2", serving: "shop@sha256:1", migrations: "shop@sha256:2" },
        ...{ tasks: [], faults: [], work: () => ended(0) },
        answer: ({ service: name, action, body }) => {
            if (name !== "ecs") return undefined;
            const fault = service.faults.find((one) => one.action === action && one.times-- > 0);
            return fault ? jsonError(fault.code, "It was refused") : told(service, action, JSON.parse(body));
        },
    };
    return service;
}

function told(service: GateService, action: string, asked: Record<string, unknown>): Reply {
    if (action === "DescribeServiceDeployments") {
        const { status, startedAt, serving } = service;
        const source = { arn: `${of}:service-revision/live/web/${serving}` };
        const sources = serving ? [{ ...source, requestedProductionTrafficWeight: 100 }] : [];
        const one = { status, startedAt: startedAt.getTime() / 1000, sourceServiceRevisions: sources };
        return json({ serviceDeployments: [one] });
    }
    if (action === "DescribeServiceRevisions") {
        const [arn] = asked.serviceRevisionArns as [string];
        const taskDefinition = `${of}:task-definition/shop-live:${arn.split("/").at(-1)}`;
        return json({ serviceRevisions: [{ serviceRevisionArn: arn, taskDefinition }] });
    }
    if (action === "DescribeTaskDefinition") {
        const which = String(asked.taskDefinition).split(":").at(-1) as "next" | "serving";
        const isMigration = asked.taskDefinition === MIGRATION_TASK;
        const image = isMigration ? service.images.migrations : service.images[which];
        const containerDefinitions = [
            { name: "agent", image: "other" },
            { name: isMigration ? "migrate" : "app", image },
        ];
        return json({ taskDefinition: { containerDefinitions } });
    }
    if (action === "RunTask") return run(service, asked as unknown as Task["asked"]);
    const at = (arn: string) => Number(arn.slice(TASK.length));
    if (action === "DescribeTasks") {
        const [arn] = asked.tasks as [string];
        if (service.unknownFor-- > 0) return json({ tasks: [], failures: [{ arn, reason: "MISSING" }] });
        return json({ tasks: [shown(arn, service.tasks[at(arn)]!)] });
    }
    if (action === "ListTasks") {
        // "When you specify startedBy as the filter, it must be the only filter that you use" (API reference).
        if (Object.keys(asked).some((key) => key !== "cluster" && key !== "startedBy"))
            return jsonError("InvalidParameterException", "startedBy has to be the only filter");
        const isAsked = (one: Task) => one.asked.startedBy === asked.startedBy && one.exitCode === undefined;
        return json({ taskArns: service.tasks.flatMap((one, at) => (isAsked(one) ? [`${TASK}${at}`] : [])) });
    }
    if (action === "StopTask") {
        const task = service.tasks[at(String(asked.task))]!;
        task.stopped = String(asked.reason);
        task.work.stop();
        return json({});
    }
    return jsonError("InvalidParameterException", `Nothing at ${action}`);
}

function run(service: GateService, asked: Task["asked"]): Reply {
    const same = service.tasks.findIndex((one) => one.asked.clientToken === asked.clientToken);
    if (same >= 0 && JSON.stringify(service.tasks[same]!.asked) !== JSON.stringify(asked))
        return jsonError("ConflictException", "The clientToken is in use with another request");
    if (same >= 0) return json({ tasks: [{ taskArn: `${TASK}${same}` }] });
    const task: Task = { asked, work: service.work() };
    void task.work.ended.then((code) => (task.exitCode = code));
    return json({ tasks: [{ taskArn: `${TASK}${service.tasks.push(task) - 1}` }] });
}

function shown(taskArn: string, { exitCode, stopped }: Task): object {
    if (exitCode === undefined) return { taskArn, lastStatus: "RUNNING", containers: [{ name: "migrate" }] };
    const stopCode = stopped
        ? "UserInitiated"
        : exitCode === null
          ? "TaskFailedToStart"
          : "EssentialContainerExited";
    const stoppedReason =
        stopped ?? (exitCode === null ? "CannotPullContainerError" : "Essential container in task exited");
    const container = { name: "migrate", exitCode: exitCode ?? undefined };
    return {
        taskArn,
        lastStatus: "STOPPED",
        stopCode,
        stoppedReason,
        containers: [{ name: "agent", exitCode: 0 }, container],
    };
}

const json = (body: object): Reply => ({ body: JSON.stringify(body) });
