import { setTimeout as wait } from "node:timers/promises";
import type { Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { confirmed } from "../confirm.ts";
import { mapOutputOf, outputOf, type Environment } from "../environment.ts";
import { allPoints } from "../points/all.ts";
import { generationOf } from "../points/point.ts";
import { deploy, Stopped, takesAway } from "../stack-update.ts";
import { nextName } from "../restore/names.ts";
import type { Invoke } from "../restore/prove.ts";
import { onlySettles } from "../restore/route.ts";
import { EMPTY, readSettings, replaceFile, withActive, withGeneration } from "../restore/settings.ts";
import { refuseUncommitted } from "../restore/standing.ts";
import type { World } from "../world.ts";
import { UpgradeFunction } from "./function.ts";
import { checkedText, planText, statusText, type Pair } from "./text.ts";

export interface Asked {
    /** The major version to go to; undefined to abandon. */
    version: number | undefined;
    isApply: boolean;
    isYes: boolean;
    isDespiteFaults: boolean;
    /** Between two looks at how far it is. */
    everyMs: number;
}

/** Plans an upgrade and, if it is told to, brings the next version up to date; the change-over is another command. */
export async function upgrade(
    environment: Environment,
    cloud: Cloud,
    ask: Asked,
    invoke: Invoke,
    world: World,
): Promise<number> {
    const { name, stack, file } = environment;
    const pair = await pairOf(environment, cloud, ask.version);
    const asked = new UpgradeFunction(name, invoke);
    if (ask.version === undefined) return abandon(environment, pair, asked, ask, world);
    const looked = await asked.look();
    world.out(planText(name, pair, ask.version, looked));
    if (!pair.isBegun && looked.blockers.length > 0) {
        world.err("Nothing was changed. Mend what is in the way, and run the same command.");
        return 1;
    }
    const command = `npm run upgrade -- --stack ${stack}`;
    if (!ask.isApply) {
        world.err(`Nothing was changed. Next: ${command} --version ${ask.version} --apply`);
        return 0;
    }
    await refuseUncommitted(environment, world);
    await confirmed(environment, ask.isYes, world);
    if (!pair.isBegun) {
        const { text } = readSettings(file);
        const added = withGeneration(text, pair.next, ask.version, EMPTY);
        replaceFile(file, text, withActive(added, pair.active, pair.next));
    }
    world.err(`upgrade: Pulumi.${stack}.yaml has generation ${pair.next}, and next: ${pair.next}.`);
    await deploy(stack, (change) => !takesAway(change), ask.isDespiteFaults, "upgrade", world);
    await asked.begin(pair.next).catch(stopped);
    await untilCopied(asked, pair.next, ask.everyMs, world);
    const checked = await asked.check(pair.next).catch(stopped);
    world.out(checkedText(checked));
    world.err(
        `Commit Pulumi.${stack}.yaml. No migration may run until the change-over; ${pair.active} serves as before.`,
    );
    if (checked.unlike.length > 0) {
        world.err(`The rows differ, so nothing may change over. Next: ${command} --abandon --apply`);
        return 1;
    }
    world.err(
        `Next: npm run restore -- --stack ${stack} --cutover ${pair.next}; or give it up: ${command} --abandon`,
    );
    return 0;
}

/** What the settings say; a run that was stopped left them as they have to be. */
async function pairOf(environment: Environment, cloud: Cloud, version: number | undefined): Promise<Pair> {
    const settings = readSettings(environment.file);
    const { active, next, generations } = settings;
    const deployed = outputOf(environment, "databaseInstance");
    if (deployed !== `${environment.name}-${active}`)
        throw new Refusal(
            `${deployed} is in use, and the settings have active: ${active}; finish that first.`,
        );
    const current = Number(generations[active]?.version);
    if (next !== undefined) {
        const { version: begun, resourceId, snapshot, replicaOf } = generations[next] ?? {};
        const isEmpty = [resourceId, snapshot, replicaOf].every((one) => one === undefined);
        const isUpgrade = isEmpty && Number(begun) > current;
        if (!isUpgrade || (version !== undefined && Number(begun) !== version))
            throw new Refusal(
                `The settings have next: ${next}, of version ${begun}: another change has begun. Finish it, or give it up (npm run restore -- --cutover ${active}).`,
            );
        return { active, next, isBegun: true, current };
    }
    if (version === undefined)
        throw new Refusal("The settings have no next: no upgrade has begun, so there is nothing to abandon.");
    if (version <= current)
        throw new Misuse(`--version is ${version}, and ${active} has ${current}; use a later one.`);
    const { points } = await allPoints(environment, cloud);
    const living = Object.values(mapOutputOf(environment, "databaseGenerations"));
    const known = living.flatMap((instance) => generationOf(environment.name, instance) ?? []);
    const used = [...Object.keys(generations), ...points.map(({ generation }) => generation), ...known];
    return { active, next: nextName(used), isBegun: false, current };
}

async function abandon(
    environment: Environment,
    { active, next }: Pair,
    asked: UpgradeFunction,
    ask: Asked,
    world: World,
): Promise<number> {
    const { stack, file } = environment;
    world.out(`Gives up the upgrade to ${next}: ${active} serves on, and keeps no log for ${next} any more.`);
    if (!ask.isApply) {
        world.err(`Nothing was changed. Next: npm run upgrade -- --stack ${stack} --abandon --apply`);
        return 0;
    }
    await confirmed(environment, ask.isYes, world);
    await asked.abandon(next);
    const { text } = readSettings(file);
    replaceFile(file, text, withActive(text, active));
    await deploy(stack, onlySettles({ active }), ask.isDespiteFaults, "upgrade", world);
    const retire = `npm run restore -- --stack ${stack} --retire ${next} --reason <why>`;
    world.err(`Commit Pulumi.${stack}.yaml. ${next} costs on until it is retired. Next: ${retire}`);
    return 0;
}

async function untilCopied(
    asked: UpgradeFunction,
    next: string,
    everyMs: number,
    world: World,
): Promise<void> {
    for (let known = ""; ; await wait(everyMs)) {
        const status = await asked.status(next).catch(stopped);
        const says = statusText(status);
        if (says !== known) world.err(`upgrade: ${says}`);
        known = says;
        if (status.slot === "lost" || status.slot === "none")
            throw new Stopped(`The log that ${next} needs is ${status.slot}. Give it up: --abandon --apply`);
        if (status.copied === status.tables) return;
    }
}

/** What is refused now was begun: the same command goes on, once that is mended. */
function stopped(error: unknown): never {
    if (!(error instanceof Refusal)) throw error;
    throw new Stopped(`${error.message} Mend what it says, and run the same command: it goes on.`);
}
