import { jsonError, type Reply, type StandIn } from "./aws.ts";

/** What ECS is asked to start; times and names as it sends them. */
interface Started {
    cluster: string;
    taskDefinition: string;
    startedBy: string;
    clientToken?: string;
    overrides: {
        containerOverrides: {
            name: string;
            environment: { name: string; value: string }[];
            command?: string[];
        }[];
    };
    [field: string]: unknown;
}

/** ECS as far as one-off tasks go. Moto has tasks, too, but theirs all exit with 0 and no token makes two one. */
export interface TaskService {
    /** The bodies of RunTask, each token once. */
    started: Started[];
    /** What a task says the next times that somebody looks; the last one stays. */
    progress: { lastStatus: string; exitCode?: number; stoppedReason?: string; agent?: string }[];
    /** Why the next tasks are not started. */
    failures: { reason: string; detail?: string }[];
    /** Looks that come too early. */
    unknownFor: number;
    /** Reasons of those that were stopped. */
    stopped: string[];
    /** Runs when a task has started: what it does to the rest of the world. */
    work(environment: Record<string, string>): void;
    answer: StandIn;
}

export function taskService(): TaskService {
    const service: TaskService = {
        ...{ started: [], failures: [], stopped: [], unknownFor: 0 },
        progress: [
            { lastStatus: "STOPPED", exitCode: 0, stoppedReason: "Essential container in task exited" },
        ],
        work: () => undefined,
        answer: (call) =>
            call.service === "ecs" ? answered(service, call.action, JSON.parse(call.body)) : undefined,
    };
    return service;
}

const TASK = "arn:aws:ecs:eu-central-1:123456789012:task/live/task-";

function answered(service: TaskService, action: string, asked: Record<string, unknown>): Reply {
    if (action === "RunTask") return run(service, asked as unknown as Started);
    if (action === "StopTask") {
        service.stopped.push(String(asked.reason));
        service.progress = [{ lastStatus: "STOPPED", stoppedReason: String(asked.reason) }];
        return json({});
    }
    if (action === "ListTasks") {
        const isAsked = ({ startedBy, taskDefinition }: Started) =>
            startedBy === asked.startedBy || taskDefinition.includes(`/${String(asked.family)}:`);
        const taskArns = service.started.flatMap((one, at) => (isAsked(one) ? [`${TASK}${at}`] : []));
        // A page of one, so that pages are read.
        const page = Number(asked.nextToken ?? 0);
        const nextToken = page + 1 < taskArns.length ? String(page + 1) : undefined;
        return json({ taskArns: taskArns.slice(page, page + 1), nextToken });
    }
    if (action === "DescribeTasks") {
        if (service.unknownFor-- > 0) return json({ tasks: [], failures: [{ reason: "MISSING" }] });
        const now = service.progress.length > 1 ? service.progress.shift()! : service.progress[0]!;
        return json({ tasks: (asked.tasks as string[]).map((arn) => shown(service, arn, now)) });
    }
    return jsonError("InvalidParameterException", `Nothing at ${action}`);
}

function run(service: TaskService, asked: Started): Reply {
    if (service.failures.length > 0) return json({ tasks: [], failures: service.failures });
    const { clientToken } = asked;
    const same = service.started.findIndex(
        (one) => clientToken !== undefined && one.clientToken === clientToken,
    );
    if (same >= 0 && JSON.stringify(service.started[same]) !== JSON.stringify(asked))
        return jsonError("ConflictException", "The clientToken is in use with another request");
    const at = same >= 0 ? same : service.started.push(asked) - 1;
    const { environment = [] } = asked.overrides.containerOverrides[0] ?? {};
    if (same < 0) service.work(Object.fromEntries(environment.map(({ name, value }) => [name, value])));
    return json({ tasks: [{ taskArn: `${TASK}${at}` }] });
}

function shown(service: TaskService, taskArn: string, now: TaskService["progress"][number]): object {
    const { overrides, startedBy } = service.started[Number(taskArn.slice(TASK.length))] ?? {};
    const { lastStatus, exitCode, stoppedReason, agent } = now;
    const managedAgents = agent ? [{ name: "ExecuteCommandAgent", lastStatus: agent }] : [];
    const named = overrides?.containerOverrides[0]?.name ?? "";
    const containers = [
        { name: "sidecar", exitCode: 137, lastStatus },
        { name: named, exitCode, lastStatus, managedAgents },
    ];
    return { taskArn, startedBy, lastStatus, stoppedReason, overrides, containers };
}

const json = (body: object): Reply => ({ body: JSON.stringify(body) });
