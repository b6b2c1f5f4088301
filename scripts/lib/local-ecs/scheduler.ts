import type { Balancer } from "./balancer.ts";
import type { Clock } from "./clock.ts";
import type { LocalRevision } from "./deployment.ts";
import { LocalTask, type Behaviour } from "./task.ts";
import { DELAYS } from "./transitions.ts";

/** The words of AWS's "Capacity is unavailable" (re:Post, ecs-fargate-runtask-capacity, 2026-11-23), as an event has them. */
const NO_PLACE =
    "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.";

/** Starts tasks, stops them, and starts those again that fail. */
export class Scheduler {
    readonly images = new Map<string, Behaviour>();
    readonly tasks: LocalTask[] = [];
    /** What ECS writes down of the service, the newest last. */
    readonly events: { createdAt: number; message: string }[] = [];
    private readonly clock: Clock;
    private readonly balancer: Balancer;
    private readonly log: (stream: string, line: string) => Promise<void>;
    private isOver = false;

    constructor(clock: Clock, balancer: Balancer, log: Scheduler["log"]) {
        [this.clock, this.balancer, this.log] = [clock, balancer, log];
    }

    of(revision: LocalRevision): LocalTask[] {
        return this.tasks.filter(
            (task) => task.serviceRevision === revision.arn && task.lastStatus !== "STOPPED",
        );
    }

    /** Until so many tasks pass the checks of the load balancer; false when it was told to give up. */
    async scale(
        revision: LocalRevision,
        count: number,
        startedBy: string,
        signal: AbortSignal,
    ): Promise<boolean> {
        const keep = async () => {
            while (!signal.aborted && !this.isOver) {
                if (this.images.get(revision.taskDefinition.image)?.hasNoPlace) {
                    this.events.push({ createdAt: this.clock.now() / 1000, message: NO_PLACE });
                    await this.clock.take(DELAYS.taskIsTriedAgain);
                    continue;
                }
                const task = await this.started(revision, startedBy);
                const isGood = task.lastStatus === "RUNNING" && (await this.passes(revision, task, signal));
                if (isGood || signal.aborted) return;
                await this.retire(task, "Task failed ELB health checks");
                await this.clock.take(DELAYS.taskIsTriedAgain);
            }
        };
        const missing = Math.max(0, count - this.of(revision).length);
        await Promise.all(Array.from({ length: missing }, keep));
        return !signal.aborted;
    }

    async end(revision: LocalRevision, signal?: AbortSignal): Promise<void> {
        const own = this.of(revision);
        for (const task of own) await this.balancer.deregister(task.id);
        const called = new Promise((resolve) => signal?.addEventListener("abort", resolve));
        await Promise.race([this.clock.take(DELAYS.taskStops), called]);
        // On the way back they are needed again.
        if (signal?.aborted) {
            for (const task of own) await this.balancer.register(revision.group, task.id, task.port);
            return;
        }
        for (const task of own) task.stop("Scaling activity initiated by deployment", () => this.clock.now());
    }

    async endOthers(kept: LocalRevision): Promise<void> {
        const others = this.tasks.filter(
            (task) => task.lastStatus !== "STOPPED" && task.serviceRevision !== kept.arn,
        );
        for (const task of others) await this.balancer.deregister(task.id);
        await this.clock.take(DELAYS.taskStops);
        for (const task of others)
            task.stop("Scaling activity initiated by deployment", () => this.clock.now());
    }

    stop(): void {
        this.isOver = true;
        for (const task of this.tasks) task.stop("The cluster is gone", () => this.clock.now());
    }

    private async started(revision: LocalRevision, startedBy: string): Promise<LocalTask> {
        const { taskDefinition, group } = revision;
        const id = `${startedBy.split("/").at(-1)}-${this.tasks.length + 1}`;
        const image = this.images.get(taskDefinition.image) ?? { isMissing: true };
        const task = new LocalTask(id, revision, startedBy, image);
        this.tasks.push(task);
        await this.clock.take(DELAYS.taskStarts);
        if (this.isOver) return task;
        await task.start(() => this.clock.now());
        if (image.crashes !== undefined && !image.isMissing) await this.log(`web/web/${id}`, image.crashes);
        if (task.lastStatus === "RUNNING") await this.balancer.register(group, id, task.port);
        return task;
    }

    /** Within the grace period of the service, and what haproxy's checks take, which no clock makes faster. */
    private async passes({ group }: LocalRevision, task: LocalTask, signal: AbortSignal): Promise<boolean> {
        const end = this.clock.now() + 60_000 + 600 * this.clock.factor;
        while (this.clock.now() < end && !signal.aborted && !this.isOver) {
            if ((await this.balancer.health(group)).get(task.id)) return true;
            await this.clock.pass(5);
        }
        return false;
    }

    private async retire(task: LocalTask, reason: string): Promise<void> {
        await this.balancer.deregister(task.id);
        task.stop(reason, () => this.clock.now());
    }
}
