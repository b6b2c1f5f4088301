import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { tiers } from "../../stacks/tiers.ts";
import { inTier, rehearsed, settingsOf } from "./rehearsed.ts";
import { shown } from "./rules-graph.ts";
import type { Rehearsed } from "./rules-hold.ts";

/** Plans of both environments and of production in every tier, and a deployment of production. */
export async function rehearsedNow(): Promise<Rehearsed> {
    const staging = await show("staging-plan", rehearsed("staging"));
    const production = [
        await show("production-plan", rehearsed("production")),
        await show("production-deploy", rehearsed("production", "deploy")),
    ];
    const all = [staging, ...production];
    const others = Object.keys(tiers).filter((tier) => tier !== settingsOf("production")["airworthy:tier"]);
    for (const tier of others) all.push(await show(tier, inTier("production", tier)));
    return { all, production };
}

async function show(name: string, rehearsal: Promise<Rehearsal>) {
    const { faults, resources } = await rehearsal;
    if (faults.length > 0) throw new Error(`${name}: ${faults[0]?.message}`);
    return shown(name, { resources });
}
