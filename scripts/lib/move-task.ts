import {
    CancelMessageMoveTaskCommand,
    ListMessageMoveTasksCommand,
    StartMessageMoveTaskCommand,
    type ListMessageMoveTasksResultEntry,
    type SQSClient,
} from "@aws-sdk/client-sqs";
import { asked } from "./cloud.ts";
import { plain } from "./table.ts";
import type { World } from "./world.ts";

const SECONDS_BETWEEN_LOOKS = 5;

/** The last move out of a queue; it runs in AWS, whoever watches. */
export async function lastMove(
    sqs: SQSClient,
    SourceArn: string,
): Promise<ListMessageMoveTasksResultEntry | undefined> {
    const question = new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 });
    const { Results = [] } = await asked("sqs:ListMessageMoveTasks", sqs.send(question));
    return Results.sort((a, b) => (b.StartedTimestamp ?? 0) - (a.StartedTimestamp ?? 0))[0];
}

export function isMoving(task: ListMessageMoveTasksResultEntry | undefined): boolean {
    return task?.Status === "RUNNING" || task?.Status === "CANCELLING";
}

/** Moves dead letters back to the queue that each came from, unless somebody is moving them already. */
export async function beginMove(
    sqs: SQSClient,
    SourceArn: string,
    perSecond: number,
): Promise<"begun" | "running"> {
    if (isMoving(await lastMove(sqs, SourceArn))) return "running";
    const start = new StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond: perSecond });
    try {
        await asked("sqs:StartMessageMoveTask", sqs.send(start));
    } catch (error) {
        // SQS has one move a queue at a time: somebody else's may have begun since we looked.
        if (!isMoving(await lastMove(sqs, SourceArn))) throw error;
        return "running";
    }
    return "begun";
}

/** Waits for the end of the move, and says how far it is. True when it moved all. */
export async function movedAll(sqs: SQSClient, sourceArn: string, world: World): Promise<boolean> {
    for (let said = ""; ;) {
        const task = await lastMove(sqs, sourceArn);
        const { Status = "UNKNOWN", ApproximateNumberOfMessagesMoved: moved = 0 } = task ?? {};
        const toMove = task?.ApproximateNumberOfMessagesToMove;
        const now = `${moved} of ${toMove ?? "?"} moved`;
        if (!isMoving(task)) {
            const why = task?.FailureReason ? `: ${plain(task.FailureReason)}` : "";
            world.err(`redrive: ${Status.toLowerCase()}, ${now}${why}`);
            return Status === "COMPLETED";
        }
        if (now !== said) world.err(`redrive: ${now} ...`);
        said = now;
        await world.pause(SECONDS_BETWEEN_LOOKS);
    }
}

/** Stops the running move; what was moved stays moved. False when none runs. */
export async function stopMove(sqs: SQSClient, sourceArn: string): Promise<boolean> {
    const task = await lastMove(sqs, sourceArn);
    if (task?.Status !== "RUNNING" || task.TaskHandle === undefined) return false;
    const cancel = new CancelMessageMoveTaskCommand({ TaskHandle: task.TaskHandle });
    await asked("sqs:CancelMessageMoveTask", sqs.send(cancel));
    return true;
}
