import { Stopped } from "./stack-update.ts";
import type { World } from "./world.ts";

/** A command that changes what serves. */
interface Following {
    /** Such as "deploy". */
    command: string;
    stack: string;
    world: World;
    /** What to run to undo it. @default nothing: it undoes what was */
    toTakeBack?: string;
}

/**
 * Follows a release to its end. The command only watches what AWS does: where Ctrl-C or the end of a CI's job ends it, it
 * says what goes on without it, and the exit code is that of shells; where `pulumi up` stops under it, it says why, and the
 * code is 1.
 */
export async function followed(what: Following, work: () => Promise<number>): Promise<number> {
    const { command, stack, world, toTakeBack } = what;
    const stop = (signal: NodeJS.Signals) => {
        const goesOn = `you have stopped the command, and nothing in AWS: what ECS has begun goes on. Where it stands: npm run status -- --stack ${stack}. The same command goes on from there.`;
        world.err(`${command}: ${goesOn}${toTakeBack ? ` To take it back: ${toTakeBack}` : ""}`);
        // A child that runs is told by its own listener first.
        setImmediate(() => process.exit(signal === "SIGINT" ? 130 : 143));
    };
    process.once("SIGINT", stop).once("SIGTERM", stop);
    try {
        return await work();
    } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        world.err(`${command}: ${error.message}`);
        return 1;
    } finally {
        process.off("SIGINT", stop).off("SIGTERM", stop);
    }
}
