import type { World } from "../world.ts";
import { deployedGraph } from "./deployed.ts";
import { estimate, type Estimate } from "./estimate.ts";
import { Graph } from "./graph.ts";
import { hasStack, measured, type Assumed } from "./measured.ts";
import { atRef } from "./other-ref.ts";
import type { Price } from "./price.ts";

interface Asked {
    /** A commit; without one, what is deployed. */
    ref: string | undefined;
    install: boolean;
}

/** What each environment cost before a change, with the prices and the usage of now: only the program differs. */
export async function past(
    { ref, install }: Asked,
    asked: readonly Assumed[],
    prices: readonly Price[],
    world: World,
): Promise<Estimate[]> {
    const ended: Estimate[] = [];
    if (ref === undefined) {
        for (const { stack, usage } of asked)
            ended.push(estimate(await deployedGraph(stack, world), usage, prices));
        return ended;
    }
    return atRef(world.cwd, ref, install, world, async ({ cwd, commit }) => {
        for (const { stack, usage } of asked) {
            world.err(`cost: rehearsing ${stack} of ${ref} (${commit.slice(0, 12)}) ...`);
            // An environment that is new had no cost before, and all of it is more.
            const nothing = () => estimate(new Graph([]), usage, prices);
            ended.push(hasStack(cwd, stack) ? await measured(cwd, stack, usage, prices) : nothing());
        }
        return ended;
    });
}
