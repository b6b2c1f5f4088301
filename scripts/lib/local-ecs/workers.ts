import type { Clock } from "./clock.ts";
import type { LocalTaskDefinition } from "./deployment.ts";
import { EcsError } from "./names.ts";
import { DELAYS } from "./transitions.ts";

type Asked = Record<string, unknown>;

interface Rolling {
    arn: string;
    revision: string;
    taskDefinition: LocalTaskDefinition;
    status: "IN_PROGRESS" | "SUCCESSFUL" | "STOPPED";
    createdAt: number;
    finishedAt: number | undefined;
}

/** A service beside the one that is asked: no load balancer, no hooks, and one set of tasks is replaced by the next. */
export class LocalWorkers {
    readonly name = "worker";
    readonly deployments: Rolling[] = [];
    private readonly clock: Clock;

    constructor(clock: Clock) {
        this.clock = clock;
    }

    get last(): Rolling | undefined {
        return this.deployments.at(-1);
    }

    async deploy(taskDefinition: LocalTaskDefinition): Promise<void> {
        const number = this.deployments.length + 1;
        const of = (what: string) =>
            `arn:aws:ecs:eu-central-1:123456789012:${what}/live/${this.name}/${number}`;
        if (this.last?.status === "IN_PROGRESS") this.last.status = "STOPPED";
        const one: Rolling = {
            ...{ arn: of("service-deployment"), revision: of("service-revision"), taskDefinition },
            ...{ status: "IN_PROGRESS", createdAt: this.clock.now() / 1000, finishedAt: undefined },
        };
        this.deployments.push(one);
        await this.clock.take(DELAYS.taskStarts);
        await this.clock.take(DELAYS.taskStops);
        if (one.status !== "IN_PROGRESS") return;
        [one.status, one.finishedAt] = ["SUCCESSFUL", this.clock.now() / 1000];
    }

    /** Undefined where the question is of another service. */
    answer(action: string, asked: Asked, definitions: LocalTaskDefinition[]): object | undefined {
        if (!JSON.stringify(asked).match(new RegExp(`"${this.name}"|/live/${this.name}/`))) return undefined;
        const among = (list: unknown, arn: string) => (list as string[]).includes(arn);
        if (action === "DescribeServices") return { services: [this.service()], failures: [] };
        if (action === "ListServiceDeployments")
            return { serviceDeployments: this.deployments.map((one) => this.shown(one)).reverse() };
        if (action === "DescribeServiceDeployments") {
            const found = this.deployments.filter(({ arn }) => among(asked.serviceDeploymentArns, arn));
            return { serviceDeployments: found.map((one) => this.shown(one)), failures: [] };
        }
        if (action === "DescribeServiceRevisions") {
            const found = this.deployments.filter((one) => among(asked.serviceRevisionArns, one.revision));
            const revisions = found.map(({ revision, taskDefinition }) => ({
                ...{ serviceRevisionArn: revision, taskDefinition: taskDefinition.arn },
            }));
            return { serviceRevisions: revisions, failures: [] };
        }
        const wanted = definitions.find(({ arn }) => arn === asked.taskDefinition);
        if (action !== "UpdateService" || wanted?.status !== "ACTIVE")
            throw new EcsError("ClientException", `${action} with ${String(asked.taskDefinition)}`);
        void this.deploy(wanted);
        return { service: this.service() };
    }

    private service(): object {
        const { taskDefinition, status } = this.last ?? {};
        const rolloutState = status === "SUCCESSFUL" ? "COMPLETED" : "IN_PROGRESS";
        return {
            ...{ serviceName: this.name, status: "ACTIVE", taskDefinition: taskDefinition?.arn },
            deployments: [{ status: "PRIMARY", rolloutState, taskDefinition: taskDefinition?.arn }],
        };
    }

    private shown({ arn, revision, status, createdAt, finishedAt }: Rolling): object {
        return {
            ...{ serviceDeploymentArn: arn, status, createdAt, finishedAt },
            ...{ targetServiceRevisionArn: revision, targetServiceRevision: { arn: revision } },
        };
    }
}
