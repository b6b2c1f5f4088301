import { jsonError, type StandIn } from "./aws.ts";

interface Task {
    Status: string;
    SourceArn: string;
    TaskHandle?: string;
    MaxNumberOfMessagesPerSecond?: number;
    ApproximateNumberOfMessagesMoved: number;
    ApproximateNumberOfMessagesToMove: number;
    FailureReason?: string;
    StartedTimestamp: number;
}

/** SQS's moves out of a queue of dead letters, one at a time, which moto lacks. Each look moves two letters on. */
export function moveTasks(tasks: Task[], ends: Partial<Task> = { Status: "COMPLETED" }): StandIn {
    const running = () => tasks.find(({ Status }) => Status === "RUNNING");
    return ({ action, body }) => {
        if (!action.includes("MessageMoveTask")) return undefined;
        const asked = JSON.parse(body) as { SourceArn: string; MaxNumberOfMessagesPerSecond?: number };
        if (action === "StartMessageMoveTask") {
            if (running()) return jsonError("UnsupportedOperation", "There is already a task running.");
            const moved = { ApproximateNumberOfMessagesMoved: 0, ApproximateNumberOfMessagesToMove: 4 };
            const TaskHandle = `handle-${tasks.length}`;
            tasks.push({ Status: "RUNNING", ...asked, ...moved, TaskHandle, StartedTimestamp: tasks.length });
            return { body: JSON.stringify({ TaskHandle }) };
        }
        if (action === "CancelMessageMoveTask") {
            Object.assign(running() ?? {}, { Status: "CANCELLED" });
            return { body: JSON.stringify({ ApproximateNumberOfMessagesMoved: 0 }) };
        }
        // Oldest first, to see that nobody counts on an order.
        const reply = { body: JSON.stringify({ Results: tasks }) };
        const task = running();
        if (task && (task.ApproximateNumberOfMessagesMoved += 2) >= task.ApproximateNumberOfMessagesToMove) {
            const { TaskHandle: _, ...rest } = task;
            tasks.splice(tasks.indexOf(task), 1, { ...rest, ...ends });
        }
        return reply;
    };
}
