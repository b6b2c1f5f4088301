import type { DeploymentConfiguration } from "@aws-sdk/client-ecs";
import { Alarms } from "./alarms.ts";
import { Balancer, GROUPS, type Group } from "./balancer.ts";
import { Clock } from "./clock.ts";
import { LocalDeployment, type LocalRevision, type LocalTaskDefinition } from "./deployment.ts";
import type { LocalEcsOptions } from "./options.ts";
import { refusedBy, type LocalHook } from "./hooks.ts";
import { LocalOneOffs } from "./one-off.ts";
import { Scheduler } from "./scheduler.ts";
import type { Behaviour } from "./task.ts";
import { DELAYS, next, type Cause } from "./transitions.ts";
import { LocalWorkers } from "./workers.ts";

const ACCOUNT = "123456789012";
const arn = (what: string) => `arn:aws:ecs:eu-central-1:${ACCOUNT}:${what}`;

/** ECS as far as the deployments of one service go. What may follow on what is in `TRANSITIONS` alone. */
export class LocalEcs {
    readonly clock: Clock;
    readonly balancer: Balancer;
    readonly alarms: Alarms;
    readonly scheduler: Scheduler;
    readonly workers: LocalWorkers;
    readonly oneOffs: LocalOneOffs;
    /** What the functions of the hooks do, by their names. */
    readonly hooks = new Map<string, LocalHook>();
    readonly taskDefinitions: LocalTaskDefinition[] = [];
    readonly deployments: LocalDeployment[] = [];
    configuration: DeploymentConfiguration;
    desiredCount = 2;
    private isOver = false;

    private constructor(options: LocalEcsOptions, balancer: Balancer) {
        this.clock = new Clock(options.factor, options.delay);
        [this.balancer, this.configuration] = [balancer, options.configuration];
        this.workers = new LocalWorkers(this.clock);
        this.alarms = new Alarms(options.alarms, options.tell?.alarm);
        const log = options.tell?.log ?? (() => Promise.resolve());
        this.scheduler = new Scheduler(this.clock, balancer, log);
        this.oneOffs = new LocalOneOffs(this.clock, log);
    }

    static async start(options: LocalEcsOptions): Promise<LocalEcs> {
        const ecs = new LocalEcs(options, await Balancer.start(options.patience));
        ecs.alarms.start(ecs.balancer, ecs.clock);
        return ecs;
    }

    /** Ends everything, deployments too. */
    async stop(): Promise<void> {
        this.isOver = true;
        await this.alarms.stop();
        this.scheduler.stop();
        this.oneOffs.stop();
        await this.balancer.stop();
    }

    /** What runs when a task of an image is started. */
    image(image: string, behaviour: Behaviour): void {
        this.scheduler.images.set(image, behaviour);
    }

    register(image: string): LocalTaskDefinition {
        const number = this.taskDefinitions.length + 1;
        const made = {
            arn: arn(`task-definition/shop-live-web:${number}`),
            image,
            status: "ACTIVE" as const,
        };
        this.taskDefinitions.push(made);
        return made;
    }

    get last(): LocalDeployment | undefined {
        return this.deployments.at(-1);
    }

    /** Where production's requests go: by the last good deployment, or (assumed) by one that could not be taken back. */
    get serving(): LocalRevision | undefined {
        const { state, target } = this.last ?? {};
        const isLeft = state === "ROLLBACK_FAILED" && this.balancer.weightsOf("live")[target!.group] === 100;
        if (isLeft) return target;
        const ended = this.deployments.filter(({ state }) => state === "SUCCESSFUL");
        return ended.at(-1)?.target;
    }

    /** Starts a deployment, as an update of the service's task definition does. */
    deploy(taskDefinition: LocalTaskDefinition): LocalDeployment {
        const before = this.last;
        const number = this.deployments.length + 1;
        const source = this.serving;
        const group: Group = GROUPS[source?.group === GROUPS[0] ? 1 : 0];
        const target = { arn: arn(`service-revision/live/web/${1000 + number}`), taskDefinition, group };
        const isBusy = before !== undefined && !before.isOver;
        const isLeft = before?.state === "ROLLBACK_FAILED" && before.target !== source;
        const other = isBusy || isLeft ? before.target : undefined;
        const made = new LocalDeployment(
            arn(`service-deployment/live/web/d${number}`),
            { source, other, target },
            this.configuration,
            this.alarms.red,
            this.clock.now(),
        );
        this.deployments.push(made);
        if (isBusy) before.interrupt("replaced");
        void (isBusy ? before.over : Promise.resolve()).then(() =>
            this.walk(made, other ? "several" : "done"),
        );
        return made;
    }

    /** From state to state by the table, until there is nothing that follows. */
    private async walk(one: LocalDeployment, begun: Cause): Promise<void> {
        void this.watch(one);
        let cause = begun;
        while (!this.isOver) {
            const row = next(one.state, cause);
            if (!row) throw new Error(`Nothing follows on "${cause}" at ${one.state}.`);
            await this.clock.take(row);
            [one.state, one.updatedAt] = [row.to, this.clock.now()];
            one.startedAt ??= one.updatedAt;
            if (one.isOver) break;
            cause = await this.perform(one);
        }
        one.finishedAt = this.clock.now();
        one.end();
    }

    /** Alarms are looked at from the beginning to the end of the bake. */
    private async watch(one: LocalDeployment): Promise<void> {
        while (!this.isOver && !one.isOver) {
            const red = one.heeds.filter((name) => this.alarms.red.has(name));
            for (const name of one.ignored) if (!this.alarms.red.has(name)) one.ignored.delete(name);
            if (red.length > 0 && next(one.state, "alarm")) {
                one.triggered = red;
                return one.interrupt("alarm");
            }
            await this.clock.pass(10);
        }
    }

    /** What a state does, to its end or to what interrupts it. */
    private async perform(one: LocalDeployment): Promise<Cause> {
        const isForward = one.status === "IN_PROGRESS";
        const abort = new AbortController();
        const work = isForward ? this.forward(one, abort.signal) : this.backward(one);
        const broken = one.interrupted.then((cause) => (isForward && next(one.state, cause) ? cause : work));
        const cause = await Promise.race([work, broken]);
        abort.abort();
        if (isForward && cause !== "done") one.breakOff(cause, this.clock.now());
        return cause;
    }

    private async forward(one: LocalDeployment, signal: AbortSignal): Promise<Cause> {
        const { stage, source, target, configuration } = one;
        const refused = await refusedBy(one, this.hooks, this.clock);
        if (refused !== undefined && !signal.aborted)
            one.reason = `Service deployment rolled back: the lifecycle hook ${refused} failed at ${stage}.`;
        if (refused !== undefined) return "hook failed";
        if (stage === "RECONCILE_SERVICE" && source) await this.keepOnly(source);
        if (stage === "SCALE_UP") await this.scheduler.scale(target, this.desiredCount, one.arn, signal);
        if (stage === "TEST_TRAFFIC_SHIFT") await this.weigh("test", target, 100, signal);
        if (stage === "PRODUCTION_TRAFFIC_SHIFT") {
            const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } =
                configuration.canaryConfiguration ?? {};
            if (configuration.strategy === "CANARY" && source) {
                await this.weigh("live", target, canaryPercent, signal);
                await this.clock.pass(canaryBakeTimeInMinutes * 60);
            }
            await this.weigh("live", target, 100, signal);
        }
        if (stage === "BAKE_TIME") await this.clock.pass((configuration.bakeTimeInMinutes ?? 0) * 60);
        if (stage === "CLEAN_UP" && source) await this.scheduler.end(source, signal);
        return "done";
    }

    /** Back to what served before, whose tasks still run unless they were being stopped. */
    private async backward(one: LocalDeployment): Promise<Cause> {
        const { state, source, target } = one;
        if (state !== "ROLLBACK_IN_PROGRESS") return "done";
        if (!source) await this.scheduler.end(target);
        if (!source) return "nothing before";
        const limit = AbortSignal.timeout((600_000 / this.clock.factor) | 0);
        if (!(await this.scheduler.scale(source, this.desiredCount, one.arn, limit))) return "cannot go back";
        await this.keepOnly(source);
        return "done";
    }

    private async keepOnly(revision: LocalRevision): Promise<void> {
        await Promise.all([this.weigh("live", revision, 100), this.weigh("test", revision, 100)]);
        await this.scheduler.endOthers(revision);
    }

    private async weigh(rule: "live" | "test", to: LocalRevision, percent: number, signal?: AbortSignal) {
        if (signal?.aborted) return;
        const rest = 100 - percent;
        const weights = { web: rest, "web-alternate": rest, [to.group]: percent };
        await this.balancer.weigh(rule, weights, () => this.clock.take(DELAYS.ruleSpreads));
    }
}
