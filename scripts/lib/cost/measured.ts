import { existsSync } from "node:fs";
import path from "node:path";
import { Misuse as RehearsalMisuse } from "../../../rehearsal/misuse.ts";
import { loadProject, stacksOf } from "../../../rehearsal/project/project.ts";
import { loadStack } from "../../../rehearsal/project/stack.ts";
import { rehearse } from "../../../rehearsal/rehearse.ts";
import { Misuse, Refusal } from "../command.ts";
import type { World } from "../world.ts";
import { estimate, type Estimate } from "./estimate.ts";
import { Graph } from "./graph.ts";
import type { Price } from "./price.ts";
import { usageIn, type Usage } from "./usage.ts";

/** What the settings of an environment assume. */
export interface Assumed {
    stack: string;
    usage: Usage;
    /** US dollars, of airworthy:monthlyBudgetUsd: alerts go out above it. */
    budgetUsd: number;
}

/** What an environment costs by the program of a folder. */
export interface Measured extends Assumed {
    estimate: Estimate;
}

export function stacksAsked(cwd: string, named: string[]): string[] {
    const stacks = named.length > 0 ? [...new Set(named)] : refusing(() => stacksOf(loadProject(cwd)));
    if (stacks.length === 0) throw new Misuse(`there is no Pulumi.STACK.yaml in ${cwd}.`);
    return stacks;
}

export function assumedBy(cwd: string, stack: string): Assumed {
    const { config } = refusing(() => loadStack(loadProject(cwd), stack, process.env));
    const budgetUsd = Number(config["airworthy:monthlyBudgetUsd"]);
    return { stack, usage: usageIn(stack, config["airworthy:usage"]), budgetUsd };
}

/** Rehearses an environment from nothing, without judging it, and prices what it would have. */
export async function measured(
    cwd: string,
    stack: string,
    usage: Usage,
    prices: readonly Price[],
): Promise<Estimate> {
    // A state of an earlier rehearsal would only be read for what it has of the same resources.
    const stateFile = path.join(cwd, ".rehearsal", "cost-keeps-no-state.json");
    try {
        const { resources } = await rehearse({ cwd, stack, stateFile });
        return estimate(new Graph(resources), usage, prices);
    } catch (error) {
        if (error instanceof RehearsalMisuse) throw new Refusal(error.message);
        throw error;
    }
}

/** The environments by the program as it is here, one after the other. */
export async function measuredAll(
    world: World,
    asked: readonly Assumed[],
    prices: readonly Price[],
): Promise<Measured[]> {
    const ended: Measured[] = [];
    for (const one of asked) {
        world.err(`cost: rehearsing ${one.stack} ...`);
        ended.push({ ...one, estimate: await measured(world.cwd, one.stack, one.usage, prices) });
    }
    return ended;
}

export function hasStack(cwd: string, stack: string): boolean {
    return ["yaml", "yml"].some((ending) => existsSync(path.join(cwd, `Pulumi.${stack}.${ending}`)));
}

function refusing<T>(ask: () => T): T {
    try {
        return ask();
    } catch (error) {
        if (error instanceof RehearsalMisuse) throw new Misuse(error.message);
        throw error;
    }
}
