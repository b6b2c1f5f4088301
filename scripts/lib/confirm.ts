import { Refusal } from "./command.ts";
import type { Environment } from "./environment.ts";
import type { World } from "./world.ts";

/** The option of every script that changes what runs. */
export const yesOption = {
    yes: { type: "boolean", says: "Don't ask for the environment's name: for automation." },
} as const;

/**
 * Lets a person type the environment's name before anything changes; --yes skips it. The same for every environment:
 * what is harmless in staging is typed once more there, and the habit is right on the night that it is production.
 */
export async function confirmed(
    { name, stack }: Pick<Environment, "name" | "stack">,
    isYes: boolean,
    world: World,
): Promise<void> {
    if (isYes) return;
    const typed = await world.ask(`Type the environment's name, ${name}, to go on: `);
    if (typed === undefined) {
        throw new Refusal(
            `Nobody is at a terminal to type ${name}; use --yes to do it to ${stack} without. Nothing was changed.`,
        );
    }
    if (typed.trim() !== name) throw new Refusal(`That is not ${name}. Nothing was changed.`);
}
