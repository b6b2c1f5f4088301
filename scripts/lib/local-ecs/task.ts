import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { LocalRevision } from "./deployment.ts";

/** What an image does when it runs: where a fault of a release comes from. */
export interface Behaviour {
    /** The process ends as soon as it has started, and has said this. */
    crashes?: string;
    /** How it ends then, and what ECS says of its container. @default 1, and nothing */
    ends?: { exit: number; reason: string };
    /** ECS finds no room for it, and starts nothing. */
    hasNoPlace?: boolean;
    /** What the health path answers. @default 200 */
    health?: number;
    /** What every other path answers from this request of a task on. */
    fails?: { status: number; from: number };
    /** From this request of a task on it takes what is asked, and never answers; its health it tells. */
    hangs?: { from: number };
    /** How long an answer takes. */
    slowMs?: number;
    /** Nobody can pull it. */
    isMissing?: boolean;
}

/** One container of an image: a server of its own that tells which one it is. */
export class LocalTask {
    readonly id: string;
    /** Of the service: of one task definition there may be two, in two groups of targets. */
    readonly serviceRevision: string;
    /** Of the task definition. */
    readonly revision: string;
    /** The service deployment that started it. */
    readonly startedBy: string;
    port = 0;
    lastStatus: "PENDING" | "RUNNING" | "STOPPED" = "PENDING";
    stopCode: string | undefined;
    stoppedReason: string | undefined;
    exitCode: number | undefined;
    /** Of its container. */
    reason: string | undefined;
    stoppedAt = 0;
    private server: Server | undefined;
    private served = 0;
    private readonly image: Behaviour;

    constructor(id: string, of: LocalRevision, startedBy: string, image: Behaviour) {
        [this.id, this.serviceRevision, this.revision] = [id, of.arn, of.taskDefinition.arn];
        [this.startedBy, this.image] = [startedBy, image];
    }

    /** Runs it; a fault that keeps it from running is what it leaves behind. */
    async start(now: () => number): Promise<void> {
        const { isMissing, crashes } = this.image;
        if (isMissing || crashes !== undefined) {
            // The words of AWS's guide ("Stopped tasks error messages").
            this.stopCode = isMissing ? "TaskFailedToStart" : "EssentialContainerExited";
            this.stoppedReason = isMissing
                ? "CannotPullContainerError: image not found"
                : "Essential container in task exited";
            const { exit = 1, reason } = this.image.ends ?? {};
            if (!isMissing) [this.exitCode, this.reason] = [exit, reason];
            [this.lastStatus, this.stoppedAt] = ["STOPPED", now()];
            return;
        }
        this.server = createServer((request, answer) => {
            const isHealth = request.url === "/healthz";
            if (!isHealth) this.served++;
            if (!isHealth && this.served >= (this.image.hangs?.from ?? Infinity)) return;
            const status = isHealth ? (this.image.health ?? 200) : this.status();
            void wait(isHealth ? 0 : (this.image.slowMs ?? 0)).then(() => {
                answer.writeHead(status, { "content-type": "text/plain", "x-revision": this.revision });
                answer.end(this.revision);
            });
        });
        // An idle connection that ends here, just as the load balancer sends on it, would be our fault.
        this.server.keepAliveTimeout = 60_000;
        this.server.listen(0, "127.0.0.1");
        await once(this.server, "listening");
        [this.port, this.lastStatus] = [(this.server.address() as AddressInfo).port, "RUNNING"];
    }

    stop(reason: string, now: () => number): void {
        if (this.lastStatus === "STOPPED") return;
        [this.lastStatus, this.stopCode, this.stoppedReason] = [
            "STOPPED",
            "ServiceSchedulerInitiated",
            reason,
        ];
        this.stoppedAt = now();
        this.server?.close();
        this.server?.closeIdleConnections();
    }

    private status(): number {
        const { fails } = this.image;
        return fails && this.served >= fails.from ? fails.status : 200;
    }
}
