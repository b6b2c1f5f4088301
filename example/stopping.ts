import { log } from "./log.ts";

/** Seconds; ECS kills what still runs 60 after it asked (`stopSeconds` of the task). */
const LONGEST = 55;

/** Does it when ECS asks the process to stop, and exits with 0 if all went well in time. */
export function onStop(stop: () => Promise<void>): void {
    process.once("SIGTERM", () => {
        log("info", "stopping");
        setTimeout(() => {
            throw new Error(`The stop took more than ${LONGEST} s.`);
        }, LONGEST * 1_000);
        void stop().then(() => process.exit(0));
    });
}
