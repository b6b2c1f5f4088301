import { leave, log } from "./log.ts";

/**
 * Does it when ECS asks the process to stop, and exits with 0 if all went well in time: so many seconds, for ECS kills what
 * still runs 5 later (`stopSeconds` of the task).
 */
export function onStop(seconds: number, stop: () => Promise<void>): void {
    process.once("SIGTERM", () => {
        log("info", "stopping");
        setTimeout(() => {
            throw new Error(`The stop took more than ${seconds} s.`);
        }, seconds * 1_000);
        void stop().then(() => leave(0));
    });
}
