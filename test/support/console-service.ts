import { WRITE, type Container } from "../functions/console/container.ts";
import { jsonError, type Call, type Reply, type StandIn } from "./aws.ts";
import { ACCOUNT, REGION } from "./environment.ts";

/** What RunTask is asked. */
interface Asked {
    taskDefinition: string;
    startedBy: string;
    enableExecuteCommand: boolean;
    overrides: { containerOverrides: { name: string; environment: { name: string; value: string }[] }[] };
    [field: string]: unknown;
}

/**
 * ECS as far as consoles go, with the image's own program as the container: StopTask is a SIGTERM, and a session of ECS
 * Exec is the address of the container's socket. Moto has tasks without anything in them.
 */
export interface ConsoleService {
    tasks: { asked: Asked; container: Container }[];
    /** Calls of ExecuteCommand that come too early. */
    unreachableFor: number;
    /** What people asked to be run in a container, and where. */
    entered: { container: string; command: string; interactive: boolean }[];
    stopped: string[];
    answer: StandIn;
}

export function consoleService(start: (told: Record<string, string>) => Container): ConsoleService {
    const service: ConsoleService = {
        ...{ tasks: [], entered: [], stopped: [], unreachableFor: 0 },
        answer: (call) => (call.service === "ecs" ? answered(service, start, call) : undefined),
    };
    return service;
}

const TASK = `arn:aws:ecs:${REGION}:${ACCOUNT}:task/live/console-`;

function answered(
    service: ConsoleService,
    start: (told: Record<string, string>) => Container,
    { action, body }: Call,
): Reply {
    const asked = JSON.parse(body) as Record<string, unknown>;
    const indexOf = (arn: unknown) => Number(String(arn).slice(TASK.length));
    if (action === "RunTask") {
        const { name, environment } = (asked as Asked).overrides.containerOverrides[0]!;
        const told = Object.fromEntries(environment.map((one) => [one.name, one.value]));
        const { MODE, DATABASE_USER } = WRITE;
        const defined: Record<string, string> = name === "console-write" ? { MODE, DATABASE_USER } : {};
        const at =
            service.tasks.push({ asked: asked as Asked, container: start({ ...told, ...defined }) }) - 1;
        return json({ tasks: [{ taskArn: `${TASK}${at}` }] });
    }
    if (action === "DescribeTasks")
        return json({ tasks: (asked.tasks as string[]).map((arn) => shown(service, arn, indexOf(arn))) });
    if (action === "ListTasks") {
        const isOf = ({ asked: { taskDefinition } }: ConsoleService["tasks"][number]) =>
            taskDefinition.includes(`/${String(asked.family)}:`);
        return json({ taskArns: service.tasks.flatMap((one, at) => (isOf(one) ? [`${TASK}${at}`] : [])) });
    }
    if (action === "StopTask") {
        service.stopped.push(String(asked.reason));
        service.tasks[indexOf(asked.task)]!.container.child.kill("SIGTERM");
        return json({});
    }
    if (action === "ExecuteCommand") {
        if (service.unreachableFor-- > 0) return jsonError("TargetNotConnectedException", "Try again later.");
        service.entered.push(asked as unknown as ConsoleService["entered"][number]);
        const { socket } = service.tasks[indexOf(asked.task)]!.container;
        return json({
            session: { sessionId: "ecs-execute-command-1", streamUrl: socket, tokenValue: "token" },
        });
    }
    return jsonError("InvalidParameterException", `Nothing at ${action}`);
}

function shown(service: ConsoleService, taskArn: string, at: number): object {
    const { asked, container } = service.tasks[at]!;
    const { exitCode } = container.child;
    const isStarted = container.printed().length > 0;
    const lastStatus = exitCode !== null ? "STOPPED" : isStarted ? "RUNNING" : "PENDING";
    const managedAgents = isStarted ? [{ name: "ExecuteCommandAgent", lastStatus: "RUNNING" }] : [];
    const named = asked.overrides.containerOverrides[0]!.name;
    const containers = [{ name: named, lastStatus, managedAgents, ...(exitCode !== null && { exitCode }) }];
    const { startedBy, overrides } = asked;
    return {
        taskArn,
        startedBy,
        overrides,
        lastStatus,
        containers,
        stoppedReason: "Essential container exited",
    };
}

const json = (body: object): Reply => ({ body: JSON.stringify(body) });
