import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import path from "node:path";
import { parse } from "yaml";
import { Refusal } from "../command.ts";
import type { Environment } from "../environment.ts";
import { generationOf } from "../points/point.ts";
import type { World } from "../world.ts";
import { plain } from "../table.ts";
import type { Settings } from "./settings.ts";

/**
 * Refuses when the settings, the deployed stack and RDS tell different stories: somebody else is at work, or the file is
 * an old one, and a deployment of it would take away what they made. Returns the generation that is in the settings and
 * not yet deployed: a restore that has not come to its end.
 */
export function unfinished(
    environment: Pick<Environment, "name" | "file">,
    settings: Settings,
    deployed: { active: string; generations: Record<string, string> },
    instances: string[],
): string | undefined {
    const file = path.basename(environment.file);
    if (settings.next !== undefined) {
        throw new Refusal(
            `${file} has next: ${settings.next}: a change-over has begun. Finish it first (--cutover ${settings.next}), or give it up (--cutover ${settings.active}).`,
        );
    }
    const known = Object.keys(settings.generations);
    const lost = Object.keys(deployed.generations).filter((name) => !known.includes(name));
    if (lost.length > 0) {
        throw new Refusal(
            `${file} lacks generation ${lost.join(", ")}, which is deployed: somebody has added it. Bring your files up to date first.`,
        );
    }
    const strange = instances.filter((instance) => {
        const name = generationOf(environment.name, instance);
        return name !== undefined && !known.includes(name);
    });
    if (strange.length > 0) {
        throw new Refusal(
            `RDS has ${strange.join(", ")}, which ${file} doesn't: somebody else is restoring right now, or left it behind. Talk to them, or bring your files up to date.`,
        );
    }
    if (deployed.active !== `${environment.name}-${settings.active}`) {
        throw new Refusal(
            `${file} has active: ${settings.active}, and ${deployed.active} is in use; bring your files up to date, or finish the change-over first.`,
        );
    }
    const open = known.filter((name) => deployed.generations[name] === undefined);
    if (open.length > 1) {
        throw new Refusal(
            `${file} has ${open.join(" and ")}, of which none is deployed; leave one of them in.`,
        );
    }
    return open[0];
}

/**
 * Refuses when the file has changes that nobody has committed beside those that a restore makes: `pulumi up` would deploy
 * them, too, unseen and at night. Without git it can't tell, and says so.
 */
export async function refuseUncommitted(environment: Environment, world: World): Promise<void> {
    const file = path.basename(environment.file);
    const ran = await world.run("git", ["show", `HEAD:./${file}`], { cwd: world.cwd });
    if (ran.code !== 0) {
        const [why = ""] = plain(ran.output).split("\n");
        return world.err(
            `restore: git can't show the committed ${file}, so changes in it are not looked for (${why}).`,
        );
    }
    const now = parse(readFileSync(environment.file, "utf8"));
    if (!isDeepStrictEqual(withoutRestores(parse(ran.output)), withoutRestores(now))) {
        throw new Refusal(
            `${file} has changes that are not committed (git diff ${file}); commit them or take them back: a restore would deploy them, too.`,
        );
    }
}

/** The settings without what a restore changes. */
function withoutRestores(settings: unknown): unknown {
    const { config = {}, ...rest } = Object(settings) as { config?: Record<string, unknown> };
    const { "airworthy:database": database, ...others } = config;
    return { ...rest, ...others, database: { ...Object(database), active: 0, next: 0, generations: 0 } };
}
