import { rmSync } from "node:fs";
import { join } from "node:path";
import { realEngine } from "../rehearsal/real/engine.ts";
import { generated } from "./generated.ts";
import { measure, rehearsal, ROOT, type Measured } from "./measure.ts";

const SIZES = [500, 2000, 10_000];
const TIMEOUT_SECONDS = "600"; // ten thousand resources are a long silence for some steps

/** Time and memory for each resource of a generated program, all rules on, in the rehearsal or in the real engine. */
export async function growth(say: (line: string) => void, sizes: number[], real: boolean): Promise<void> {
    const run = real ? previewed : rehearsed;
    const folder = generated();
    let first: { time: number; memory: number } | undefined;
    try {
        for (const size of sizes.length > 0 ? sizes : SIZES) {
            process.env.COUNT = String(size); // the program reads it
            const { seconds, peakMb } = await run(folder);
            const each = { time: (seconds * 1000) / size, memory: peakMb / size };
            first ??= each;
            const times = (key: "time" | "memory") => (each[key] / (first?.[key] ?? 1)).toFixed(2);
            say(
                `${size} resources ${real ? "previewed" : "rehearsed"}: ${seconds.toFixed(1)} s, ${peakMb.toFixed(0)} MB; ` +
                    `each ${each.time.toFixed(2)} ms and ${each.memory.toFixed(3)} MB, ` +
                    `${times("time")} and ${times("memory")} times those of the first`,
            );
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
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
