/**
 * Releases to one environment the image that serves in another, by digest, when all that speaks for it is proven.
 *
 *     npm run promote -- --from staging --to production
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, start, type Command } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { environmentOf } from "./lib/environment.ts";
import { followed } from "./lib/interrupted.ts";
import { GATES, type Gate } from "./lib/load/plan.ts";
import { promote } from "./lib/promote/promote.ts";
import { SCALES_UP_WITHIN } from "./lib/release/deploy.ts";
import { RELEASE_HOURS, wake } from "./lib/wake.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "promote",
    says: "Releases to one environment the very image that serves in another; refuses unless its soak passed within a day, a restore was proven within 8 days, no alarm is red, and it costs no more than it may.",
    example: "npm run promote -- --from staging --to production",
    options: {
        from: { type: "string", value: "STACK", says: "Where it serves, such as staging." },
        to: { type: "string", value: "STACK", says: "Where it shall serve, such as production." },
        "from-profile": {
            type: "string",
            value: "PROFILE",
            says: "A profile of the AWS CLI, where --from is in another account. Without it the same as for --to.",
        },
        repository: {
            type: "string",
            value: "REPOSITORY",
            says: "Where --to has the same digest. Without it, where --from has it.",
        },
        "most-usd": {
            type: "string",
            value: "USD",
            says: "What --to may cost more in a month than what is deployed (default: 10 percent).",
        },
        "despite-unknown": { type: "boolean", says: "Let charges come in that nobody can price." },
        "despite-faults": { type: "boolean", says: "Go on though the rehearsal finds faults." },
        ...yesOption,
    },
    exits: {
        good: "it serves 100 % and is healthy",
        faults: "something speaks against it, each with what to run, or it does not serve",
    },
};

interface Given {
    scaleUpSeconds: number;
    gate: Gate;
    now: Date;
}

export function main(argv: string[], world: World, given: Partial<Given> = {}): Promise<number> {
    return answer(command, argv, world, async (asked) => {
        const stack = (name: string) => {
            const value = asked.text(name);
            if (value === undefined)
                throw new Misuse("from where, and where to? Use --from STACK --to STACK.");
            return value;
        };
        const [first, second] = [stack("from"), stack("to")];
        if (first === second) throw new Misuse(`--from and --to are both ${first}; use two.`);
        const repository = asked.text("repository");
        if (repository !== undefined && !/^[\w.:/-]+$/.test(repository))
            throw new Misuse(
                `--repository is ${repository}; use the name of one, without a tag or a digest.`,
            );
        const from = await environmentOf(first, world);
        const to = await environmentOf(second, world);
        const ask = {
            ...{ repository, isYes: asked.flag("yes"), isDespiteFaults: asked.flag("despite-faults") },
            cost: { mostUsd: asked.text("most-usd"), isDespiteUnknown: asked.flag("despite-unknown") },
            ...{ scaleUpSeconds: SCALES_UP_WITHIN, gate: GATES.soak, now: new Date(), ...given },
        };
        const sides = [
            { environment: from, cloud: await signIn(from, asked.text("from-profile")) },
            { environment: to, cloud: await signIn(to) },
        ] as const;
        const toTakeBack = `npm run rollback -- --stack ${second}`;
        return followed({ command: command.name, stack: second, world, toTakeBack }, async () => {
            // Whether what serves there is well shows awake only; the other one wakes for what may be released.
            await wake(from, sides[0].cloud, RELEASE_HOURS, world);
            return promote(...sides, ask, world);
        });
    });
}

start(import.meta.url, main);
