/**
 * Brings back the release that served before: at once while its tasks still run, and else by starting them again.
 *
 *     npm run rollback -- --stack production
 */
import { signIn } from "./lib/cloud.ts";
import { answer, start, type Command } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { followed } from "./lib/interrupted.ts";
import { rollback } from "./lib/release/rollback.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "rollback",
    says: "Stops the deployment in flight and goes back to what served before; after its end, starts that again, all at once.",
    example: "npm run rollback -- --stack production --yes",
    options: {
        ...stackOption,
        to: {
            type: "string",
            value: "TASK_DEFINITION",
            says: "Go back to this one, as npm run releases names it. Without it the last that was deployed with success.",
        },
        ...yesOption,
    },
    exits: { good: "what served before serves 100 % and is healthy", faults: "it does not, as is said" },
};

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const environment = await environmentOf(given.text("stack"), world);
        const cloud = await signIn(environment);
        const ask = { to: given.text("to"), isYes: given.flag("yes") };
        const { stack } = environment;
        return followed({ command: command.name, stack, world }, () =>
            rollback(environment, cloud, ask, world),
        );
    });
}

start(import.meta.url, main);
