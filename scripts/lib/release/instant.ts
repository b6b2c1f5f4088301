import type { ServiceDeployment } from "@aws-sdk/client-ecs";

/** Until when the old tasks run beside the new ones, so that the way back takes seconds. */
export interface Instant {
    at: Date;
    /** The bake has begun, and this is its end; before it, it can be no sooner. */
    isBaking: boolean;
}

const MINUTE = 60_000;
/** The stages after the one in which users move. */
const MOVED = ["POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME"];

/**
 * Counted from ECS's last change of the deployment on, and where the bake has not begun, from now: what is left of the canary,
 * and the whole bake. Starts, hooks and shifts come on top. Undefined once the old tasks are being stopped, or on the way back.
 */
export function instantUntil(flight: ServiceDeployment, now: Date): Instant | undefined {
    const { status, lifecycleStage = "", updatedAt, deploymentConfiguration = {} } = flight;
    if ((status !== "PENDING" && status !== "IN_PROGRESS") || lifecycleStage === "CLEAN_UP") return undefined;
    const { strategy, bakeTimeInMinutes: bake = 0, canaryConfiguration } = deploymentConfiguration;
    const changed = updatedAt?.getTime() ?? now.getTime();
    const isBaking = lifecycleStage === "BAKE_TIME" && updatedAt !== undefined;
    if (isBaking) return { at: new Date(changed + bake * MINUTE), isBaking };
    const canary = strategy === "CANARY" ? (canaryConfiguration?.canaryBakeTimeInMinutes ?? 0) : 0;
    const soonest = Math.max(now.getTime(), changed);
    const moved = MOVED.includes(lifecycleStage)
        ? soonest
        : lifecycleStage === "PRODUCTION_TRAFFIC_SHIFT"
          ? Math.max(soonest, changed + canary * MINUTE)
          : soonest + canary * MINUTE;
    return { at: new Date(moved + bake * MINUTE), isBaking };
}
