import { Refusal } from "../command.ts";
import { outputOf, type Environment } from "../environment.ts";
import { generationOf } from "../points/point.ts";
import { plain } from "../table.ts";
import type { Invoke } from "./prove.ts";
import type { SwitchRecord } from "./route.ts";

/** An instance, and when it was last written to; null when nobody can tell. */
interface End {
    instance: string;
    heartbeatAt: string | null;
}

/** What the serving generation has past the other. */
export interface Comparison {
    from: End;
    to: End;
    tables: { table: string; from: number; to: number; isEstimate: boolean }[];
    /** Of a generation that serves since a switch from the other: what stays behind on the way back. */
    writesSinceSwitch: { count: number; tables: Record<string, number> } | null;
}

/** What a switch has to show. */
export interface Evidence {
    pausedMs: number;
    fencedAt: string;
    fencedRoles: string[];
    sessionsEnded: number;
    /** SQLSTATE of the sign-in that the closed generation refused; or what one met at a generation that was lost. */
    refusal: string;
    poolers: string[];
    stallMs: number;
}

/** What a person has said may be. */
export interface Allowed {
    /** Of a way back: the writes that may stay behind, at most. */
    leaveWrites: number | undefined;
    /** The one that serves is down: it is left as it is. */
    isLost: boolean;
}

/** The function of the switch, which alone may pause poolers and close a database. It knows instances, we generations. */
export class Switch {
    private readonly environment: string;
    private readonly name: string;
    private readonly invoke: Invoke;

    constructor(environment: Environment, invoke: Invoke) {
        this.environment = environment.name;
        this.name = outputOf(environment, "switchFunction");
        this.invoke = invoke;
    }

    /** The last attempt; undefined before the first one. */
    async record(): Promise<SwitchRecord | undefined> {
        const answer = await this.ask({ action: "switched?" });
        const { record } = answer;
        if (record === null) return undefined;
        const { phase, from, to, epoch } = Object(record) as Record<keyof SwitchRecord, unknown>;
        const [source, target] = [this.generationIn(from), this.generationIn(to)];
        const isPhase = phase === "pausing" || phase === "switched" || phase === "cancelled";
        if (!isPhase || !source || !target) throw this.strange(answer);
        return { phase, from: source, to: target, epoch: Number(epoch) };
    }

    async compare(generation: string): Promise<Comparison> {
        const to = `${this.environment}-${generation}`;
        const answer = (await this.ask({ action: "compare", to })) as Partial<Comparison>;
        const { from, tables, writesSinceSwitch } = answer;
        const isCounted = writesSinceSwitch === null || typeof writesSinceSwitch?.count === "number";
        if (!instanceIn(from) || !instanceIn(answer.to) || !Array.isArray(tables) || !isCounted)
            throw this.strange(answer);
        return answer as Comparison;
    }

    async to(generation: string, { leaveWrites, isLost }: Allowed): Promise<Evidence> {
        const to = `${this.environment}-${generation}`;
        const allowed = { ...(leaveWrites !== undefined && { leaveWrites }), ...(isLost && { isLost }) };
        const answer = await this.ask({ action: "switch", to, ...allowed });
        const { phase, evidence } = answer as { phase?: unknown; evidence?: Evidence };
        if (phase !== "switched" || evidence === undefined) throw this.strange(answer);
        return evidence;
    }

    private async ask(
        event: { action: string; to?: string } & Partial<Allowed>,
    ): Promise<object & Record<string, unknown>> {
        const answer = await this.invoke(this.name, event);
        if (!("fault" in answer)) return Object(answer.result) as Record<string, unknown>;
        const why = answer.isMissing ? "it is not there" : plain(messageOf(answer.fault));
        throw new Refusal(`${this.name} says: ${why}${/[.!?]$/.test(why) ? "" : "."}`);
    }

    private generationIn(end: unknown): string | undefined {
        const instance = instanceIn(end);
        return instance && (generationOf(this.environment, instance) ?? instance);
    }

    private strange(answer: unknown): Refusal {
        const shown = plain(JSON.stringify(answer)).slice(0, 500);
        return new Refusal(`${this.name} answered ${shown}; deploy it with the version of these files.`);
    }
}

/** The record has it with its address, other answers may have the name alone. */
function instanceIn(end: unknown): string | undefined {
    const instance: unknown = typeof end === "string" ? end : Object(end).instance;
    return typeof instance === "string" && instance !== "" ? instance : undefined;
}

/** What the function threw, without where. */
function messageOf(fault: string): string {
    try {
        const { errorMessage } = Object(JSON.parse(fault)) as { errorMessage?: unknown };
        return typeof errorMessage === "string" && errorMessage !== "" ? errorMessage : fault;
    } catch {
        return fault;
    }
}
