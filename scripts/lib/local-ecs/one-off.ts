import type { Clock } from "./clock.ts";
import { EcsError, LOG_GROUP } from "./names.ts";
import { DELAYS } from "./transitions.ts";

/** A program that runs as a task: it ends with a code, says something, and can be asked to stop, and then be ended. */
export interface Program {
    ended: Promise<number>;
    said(): string;
    kill(signal: "SIGTERM" | "SIGKILL"): void;
}

interface Asked {
    clientToken?: string;
    startedBy?: string;
    taskDefinition: string;
}

interface Task {
    arn: string;
    asked: Asked;
    stoppedAt?: number;
    lastStatus: "PENDING" | "RUNNING" | "STOPPED";
    exitCode?: number;
    stopped?: string;
    program?: Program;
}

const OF = "arn:aws:ecs:eu-central-1:123456789012";
const FAMILY = `${OF}:task-definition/shop-live-migrations`;
const TASK = `${OF}:task/live/migration`;
const CONTAINER = "migrate";
/** Seconds between SIGTERM and SIGKILL (API reference, "StopTask"). */
const STOP_SECONDS = 30;

/** Tasks that somebody starts by RunTask, and that end by themselves. */
export class LocalOneOffs {
    readonly tasks: Task[] = [];
    /** What runs as a task of an image; without one it can't be pulled. */
    run: (image: string) => Program | undefined = () => undefined;
    private readonly images: string[] = [];
    private readonly clock: Clock;
    private readonly log: (stream: string, line: string) => Promise<void>;

    constructor(clock: Clock, log: LocalOneOffs["log"]) {
        [this.clock, this.log] = [clock, log];
    }

    /** The task definition of an image, for a task of its own. */
    register(image: string): string {
        return `${FAMILY}:${this.images.push(image)}`;
    }

    stop(): void {
        for (const { program } of this.tasks) program?.kill("SIGKILL");
    }

    /** Undefined where the question is about tasks of the service. */
    answer(action: string, asked: Record<string, unknown>): object | undefined {
        if (action === "RunTask") return { tasks: [this.shown(this.started(asked as unknown as Asked))] };
        if (action === "StopTask") {
            const task = this.tasks.find(({ arn }) => arn === asked.task);
            if (!task) throw new EcsError("InvalidParameterException", "The referenced task was not found.");
            void this.ended(task, String(asked.reason));
            return { task: this.shown(task) };
        }
        if (action === "DescribeTaskDefinition" && String(asked.taskDefinition).startsWith(FAMILY))
            return { taskDefinition: this.definition(String(asked.taskDefinition)) };
        if (action === "DescribeTasks" && (asked.tasks as string[])[0]?.startsWith(TASK)) {
            const found = this.tasks.filter(({ arn }) => (asked.tasks as string[]).includes(arn));
            return { tasks: found.map((one) => this.shown(one)), failures: [] };
        }
        if (action !== "ListTasks" || !String(asked.startedBy).startsWith("migrations/")) return undefined;
        const isAsked = (one: Task) =>
            one.asked.startedBy === asked.startedBy &&
            (one.lastStatus === "STOPPED") === (asked.desiredStatus === "STOPPED");
        return { taskArns: this.tasks.filter(isAsked).map(({ arn }) => arn) };
    }

    /** Once for a token, as ECS does it. */
    private started(asked: Asked): Task {
        const known = this.tasks.find((one) => one.asked.clientToken === asked.clientToken);
        if (known && asked.clientToken !== undefined) return known;
        const task: Task = {
            ...{ arn: `${TASK}-${this.tasks.length + 1}`, asked, lastStatus: "PENDING" },
        };
        this.tasks.push(task);
        void this.lived(task);
        return task;
    }

    private async lived(task: Task): Promise<void> {
        await this.clock.take(DELAYS.taskStarts);
        if (task.stopped === undefined) {
            task.program = this.run(this.imageOf(task.asked.taskDefinition));
            if (task.program) task.lastStatus = "RUNNING";
            const code = await task.program?.ended;
            if (code !== undefined) task.exitCode = code;
            const said = task.program?.said();
            const stream = `${CONTAINER}/${CONTAINER}/${task.arn.split("/").at(-1)}`;
            if (said) await this.log(stream, said);
        }
        [task.lastStatus, task.stoppedAt] = ["STOPPED", this.clock.now()];
    }

    private async ended(task: Task, reason: string): Promise<void> {
        task.stopped ??= reason;
        task.program?.kill("SIGTERM");
        await this.clock.pass(STOP_SECONDS);
        if (task.lastStatus !== "STOPPED") task.program?.kill("SIGKILL");
    }

    private imageOf(definition: string): string {
        const image = this.images[Number(definition.split(":").at(-1)) - 1];
        if (image === undefined) throw new EcsError("ClientException", "Unable to describe task definition.");
        return image;
    }

    private definition(taskDefinitionArn: string): object {
        const options = { "awslogs-group": LOG_GROUP, "awslogs-stream-prefix": CONTAINER };
        const container = { name: CONTAINER, image: this.imageOf(taskDefinitionArn) };
        const logConfiguration = { logDriver: "awslogs", options };
        return {
            ...{ taskDefinitionArn, status: "ACTIVE" },
            containerDefinitions: [{ ...container, logConfiguration }],
        };
    }

    private shown({ arn, asked, lastStatus, exitCode, stopped, program, stoppedAt }: Task): object {
        const isStopped = lastStatus === "STOPPED";
        const [code, reason] =
            stopped !== undefined
                ? ["UserInitiated", stopped]
                : program
                  ? ["EssentialContainerExited", "Essential container in task exited"]
                  : ["TaskFailedToStart", "CannotPullContainerError: image not found"];
        return {
            ...{ taskArn: arn, taskDefinitionArn: asked.taskDefinition, lastStatus },
            ...{ startedBy: asked.startedBy, containers: [{ name: CONTAINER, lastStatus, exitCode }] },
            ...(isStopped && { stopCode: code, stoppedReason: reason, stoppedAt: stoppedAt! / 1000 }),
        };
    }
}
