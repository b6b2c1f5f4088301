/**
 * Wakes an environment that sleeps at night and at weekends, and waits until it is awake: its database first, then its tasks.
 *
 *     npm run wake -- --stack staging --hours 6
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command } from "./lib/command.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { Stopped } from "./lib/stack-update.ts";
import { RELEASE_HOURS, wake } from "./lib/wake.ts";
import type { World } from "./lib/world.ts";

/** Hours: a weekend, and the days that a holiday makes longer. */
const MOST_HOURS = 120;

const command: Command = {
    name: "wake",
    says: "Wakes an environment that sleeps, waits until it is awake, and keeps it so for some hours.",
    example: "npm run wake -- --stack staging --hours 6",
    options: {
        ...stackOption,
        hours: {
            type: "string",
            value: "HOURS",
            says: `From now on, 1 to ${MOST_HOURS}; without it ${RELEASE_HOURS}. It shortens nobody's longer time.`,
        },
    },
    exits: {
        good: "it is awake, or never sleeps",
        faults: "it does not wake up, and what it waits for is said",
    },
};

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const text = given.text("hours") ?? String(RELEASE_HOURS);
        const hours = Number(text);
        if (!/^\d+$/.test(text) || hours < 1 || hours > MOST_HOURS)
            throw new Misuse(`--hours is ${text}; use a whole number from 1 to ${MOST_HOURS}.`);
        const environment = await environmentOf(given.text("stack"), world);
        const { stack } = environment;
        const cloud = await signIn(environment);
        try {
            const sleeps = await wake(environment, cloud, hours, world);
            const says = sleeps ? `is awake, for ${hours} hours at least` : "never sleeps (airworthy:sleep)";
            world.out(`${stack} ${says}.`);
            return 0;
        } catch (error) {
            if (!(error instanceof Stopped)) throw error;
            world.err(`wake: ${error.message}`);
            return 1;
        }
    });
}

start(import.meta.url, main);
