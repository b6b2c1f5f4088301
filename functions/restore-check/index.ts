/**
 * Judges the copy that a restore job made, or a generation, and exits: 0 when its verdict, good or bad, was told to all,
 * 1 when not. It is safe to run again, and beside itself.
 *
 *     RESTORE_JOB_ID=… node index.cjs         (settings.ts says what else it reads)
 *     INSTANCE=… CHECK_ID=… RESTORED_TO=… node index.cjs
 */
import { proveGeneration } from "./prove-generation.ts";
import { prove } from "./prove.ts";
import { settingsFrom } from "./settings.ts";
import { worldOf } from "./world.ts";

async function main(): Promise<number> {
    try {
        const world = worldOf(settingsFrom(process.env));
        const { asked } = world.settings;
        if ("restoreJobId" in asked) await prove(world, asked.restoreJobId);
        else await proveGeneration(world, asked);
        return 0;
    } catch (error) {
        console.error(JSON.stringify({ error: (error as Error).message, name: (error as Error).name }));
        return 1;
    }
}

void main().then((code) => process.exit(code));
