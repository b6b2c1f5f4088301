import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { docs, whole } from "./docs.ts";

/** Hours that an environment is awake at the least: backups, a restore and its check, and renewals have to lie in them. */
const LEAST_HOURS = 10;

/** As the tz database writes it: Node takes it in any case, and from 22 on offsets, too, which EventBridge Scheduler doesn't name. */
function isTimezone(text: string): boolean {
    try {
        const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions();
        const isOther = timeZone.toLowerCase() !== text.toLowerCase();
        return !/^[+-]/.test(text) && (isOther || timeZone === text);
    } catch {
        return false;
    }
}

/** Whether an environment sleeps at night, and when. */
export const sleep = z
    .strictObject({
        nights: z.enum(["asleep", "awake"]).register(docs, {
            says: "Whether tasks and database are stopped at night and at weekends. A database that has replicas, or follows another, can't be.",
            use: "awake, or asleep in an environment without replicas and replicaOf that nobody needs at night",
        }),
        timezone: z.string().max(50).refine(isTimezone).register(docs, {
            says: "Whose clock on the wall the hours are by.",
            use: "a name of the tz database, such as Europe/Berlin or UTC",
        }),
        wakesAt: whole(0, 23).register(docs, {
            says: "Full hour of Monday to Friday at which it starts to wake up; the database takes some minutes.",
            use: "0 to 23",
        }),
        sleepsAt: whole(1, 24).register(docs, {
            says: "Full hour of the same day after which it goes to sleep, when no deployment and no task runs.",
            use: `1 to 24, at least ${LEAST_HOURS} hours after wakesAt: backups and checks need them`,
        }),
    })
    .refine(({ wakesAt, sleepsAt }) => sleepsAt - wakesAt >= LEAST_HOURS, { path: ["sleepsAt"] })
    .register(docs, {
        says: "The hours of an environment that sleeps; while all nights are awake they mean nothing.",
        use: "a map with nights, timezone, wakesAt and sleepsAt",
    });

/** The hours in which the environment is awake; undefined where it always is. */
export function awakeIn({ nights, ...hours }: z.infer<typeof sleep>) {
    return nights === "asleep" ? hours : undefined;
}

/**
 * Stops a deployment to an environment that sleeps: databases that are stopped can't be changed, and services without
 * tasks never get ready. `written` is what functions/sleep has written of it, undefined where nothing ever slept.
 */
export function refuseAsleep(environment: string, written: string | undefined): void {
    if (written === undefined || pulumi.runtime.isDryRun()) return;
    const { is, says } = Object(JSON.parse(written)) as { is?: string; says?: string };
    if (is === "awake") return;
    const stack = pulumi.getStack();
    throw new pulumi.RunError(
        `${environment} is ${is}${says ? ` (${says})` : ""}, and what is stopped can't be changed. First: npm run wake -- --stack ${stack}`,
    );
}
