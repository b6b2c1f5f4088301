import assert from "node:assert/strict";
import { parse } from "yaml";
import type { Answer, Invoke } from "../../scripts/lib/restore/prove.ts";
import type { Ran, World } from "../../scripts/lib/world.ts";
import { main } from "../../scripts/restore.ts";
import type { TestEnvironment } from "./environment.ts";

interface Way {
    active: string;
    next?: string;
}
interface Record {
    phase: "pausing" | "switched" | "cancelled";
    from: { instance: string };
    to: { instance: string };
    epoch: number;
}

/** The end of a script's process, in the middle of a test's. */
export class Killed extends Error {}

const instance = (generation: string) => ({ instance: `shop-live-${generation}` });
const URN = "urn:pulumi:live::shop::airworthy:data:Postgres$";

/**
 * Pulumi, ECS and the functions of one environment with the generations a and b, as a change-over meets them, in this
 * process: so that it can be killed around each of its steps. The poolers follow the record as theirs do.
 */
export class ChangingOver {
    deployed: Way = { active: "a" };
    record: Record | null = null;
    /** Every step with an effect that came to its end. */
    done: string[] = [];
    /** Calls of all kinds, in the order in which they began. */
    calls: string[] = [];
    /** Ends the script around the call of that number. */
    kill: { call: number; when: "before" | "after" | "within" } | undefined;
    /** What a preview finds besides. */
    steps: object[] = [];
    rollouts = ["COMPLETED"];
    writes = { count: 17, tables: { "public.users": 5, "public.orders": 12 } };
    /** What else the functions answer, by their action. */
    answers: { [action: string]: (() => Answer) | undefined } = {};
    readonly shop: TestEnvironment;
    /** The settings with both generations, as a restore has left them. */
    readonly before: string;
    /** What switches have left. */
    private readonly closed = new Set<string>();

    constructor(shop: TestEnvironment) {
        this.shop = shop;
        const both = "a: { version: 18 }\n      b: { version: 18, snapshot: arn:x } # the copy";
        shop.project.write({ "Pulumi.live.yaml": shop.settings.replace("a: { version: 18 }", both) });
        this.before = shop.settings;
    }

    /** Where clients end up, by the rule that the poolers obey. */
    get serving(): string {
        const { active } = this.deployed;
        const isOver =
            this.record?.phase === "switched" && this.record.from.instance === `shop-live-${active}`;
        return isOver ? this.record!.to.instance.slice("shop-live-".length) : active;
    }

    /** Whether clients can connect there. */
    get isReached(): boolean {
        return this.serving === this.deployed.active || this.serving === this.deployed.next;
    }

    /** That nothing was changed anywhere. */
    isUntouched(): void {
        assert.deepEqual([this.shop.settings, this.done, this.record], [this.before, [], null]);
    }

    run(...argv: string[]): Promise<number> {
        this.shop.lines.length = this.shop.data.length = 0;
        const world: World = { ...this.shop.world, run: (command, args) => this.called([command, ...args]) };
        return main(argv, world, this.invoke);
    }

    private invoke: Invoke = (name, event) => {
        const { action, to = "" } = event as { action: string; to?: string };
        return this.step(`${name} ${JSON.stringify(event)}`, () => this.answer(action, to));
    };

    private called([command, ...args]: string[]): Promise<Ran> {
        return this.step([command, ...args].join(" "), () => {
            if (command === "git") return { code: 128, output: "not a git repository" };
            if (command === "aws") return { code: 0, output: JSON.stringify(this.rollouts) };
            if (command === "npm") return { code: 0, output: "" };
            if (args[0] === "stack") return { code: 0, output: JSON.stringify(this.outputs) };
            if (args[0] === "preview") return { code: 0, output: JSON.stringify({ steps: this.preview() }) };
            this.deployed = this.settings;
            const { active, next } = this.deployed;
            this.done.push(`up ${active}${next ? ` next ${next}` : ""}`);
            return { code: 0, output: "" };
        });
    }

    private async step<T>(call: string, effect: () => T): Promise<T> {
        const { call: number, when } = this.kill ?? {};
        const isHere = this.calls.push(call) === number;
        if (isHere && when === "before") throw new Killed();
        // A function that died in the middle leaves this behind; others have no middle.
        if (isHere && when === "within" && call.includes('"switch"')) {
            const { to } = JSON.parse(call.slice(call.indexOf("{"))) as { to: string };
            this.record = { phase: "pausing", from: instance(this.serving), to: { instance: to }, epoch: 1 };
            // Until the fence holds, clients write: whether that may stay behind, too, the function says.
            this.writes = { count: this.writes.count + 1, tables: this.writes.tables };
            throw new Killed();
        }
        const result = effect();
        if (isHere) throw new Killed();
        return result;
    }

    private answer(action: string, to: string): Answer {
        const other = this.answers[action]?.();
        if (other) return other;
        const from = instance(this.serving);
        if (action === "align") return { result: { passwords: [] } };
        if (action === "switched?") return { result: { record: this.record } };
        if (action === "compare") {
            const last = { ...from, heartbeatAt: "2026-11-21T03:00:00Z" };
            const behind = { instance: to, heartbeatAt: "2026-11-20T02:00:00Z" };
            const tables = [
                { table: "public.orders", from: 120, to: 118, isEstimate: false },
                { table: "public.users", from: 7, to: 7, isEstimate: false },
                { table: "public.visits", from: 9_000_000, to: 9_100_000, isEstimate: true },
            ];
            const isBack = this.closed.has(to);
            return {
                result: { from: last, to: behind, tables, writesSinceSwitch: isBack ? this.writes : null },
            };
        }
        const isOpen = [this.deployed.active, this.deployed.next].includes(to.slice("shop-live-".length));
        if (!isOpen) return { fault: `{"errorMessage":"no way to ${to}"}` };
        this.record = { phase: "switched", from, to: { instance: to }, epoch: (this.record?.epoch ?? 0) + 1 };
        this.closed.add(from.instance);
        this.closed.delete(to);
        this.done.push(`switch ${to}`);
        const evidence = { pausedMs: 410, stallMs: 460, fencedAt: "2026-11-21T03:00:10Z", sessionsEnded: 40 };
        const proof = { fencedRoles: ["app_1", "app_2"], refusal: "28000", poolers: ["task-1", "task-2"] };
        return { result: { ...this.record, evidence: { ...evidence, ...proof } } };
    }

    private get settings(): Way {
        const { active, next } = parse(this.shop.settings).config["airworthy:database"] as Way;
        return next === undefined ? { active } : { active, next };
    }

    private get outputs() {
        const { active } = this.deployed;
        const named = {
            clusterName: "shop",
            poolerServiceName: "pooler",
            switchFunction: "shop-live-switch",
        };
        const databases = { a: "shop-live-a", b: "shop-live-b" };
        const url = "https://sqs.eu-central-1.amazonaws.com/123456789012/shop-live-jobs-dead";
        return {
            ...named,
            databaseInstance: `shop-live-${active}`,
            databaseGenerations: databases,
            jobsDeadLettersUrl: url,
        };
    }

    /** What the program of production changes, as it was rehearsed, but for the updates of functions. */
    private preview(): object[] {
        const open = ({ active, next }: Way) => new Set(next === undefined ? [active] : [active, next]);
        const [before, after] = [open(this.deployed), open(this.settings)];
        const rules = (op: string, generation: string) => [
            {
                op,
                urn: `${URN}aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::postgres-${generation}-server-client`,
            },
            {
                op,
                urn: `${URN}aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule::postgres-${generation}-client`,
            },
        ];
        const task =
            "urn:pulumi:live::shop::airworthy:compute:Task$aws:ecs/taskDefinition:TaskDefinition::pooler";
        const isMoved = this.deployed.active !== this.settings.active;
        return [
            { op: "same", urn: "urn:pulumi:live::shop::pulumi:pulumi:Stack::shop-live" },
            ...[...after].filter((one) => !before.has(one)).flatMap((one) => rules("create", one)),
            ...(isMoved
                ? ["create-replacement", "replace", "delete-replaced"].map((op) => ({ op, urn: task }))
                : []),
            ...[...before].filter((one) => !after.has(one)).flatMap((one) => rules("delete", one)),
            ...this.steps,
        ];
    }
}
