import { Refusal } from "../command.ts";
import type { Invoke } from "../restore/prove.ts";
import { plain } from "../table.ts";

/** What there is to bring, and what is in the way. */
export interface Looked {
    version: string;
    bytes: number;
    tables: number;
    blockers: string[];
}

/** How far a generation has come that follows another. */
export interface Status {
    versions: { from: string; to: string };
    tables: number;
    copied: number;
    bytes: { from: number; to: number };
    lagBytes: number | null;
    faults: number;
    slot: string;
}

export interface Checked extends Status {
    same: number;
    unlike: { table: string; from: number; to: number }[];
    uncompared: string[];
}

/** The function of the upgrade, which alone may copy between two generations. */
export class UpgradeFunction {
    private readonly name: string;
    private readonly environment: string;
    private readonly invoke: Invoke;

    constructor(environment: string, invoke: Invoke) {
        [this.environment, this.name, this.invoke] = [environment, `${environment}-upgrade`, invoke];
    }

    look = () => this.ask<Looked>({ action: "look" }, "tables");
    begin = (generation: string) => this.to<Status>("begin", generation, "copied");
    status = (generation: string) => this.to<Status>("status", generation, "copied");
    check = (generation: string) => this.to<Checked>("check", generation, "unlike");
    abandon = (generation: string) => this.to<object>("abandon", generation, "abandoned");

    private to<T extends object>(action: string, generation: string, has: string): Promise<T> {
        return this.ask<T>({ action, to: `${this.environment}-${generation}` }, has);
    }

    private async ask<T extends object>(event: object, has: string): Promise<T> {
        const answer = await this.invoke(this.name, event);
        if ("fault" in answer) {
            const why = answer.isMissing ? "it is not there; deploy first" : messageOf(answer.fault);
            throw new Refusal(`${this.name} says: ${plain(why)}`);
        }
        const result = Object(answer.result) as T;
        if (has in result) return result;
        throw new Refusal(
            `${this.name} answered ${plain(JSON.stringify(result)).slice(0, 500)}; deploy it with the version of these files.`,
        );
    }
}

function messageOf(fault: string): string {
    try {
        return String((JSON.parse(fault) as { errorMessage?: unknown }).errorMessage ?? fault);
    } catch {
        return fault;
    }
}
