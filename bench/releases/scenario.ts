import type { LocalAlarm } from "../../scripts/lib/local-ecs/alarms.ts";
import type { LocalEcsOptions } from "../../scripts/lib/local-ecs/options.ts";
import type { Stage } from "../../scripts/lib/local-ecs/stage.ts";
import type { Behaviour } from "../../scripts/lib/local-ecs/task.ts";
import type { World } from "../../scripts/lib/world.ts";
import type { Ends } from "./ended.ts";

/** One release with a cause of failure in it, and what the script has to say. */
export interface Scenario {
    says: string;
    /** The exit code that is true. */
    expects: number;
    /** What ended it, and at which stage. */
    by: Ends;
    /** The image that answers at the end. @default the new one where the exit code is 0, and else the one before */
    answers?: "v1" | "v2";
    image?: Behaviour;
    configuration?: LocalEcsOptions["configuration"];
    alarms?: LocalAlarm[];
    /** Milliseconds of the wall until the load balancer answers for a task that does not. */
    patience?: number;
    /** Requests a second. */
    rate?: number;
    /** Simulated seconds in one of the wall. @default 300 */
    factor?: number;
    prepare?(stage: Stage): Promise<void> | void;
    run?(stage: Stage, world: World): Promise<number>;
}
