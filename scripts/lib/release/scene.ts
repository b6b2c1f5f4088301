import type { Cloud } from "../cloud.ts";
import type { Environment } from "../environment.ts";
import type { World } from "../world.ts";
import type { Place } from "./place.ts";
import type { ReleaseRecord } from "./record.ts";

/** What is to be released, and how. */
export interface Asked {
    image: string;
    /** For the record. @default "deploy" */
    why?: ReleaseRecord["why"];
    /** Why it is deployed though a rollback alarm is red. */
    fixForward: string | undefined;
    /** Why it is deployed though no other environment has proven it. */
    skipPromotion?: string | undefined;
    isYes: boolean;
    isDespiteFaults: boolean;
}

/** A release that is under way. */
export interface Scene {
    environment: Environment;
    cloud: Cloud;
    place: Place;
    ask: Asked;
    world: World;
    /** That new tasks get until they are healthy: a crash loop would go on for hours. */
    scaleUpSeconds: number;
    /** An earlier run has ordered it, and was stopped: what it has started may still be on its way. */
    isResumed?: boolean;
}
