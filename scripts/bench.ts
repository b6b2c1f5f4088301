/**
 * Measures what the README quotes: the rehearsal beside the real engine, the pooler, the switch between two generations,
 * and the proof of backups.
 *
 *     npm run bench -- speed
 */
import { cutover } from "../bench/cutover.ts";
import { fidelity } from "../bench/fidelity.ts";
import { growth } from "../bench/growth.ts";
import { pooler } from "../bench/pooler.ts";
import { proof } from "../bench/proof.ts";
import { speed } from "../bench/speed.ts";
import { stopAll } from "../rehearsal/child.ts";
import { Misuse as RehearsalMisuse } from "../rehearsal/misuse.ts";
import { Misuse, answer, start, type Command, type Given } from "./lib/command.ts";
import type { World } from "./lib/world.ts";

const benchCommand: Command = {
    name: "bench",
    says: "Measures the rehearsal (speed, growth, fidelity to the real engine), the pooler, the switch, and the proof of backups.",
    example: "npm run bench -- growth 500 2000 10000",
    options: {
        engine: {
            type: "boolean",
            says: "With growth: measure the real engine, too, in turns; needs a Pulumi CLI.",
        },
    },
    operands: "speed | growth [SIZE...] | fidelity | pooler | cutover | proof",
    exits: { good: "measured", faults: "nothing else" },
};

async function bench(given: Given, world: World): Promise<number> {
    const [name, ...rest] = given.operands;
    const say = (line: string) => world.out(line);
    const sizes = rest.map(Number);
    const wrong = rest.filter((_, index) => !Number.isInteger(sizes[index]) || (sizes[index] ?? 0) < 1);
    if (wrong.length > 0) throw new Misuse(`"${wrong[0]}" is not a size; use a number of resources.`);
    if (name === "growth") await growth(say, sizes, given.flag("engine"));
    else if (name === "speed") await speed(say);
    else if (name === "fidelity") await fidelity(say);
    else if (name === "pooler") await pooler(say);
    else if (name === "cutover") await cutover(say);
    else if (name === "proof") await proof(say);
    else
        throw new Misuse(
            `"${name ?? ""}" is not a benchmark; use speed, growth, fidelity, pooler, cutover or proof.`,
        );
    return 0;
}

async function main(argv: string[], world: World): Promise<number> {
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
