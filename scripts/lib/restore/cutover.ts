import path from "node:path";
import type { Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { generationOf } from "../points/point.ts";
import { Stopped } from "../stack-update.ts";
import type { World } from "../world.ts";
import { changePlanText, writesText } from "./change-plan.ts";
import { deployWay, switchOver } from "./change-steps.ts";
import { instancesOf, refuseFollowing } from "./instances.ts";
import { refuseDeploying } from "./poolers.ts";
import { prove, type Invoke } from "./prove.ts";
import { cutbackTarget, onlyOpens, onlySettles, routeTo, type Route } from "./route.ts";
import { readSettings, type Settings } from "./settings.ts";
import { refuseUncommitted, unfinished } from "./standing.ts";
import { Switch, type Comparison } from "./switch.ts";

export interface ChangeOver {
    /** Undefined: back to the one that the last switch came from. */
    generation: string | undefined;
    /** Of a way back: the writes that may stay behind, at most. */
    leaveWrites: number | undefined;
    /** The one that serves is down, and stays so. */
    isLost: boolean;
    isApply: boolean;
    isYes: boolean;
    isDespiteFaults: boolean;
}

/**
 * Leads the poolers to another generation: opens its way, switches, and settles it. Nothing is noted down: where an
 * earlier run was stopped, the settings, the deployed stack and the switch's own record tell.
 */
export async function cutover(
    environment: Environment,
    cloud: Cloud,
    ask: ChangeOver,
    invoke: Invoke,
    world: World,
): Promise<number> {
    const { name, stack, file } = environment;
    const settings = readSettings(file);
    const deployed = await deployedAlike(environment, settings, cloud, world);
    const asked = new Switch(environment, invoke);
    const { active, next } = settings;
    const standing = { file: path.basename(file), active, next, deployed, record: await asked.record() };
    const hasServed = async (one: string) => (await asked.compare(one)).writesSinceSwitch !== null;
    const target = ask.generation ?? (await cutbackTarget(standing, hasServed));
    const origin = settings.generations[target];
    if (origin === undefined) {
        throw new Misuse(
            `--cutover is ${target}; use one of ${Object.keys(settings.generations).join(", ")}.`,
        );
    }
    if (origin.retire !== undefined)
        throw new Refusal(`Generation ${target} is on its way out: ${origin.retire}.`);
    if (origin.replicaOf !== undefined)
        await refuseFollowing(environment, target, cloud, "nobody can write to it");
    const route = routeTo(target, standing);
    const isLost = ask.isLost && route.opening !== undefined;
    const compared = isLost || !route.opening ? undefined : await comparedWith(asked, target, route, stack);
    const comparison = isLost ? { status: await statusOf(`${name}-${route.serving}`, cloud) } : compared;
    const plan = { environment: name, target, origin, route, comparison, file: standing.file };
    world.out(changePlanText(plan));
    const writes = compared?.writesSinceSwitch ?? undefined;
    if (!ask.isApply) {
        const more = `${isLost ? " --lost" : ""}${writes ? ` --leave-writes ${writes.count}` : ""}`;
        const again = `--cutover ${target}${more} --apply`;
        world.err(`Nothing was changed. Next: npm run restore -- --stack ${stack} ${again}`);
        return 0;
    }
    if (route.opening !== undefined) {
        // One that was stopped in the middle was held against the count of its beginning.
        if (!route.isBegun) refuseUncounted(route.serving, writes, ask.leaveWrites);
        await refuseDeploying(environment, cloud.region, world);
    }
    await confirmed(environment, ask.isYes, world);
    if (route.opening !== undefined) {
        // What it has just come from is closed: the switch signs in there itself, once it has opened it.
        if (writes === undefined) await refuseUnknown(name, target, invoke, world);
        const isMeant = route.isBehind ? onlySettles(route.opening) : onlyOpens(target);
        await deployWay(environment, route.opening, isMeant, ask.isDespiteFaults, world);
        await switchOver(asked, standing, target, ask, world);
    }
    await deployWay(environment, route.settled, onlySettles(route.settled), ask.isDespiteFaults, world);
    world.err(`restore: generation ${target} serves, and clients have no way to another one.`);
    world.err(`Commit and push Pulumi.${stack}.yaml now: a deployment of older files would close ${target}.`);
    if (route.opening === undefined && !route.isBehind) return 0;
    const again = `npm run restore -- --stack ${stack}`;
    world.err(`Next: ${again} --cutback, which names what a way back would leave behind; or, later,`);
    world.err(`    ${again} --retire <generation> --reason <why>`);
    return 0;
}

/** What it has past the target; one that is down can't be asked, and there is another way out of that. */
async function comparedWith(
    asked: Switch,
    target: string,
    { serving }: Route,
    stack: string,
): Promise<Comparison> {
    try {
        return await asked.compare(target);
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(
            `${error.message} If ${serving} is down and stays so: npm run restore -- --stack ${stack} --cutover ${target} --lost`,
        );
    }
}

/** In RDS's words; one that was deleted has none. */
async function statusOf(instance: string, cloud: Cloud): Promise<string> {
    const found = (await instancesOf(cloud)).find((one) => one.DBInstanceIdentifier === instance);
    return found?.DBInstanceStatus ?? "nothing: it is not there";
}

async function refuseUnknown(name: string, target: string, invoke: Invoke, world: World): Promise<void> {
    let isFenced = false;
    const seen: Invoke = async (called, event) => {
        const answer = await invoke(called, event);
        isFenced = "fault" in answer && /\bfence/i.test(answer.fault);
        return answer;
    };
    if ((await prove(name, `${name}-${target}`, seen, world)) || isFenced) return;
    throw new Stopped(
        `Nothing was switched: nobody could sign in to ${target}. Mend what it says above, and run the same command.`,
    );
}

/** Refuses unless settings, stack and RDS tell one story, but for what a change-over changes. Returns the active generation. */
async function deployedAlike(
    environment: Environment,
    settings: Settings,
    cloud: Cloud,
    world: World,
): Promise<string> {
    const active = outputOf(environment, "databaseInstance");
    const generations = mapOutputOf(environment, "databaseGenerations");
    const deployed = generationOf(environment.name, active) ?? active;
    const ids = (await instancesOf(cloud)).map(({ DBInstanceIdentifier = "" }) => DBInstanceIdentifier);
    const alike = { ...settings, active: deployed, next: undefined };
    const open = unfinished(environment, alike, { active, generations }, ids);
    if (open !== undefined)
        throw new Refusal(`Generation ${open} is not deployed yet; finish its restore first.`);
    await refuseUncommitted(environment, world);
    return deployed;
}

/** More may be allowed than was counted, for as long as clients write the count grows; the function holds it to this. */
function refuseUncounted(
    serving: string,
    writes: NonNullable<Comparison["writesSinceSwitch"]> | undefined,
    leaveWrites: number | undefined,
): void {
    if (!writes || writes.count <= (leaveWrites ?? 0)) return;
    throw new Refusal(
        `${serving} has ${writesText(writes)} since it serves, which would stay behind; --leave-writes is ${leaveWrites ?? "missing"}: use ${writes.count} if they may, or more if clients go on writing. Nothing was changed.`,
    );
}
