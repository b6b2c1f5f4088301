import { rmSync } from "node:fs";
import { join } from "node:path";
import { realEngine } from "../rehearsal/real/engine.ts";
import { generated, PLAIN } from "./generated.ts";
import { measure, rehearsal, ROOT, type Measured } from "./measure.ts";

const SIZES = [500, 2000, 10_000];
const TIMEOUT_SECONDS = "600"; // ten thousand resources are a long silence for some steps

interface Cost {
    milliseconds: number;
    megabytes: number;
}

/**
 * Time and memory for each resource of a generated program, all rules on; with `beside` also in the real engine, in
 * turns, so that both meet the same machine. The engine runs it twice: with the blueprint's `nodeargs`, which make the
 * SDK as fast as in the rehearsal, and without them, as a program has it that knows nothing of them.
 */
export async function growth(say: (line: string) => void, sizes: number[], beside: boolean): Promise<void> {
    const folder = generated();
    const plain = generated(PLAIN);
    let first: Cost | undefined;
    try {
        for (const size of sizes.length > 0 ? sizes : SIZES) {
            process.env.COUNT = String(size); // the program reads it
            const mine = each(await rehearsed(folder), size);
            first ??= mine;
            say(`${size} resources rehearsed: ${told(mine)}, ${times(mine, first)} times those of the first`);
            if (!beside) continue;
            for (const [how, where] of [
                ["with our nodeargs", folder],
                ["without them", plain],
            ] as const) {
                const real = each(await previewed(where), size);
                const of = `the rehearsal takes ${times(mine, real)} of that`;
                say(`${size} resources previewed ${how}: ${told(real)}; ${of}`);
            }
        }
    } finally {
        for (const made of [folder, plain]) rmSync(made, { recursive: true, force: true });
    }
}

function each({ seconds, peakMb }: Measured, size: number): Cost {
    return { milliseconds: (seconds * 1000) / size, megabytes: peakMb / size };
}

function told({ milliseconds, megabytes }: Cost): string {
    return `each ${milliseconds.toFixed(2)} ms and ${megabytes.toFixed(3)} MB`;
}

function times(one: Cost, other: Cost): string {
    const [time, memory] = [one.milliseconds / other.milliseconds, one.megabytes / other.megabytes];
    return `${time.toFixed(2)} and ${memory.toFixed(2)}`;
}

function rehearsed(folder: string): Promise<Measured> {
    const pack = join(ROOT, "policies");
    return measure(rehearsal("--cwd", folder, "--policy-pack", pack, "--timeout", TIMEOUT_SECONDS));
}

async function previewed(folder: string): Promise<Measured> {
    const policyPacks = [{ folder: join(ROOT, "policies") }];
    const engine = await realEngine({ cwd: folder, stack: "dev", policyPacks });
    try {
        const measured = await measure(engine.previewCommand());
        return { ...measured, seconds: measured.seconds - engine.cloudSeconds() };
    } finally {
        engine.close();
    }
}
