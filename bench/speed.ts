import { resolve } from "node:path";
import { realEngine } from "../rehearsal/real/engine.ts";
import { measure, median, rehearsal, ROOT } from "./measure.ts";

const ROUNDS = 5;
const STACK = "production";

/**
 * The wall time of `npm run rehearse` and of `pulumi preview --policy-pack`, in turns, both with the blueprint's own
 * `nodeargs`. The time inside the simulated cloud is taken off the preview's, and not off the rehearsal's.
 */
export async function speed(say: (line: string) => void): Promise<void> {
    const packs = [{ folder: resolve(ROOT, "policies") }];
    const engine = await realEngine({ cwd: ROOT, stack: STACK, policyPacks: packs });
    const seconds = { rehearsed: [] as number[], previewed: [] as number[], cloud: [] as number[] };
    try {
        for (let round = 1; round <= ROUNDS; round++) {
            const rehearsed = await measure(rehearsal("--stack", STACK));
            seconds.rehearsed.push(rehearsed.seconds);
            const before = engine.cloudSeconds();
            const previewed = await measure(engine.previewCommand());
            const cloud = engine.cloudSeconds() - before;
            seconds.previewed.push(previewed.seconds - cloud);
            seconds.cloud.push(cloud);
            say(`round ${round}: ${told(rehearsed.seconds)} rehearsed, ${told(previewed.seconds)} previewed`);
        }
        const [mine, real] = [median(seconds.rehearsed), median(seconds.previewed)];
        const off = `${told(median(seconds.cloud))} inside the simulated cloud taken off`;
        say(
            `${STACK}, median of ${ROUNDS}: the rehearsal takes ${(mine / real).toFixed(2)} of the time of the preview by` +
                ` Pulumi ${await engine.version()} (${told(mine)} to ${told(real)}, ${off}), Node ${process.version}.`,
        );
    } finally {
        engine.close();
    }
}

function told(seconds: number): string {
    return `${seconds.toFixed(2)} s`;
}
