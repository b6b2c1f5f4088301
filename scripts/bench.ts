/**
 * Measures what the README quotes.
 *
 *     npm run bench -- speed
 */
import { alarms } from "../bench/alarms.ts";
import { budget } from "../bench/budget.ts";
import { cost } from "../bench/cost.ts";
import { cutover } from "../bench/cutover.ts";
import { fidelity } from "../bench/fidelity.ts";
import { growth } from "../bench/growth.ts";
import { outages } from "../bench/outages.ts";
import { pooler } from "../bench/pooler.ts";
import { proof } from "../bench/proof.ts";
import { reach } from "../bench/reach.ts";
import { releases } from "../bench/releases.ts";
import { rollbacks } from "../bench/rollbacks.ts";
import { speed } from "../bench/speed.ts";
import { stops } from "../bench/stops.ts";
import { stopAll } from "../rehearsal/child.ts";
import { Misuse as RehearsalMisuse } from "../rehearsal/misuse.ts";
import { Misuse, answer, start, type Command, type Given } from "./lib/command.ts";
import type { World } from "./lib/world.ts";

type Bench = (say: (line: string) => void, sizes: number[], withEngine: boolean) => Promise<void>;
const benches: Record<string, Bench> = {
    speed,
    growth,
    fidelity,
    pooler,
    outages,
    budget,
    cutover,
    proof,
    reach,
    releases,
    rollbacks,
    stops,
    alarms,
    cost,
};

const benchCommand: Command = {
    name: "bench",
    says:
        "Measures the rehearsal beside the real engine (speed, growth, fidelity), the pooler, its " +
        "outages, the budget of connections, the cut-over between two generations, the proof of backups, what the " +
        "internet reaches without the CDN, releases, rollbacks, stops of tasks and alarms; and sums up what each tier costs.",
    example: "npm run bench -- growth 500 2000 10000",
    options: {
        engine: {
            type: "boolean",
            says: "With growth: measure the real engine, too, in turns; needs a Pulumi CLI.",
        },
    },
    operands: `${Object.keys(benches).join(" | ")} [SIZE...]`,
    exits: { good: "measured", faults: "nothing else" },
};

async function bench(given: Given, world: World): Promise<number> {
    const [name = "", ...rest] = given.operands;
    const sizes = rest.map(Number);
    const wrong = rest.filter((_, index) => !Number.isInteger(sizes[index]) || (sizes[index] ?? 0) < 1);
    if (wrong.length > 0) throw new Misuse(`"${wrong[0]}" is not a size; use a number of resources.`);
    const run = Object.hasOwn(benches, name) ? benches[name] : undefined;
    if (!run) throw new Misuse(`"${name}" is not a benchmark; use ${Object.keys(benches).join(", ")}.`);
    await run((line) => world.out(line), sizes, given.flag("engine"));
    return 0;
}

export async function main(argv: string[], world: World): Promise<number> {
    try {
        return await answer(benchCommand, argv, world, (given) =>
            bench(given, world).catch((error: unknown) => {
                if (!(error instanceof RehearsalMisuse)) throw error;
                world.err(`bench: ${error.message}`);
                return 2;
            }),
        );
    } finally {
        stopAll();
    }
}

start(import.meta.url, main);
