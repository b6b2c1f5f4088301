/**
 * Proves now that the backups can be restored, as the weekly drill does; or rehearses a restore from the disaster to the
 * change-over, on this machine, with what production uses.
 *
 *     npm run restore-drill -- --stack production
 */
import { cloudDrill } from "./lib/cloud-drill/drill.ts";
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, Refusal, start, type Command, type Given } from "./lib/command.ts";
import { Stage } from "./lib/drill/stage.ts";
import { drill, type DrillOptions } from "./lib/drill/story.ts";
import { isProven, summaryOf } from "./lib/drill/summary.ts";
import { environmentOf, stackOption } from "./lib/environment.ts";
import { missingParts } from "./lib/server-parts.ts";
import type { World } from "./lib/world.ts";

const SECONDS = 3;
const NEEDED = ["postgres", "pgbouncer", "moto"];
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const command: Command = {
    name: "restore-drill",
    says: "Restores the newest recovery point, has the copy judged and deletes it; or, with --local, rehearses a disaster and its end on this machine. Prints RTO, RPO and what was proven.",
    example: "npm run restore-drill -- --stack production",
    options: {
        ...stackOption,
        point: {
            type: "string",
            value: "ARN",
            says: "A recovery point of this region that `npm run backups` lists. Without it the newest.",
        },
        apply: { type: "boolean", says: "Do it. Without it the plan is shown, and nothing starts." },
        local: {
            type: "boolean",
            says: "A whole restore on servers of its own, which it stops and removes: no cloud account.",
        },
        seconds: {
            type: "string",
            value: "COUNT",
            says: `With --local: how long the shop works before the disaster, and after the change-over. Without it ${SECONDS}.`,
        },
    },
    exits: {
        good: "planned, or all was proven",
        faults: "not proven, or, with --local, a transaction failed",
    },
};

const HERE = ["local", "seconds"];
const THERE = ["stack", "point", "apply"];

/** `damage` is what else happens to the copy of a local one before it is checked. */
export function main(argv: string[], world: World, damage?: DrillOptions["damage"]): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const isGiven = (name: string) => given.flag(name) || given.text(name) !== undefined;
        const [here, there] = [HERE.filter(isGiven), THERE.filter(isGiven)];
        if (here.length > 0 && there.length > 0)
            throw new Misuse(
                `--${here[0]} is for this machine, and --${there[0]} for the account; use one of them.`,
            );
        // In the account it changes nothing that serves, so it does not ask.
        if (here.length === 0) {
            const environment = await environmentOf(given.text("stack"), world);
            const asked = { point: given.text("point"), isApply: given.flag("apply") };
            return cloudDrill(environment, await signIn(environment), asked, world);
        }
        const seconds = secondsOf(given);
        if (!given.flag("local")) throw new Misuse("--seconds is for --local; use both, or none.");
        const missing = missingParts(world).filter(({ name }) => NEEDED.includes(name));
        if (missing.length > 0) {
            const names = missing.map(({ name }) => name).join(" and ");
            throw new Refusal(`${names} is missing; npm run servers installs it, or says how.`);
        }
        return untilStopped(world, async (stage, signal) => {
            const begun = performance.now();
            const say = (text: string) =>
                world.err(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${text}`);
            const drilled = await drill(stage, { seconds, say, signal, damage });
            world.out(summaryOf(drilled));
            return isProven(drilled) ? 0 : 1;
        });
    });
}

function secondsOf(given: Given): number {
    const text = given.text("seconds") ?? String(SECONDS);
    const seconds = Number(text);
    if (/^\d+$/.test(text) && seconds >= 1 && seconds <= 600) return seconds;
    throw new Misuse(`--seconds is ${text}; use a whole number from 1 to 600.`);
}

/** Whatever ends it, what it started is stopped: on Ctrl-C at its next step, which the end of its servers brings about. */
async function untilStopped(
    world: World,
    work: (stage: Stage, signal: AbortSignal) => Promise<number>,
): Promise<number> {
    const [stage, stopping] = [new Stage(), new AbortController()];
    let code: number | undefined;
    const stop = (signal: keyof typeof SIGNALS) => {
        code = SIGNALS[signal];
        world.err("restore-drill: stops what it started");
        stopping.abort();
    };
    const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
    for (const name of names) process.on(name, stop);
    try {
        return await work(stage, stopping.signal);
    } catch (error) {
        if (code === undefined) throw error;
        return code;
    } finally {
        await stage.stop();
        for (const name of names) process.off(name, stop);
    }
}

start(import.meta.url, main);
