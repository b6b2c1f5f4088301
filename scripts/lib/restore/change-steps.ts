import { Refusal } from "../command.ts";
import type { Environment } from "../environment.ts";
import { deploy, Stopped, type Change } from "../stack-update.ts";
import type { World } from "../world.ts";
import { evidenceText } from "./change-plan.ts";
import { servingOf, type SwitchRecord, type Standing, type Way } from "./route.ts";
import { readSettings, replaceFile, withActive } from "./settings.ts";
import type { Allowed, Switch } from "./switch.ts";

/** Writes the way into the settings, and deploys them, whether or not an earlier run has: it leaves no note of that. */
export async function deployWay(
    { stack, file }: Environment,
    { active, next }: Way,
    isMeant: (change: Change) => boolean,
    isDespiteFaults: boolean,
    world: World,
): Promise<void> {
    const { text } = readSettings(file);
    const changed = withActive(text, active, next);
    if (changed !== text) replaceFile(file, text, changed);
    world.err(
        `restore: Pulumi.${stack}.yaml has active: ${active}${next ? `, next: ${next}` : ", and no next"}.`,
    );
    await deploy(stack, isMeant, isDespiteFaults, "restore", world);
}

/** Lets the function switch. What it says may be lost on the way; the record, which the poolers obey, is asked then. */
export async function switchOver(
    asked: Switch,
    standing: Standing,
    target: string,
    allowed: Allowed,
    world: World,
): Promise<void> {
    const from = servingOf(standing);
    world.err(`restore: switching from ${from} to ${target}; killed here, it goes on or back by itself ...`);
    try {
        world.out(evidenceText(from, target, await asked.to(target, allowed), allowed.isLost));
        return;
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const now = { ...standing, deployed: from, record: await recordOf(asked, error, target) };
        const { record } = now;
        if (servingOf(now) === target) {
            return world.err(
                `restore: ${error.message} The record says that ${target} serves, so it goes on.`,
            );
        }
        if (record?.phase === "pausing" && record.from === from) {
            throw new Stopped(
                `${error.message} A switch from ${from} to ${record.to} is under way: somebody else's, or one whose function was ended, and then the poolers are back in seconds. Wait a minute, and run the same command: it goes on.`,
            );
        }
        throw new Stopped(
            `${error.message} ${servingOf(now)} serves. Mend what it says and run the same command: it goes on; or give it up: --cutover ${servingOf(now)} --apply`,
        );
    }
}

async function recordOf(asked: Switch, why: Refusal, target: string): Promise<SwitchRecord | undefined> {
    try {
        return await asked.record();
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Stopped(
            `${why.message} Whether ${target} serves is not known, for ${error.message} Run the same command: it asks again, and goes on.`,
        );
    }
}
