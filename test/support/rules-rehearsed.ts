import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { frameworks } from "../../stacks/compliance.ts";
import { tiers } from "../../stacks/tiers.ts";
import { inTier, settingsOf, type Settings } from "../../bench/other-settings.ts";
import { behindCloudflare } from "./behind-cloudflare.ts";
import { rehearsed } from "./rehearsed.ts";
import { inSecondRegion } from "./second-region.ts";
import { shown } from "./rules-graph.ts";
import type { Rehearsed } from "./rules-hold.ts";
import { withDatadog } from "./with-datadog.ts";

/**
 * Plans of both environments, of production in every tier, and once in another region, where it serves a shared name, before
 * a change-over of its database, with a copy of another region's, open to CI, and under every compliance profile, and in the largest tier
 * behind Cloudflare; and deployments of production, with Datadog and without, and of staging with it, which sleeps.
 */
export async function rehearsedNow(): Promise<Rehearsed> {
    const staging = await show("staging-plan", rehearsed("staging"));
    const production = [
        await show("production-plan", rehearsed("production")),
        await show("production-deploy", rehearsed("production", "deploy")),
    ];
    const all = [staging, ...production];
    const others = Object.keys(tiers).filter((tier) => tier !== settingsOf("production")["airworthy:tier"]);
    for (const tier of others) {
        const proxied = tier === "scale" && behindCloudflare("production", "own");
        const changes = { ...inTier("production", tier), ...proxied };
        all.push(await show(tier, rehearsed("production", "plan", changes)));
    }
    all.push(await show("production-later", later()));
    // A deployment, which others look at as well: what it is about is known in a plan already.
    const mirrored = rehearsed("production", "deploy", withDatadog("production"));
    all.push(await show("production-datadog", mirrored));
    const sleeping = rehearsed("staging", "deploy", withDatadog("staging"));
    all.push(await show("staging-datadog", sleeping));
    return { all, production };
}

/** Production with all that may be turned on beside the rest: other tests look at it, too. */
export function later(): Promise<Rehearsal> {
    const entry = { repository: "acme@12/shop@34", stateBucket: "acme-state", stateKeyArn: "" };
    const changes = {
        ...withNext(inSecondRegion("own", "first")),
        "airworthy:ci": { ...entry, provider: "own" },
    };
    return rehearsed("production", "plan", changes);
}

/**
 * Another generation beside those that there are, to which the way is open; no migrations; and every profile, for what it
 * turns on stands beside all else.
 */
function withNext(settings: Settings): Settings {
    const key = "airworthy:database";
    const { generations, ...database } = settings[key] as { generations: object };
    const more = { ...database, generations: { ...generations, c: { version: 18 } }, next: "c" };
    const release = { ...(settingsOf("production")["airworthy:release"] as object), migrations: [] };
    const others = { "airworthy:release": release, "airworthy:compliance": Object.keys(frameworks) };
    return { ...settings, [key]: more, ...others };
}

async function show(name: string, rehearsal: Promise<Rehearsal>) {
    const { faults, resources } = await rehearsal;
    if (faults.length > 0) throw new Error(`${name}: ${faults[0]?.message}`);
    return shown(name, { resources });
}
