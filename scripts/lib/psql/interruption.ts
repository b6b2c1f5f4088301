import { Refusal } from "../command.ts";
import type { World } from "../world.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs what must tidy up after itself though somebody gives it up: a signal ends the next pause with a refusal, in place
 * of the process. A terminal that is gone does not end it either.
 */
export async function interruptible<T>(world: World, work: (world: World) => Promise<T>): Promise<T> {
    let giveUp: (why: Refusal) => void = () => undefined;
    const givenUp = new Promise<never>((_resolve, reject) => (giveUp = reject));
    // It may come when nobody waits.
    givenUp.catch(() => undefined);
    const note = (signal: string) => giveUp(new Refusal(`Given up (${signal}); nothing stays open.`));
    const ignore = () => undefined;
    for (const signal of signals) process.on(signal, note);
    for (const stream of [process.stdout, process.stderr]) stream.on("error", ignore);
    try {
        const pause = (seconds: number) => Promise.race([world.pause(seconds), givenUp]);
        const attach = (command: string, args: string[]) => {
            // Ctrl-C cancels a statement there, and gives up nothing here.
            process.off("SIGINT", note);
            return world.attach(command, args).finally(() => process.on("SIGINT", note));
        };
        return await work({ ...world, pause, attach });
    } finally {
        for (const signal of signals) process.off(signal, note);
        for (const stream of [process.stdout, process.stderr]) stream.off("error", ignore);
    }
}
