import type {
    DeploymentConfiguration,
    DeploymentLifecycleHookDetail,
    ServiceDeploymentStatus,
} from "@aws-sdk/client-ecs";
import type { Group } from "./balancer.ts";
import type { Cause, State } from "./transitions.ts";

export interface LocalTaskDefinition {
    arn: string;
    image: string;
    status: "ACTIVE" | "INACTIVE";
}

export interface LocalRevision {
    arn: string;
    taskDefinition: LocalTaskDefinition;
    group: Group;
}

/** One deployment of the service, and where it stands. */
export class LocalDeployment {
    readonly arn: string;
    readonly source: LocalRevision | undefined;
    /** That of a deployment which this one has replaced: its tasks run until this one has begun. */
    readonly other: LocalRevision | undefined;
    readonly target: LocalRevision;
    readonly configuration: DeploymentConfiguration;
    readonly createdAt: number;
    startedAt: number | undefined;
    finishedAt: number | undefined;
    updatedAt: number;
    state: State = "PENDING";
    reason: string | undefined;
    rollback: { reason: string; startedAt: number } | undefined;
    /** The stage that it came to, where it went no further. */
    brokenAt: string | undefined;
    triggered: string[] = [];
    /** Those that were asked so far, in order. */
    readonly hooks: DeploymentLifecycleHookDetail[] = [];
    /** Red before it began: not heeded. */
    readonly ignored: Set<string>;
    /** What ends a stage before its time. */
    readonly interrupted: Promise<Cause>;
    readonly over: Promise<void>;
    interrupt!: (cause: Cause) => void;
    end!: () => void;

    constructor(
        arn: string,
        way: Record<"source" | "other", LocalRevision | undefined> & { target: LocalRevision },
        configuration: DeploymentConfiguration,
        red: Set<string>,
        now: number,
    ) {
        [this.arn, this.source, this.other, this.target] = [arn, way.source, way.other, way.target];
        this.configuration = configuration;
        [this.createdAt, this.updatedAt, this.ignored] = [now, now, new Set(red)];
        this.interrupted = new Promise((resolve) => (this.interrupt = resolve));
        this.over = new Promise((resolve) => (this.end = resolve));
    }

    get status(): ServiceDeploymentStatus {
        return this.state.split(" ")[0] as ServiceDeploymentStatus;
    }

    get stage(): string | undefined {
        return this.state.split(" ")[1];
    }

    get isOver(): boolean {
        return ["SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"].includes(this.state);
    }

    get heeds(): string[] {
        const { alarms } = this.configuration;
        const names = alarms?.enable && alarms.rollback ? (alarms.alarmNames ?? []) : [];
        return names.filter((name) => !this.ignored.has(name));
    }

    /** Why it goes no further, in words of ours: those of ECS were not seen. */
    breakOff(cause: Cause, now: number): void {
        this.brokenAt = this.stage;
        if (cause === "replaced") this.reason = "Service deployment stopped: another one has begun.";
        if (cause === "stop asked")
            this.reason = "Service deployment rolled back: StopServiceDeployment was called.";
        if (cause === "alarm")
            this.reason = `Service deployment rolled back: in alarm: ${this.triggered.join(", ")}.`;
        if (cause !== "replaced") this.rollback = { reason: this.reason!, startedAt: now };
    }
}
