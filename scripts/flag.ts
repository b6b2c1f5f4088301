/**
 * Shows the feature flags, or switches one, and waits until every task has it or an alarm has taken it back.
 *
 *     npm run flag -- --stack production new-checkout off
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, Refusal, start, type Command } from "./lib/command.ts";
import { confirmed, yesOption } from "./lib/confirm.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { changeOf, deployFlags, flagsOf, type Flags } from "./lib/flag/flags.ts";
import type { World } from "./lib/world.ts";

/** Off is for what hurts users; on reaches more and more tasks in 20 minutes, and alarms look at it for 10 more. */
const [AT_ONCE, BY_AND_BY] = ["AppConfig.AllAtOnce", "AppConfig.Canary10Percent20Minutes"];
const SECONDS_BETWEEN_LOOKS = 15;

const command: Command = {
    name: "flag",
    says: "Shows the feature flags, or switches one: off at once, on by and by, and back by itself when an alarm rings.",
    example: "npm run flag -- --stack production new-checkout off",
    operands: "[FLAG on|off]",
    options: {
        ...stackOption,
        new: {
            type: "string",
            value: "NAME",
            says: "The flag is a new one, and this is what people call it.",
        },
        "at-once": { type: "boolean", says: "Switch it on for all at once." },
        ...yesOption,
    },
    exits: { good: "shown, or every task has it", faults: "it was taken back" },
};

function changed({ flags, values, version }: Flags, flag: string, isOn: boolean, name?: string): Flags {
    if (!(flag in flags) && name === undefined)
        throw new Refusal(
            `There is no flag ${flag}; there are: ${Object.keys(flags).join(", ") || "none"}. Make it: --new <what people call it>. Nothing was changed.`,
        );
    return {
        version,
        flags: { ...flags, [flag]: { ...flags[flag], name: name ?? flags[flag]?.name ?? flag } },
        values: { ...values, [flag]: { ...values[flag], enabled: isOn } },
    };
}

function shown({ flags, values }: Flags): string {
    const lines = Object.entries(flags).map(
        ([flag, { name }]) => `${values[flag]?.enabled ? "on " : "off"}  ${flag}: ${name}`,
    );
    return lines.join("\n") || "There is no flag.";
}

export function main(argv: string[], world: World): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const [flag, to, ...more] = given.operands;
        if (
            flag !== undefined &&
            (!/^[a-z][\w-]{0,63}$/.test(flag) || !/^(on|off)$/.test(to ?? "") || more[0])
        )
            throw new Misuse(`"${given.operands.join(" ")}" is no change; use a flag's name, and on or off.`);
        const environment = await environmentOf(given.text("stack"), world);
        const cloud = await signIn(environment);
        const place = await flagsOf(cloud, environment);
        if (flag === undefined) {
            world.out(shown(place.deployed));
            return 0;
        }
        const isOn = to === "on";
        const next = changed(place.deployed, flag, isOn, given.text("new"));
        if (place.deployed.values[flag]?.enabled === isOn) {
            world.err(`flag: ${flag} is ${to} already. Nothing was changed.`);
            return 0;
        }
        const strategy = isOn && !given.flag("at-once") ? BY_AND_BY : AT_ONCE;
        world.out(`${flag} of ${environment.stack} is switched ${to}, by ${strategy}.`);
        await confirmed(environment, given.flag("yes"), world);
        const number = await deployFlags(cloud, place, next, strategy!);
        world.err(`flag: change ${number} is under way, and goes on if you stop waiting.`);
        for (let said = ""; ; await world.pause(SECONDS_BETWEEN_LOOKS)) {
            const { state, percent, why } = await changeOf(cloud, place, number);
            const now = `flag: ${state.toLowerCase().replaceAll("_", " ")}, ${percent} %`;
            if (now !== said) world.err(now);
            said = now;
            if (state === "COMPLETE") return 0;
            if (/^(ROLLED_BACK|REVERTED)$/.test(state)) {
                world.err(`flag: TAKEN BACK. ${why} ${flag} is as it was before: docs/runbooks/flags.md.`);
                return 1;
            }
        }
    });
}

start(import.meta.url, main);
