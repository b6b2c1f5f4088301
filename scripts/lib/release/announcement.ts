import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { asked, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";
import type { World } from "../world.ts";
import type { Place } from "./place.ts";

/** Why a deployment may begin though a rollback alarm is red. */
interface Said {
    /** What is released. */
    image: string;
    why: "fix-forward" | "rollback";
    reason: string;
}

/**
 * Minutes in which a deployment can be let in by it. A release's `pulumi up` comes to the service after the task
 * definition; the rest is for a program with other changes in it. Not measured against AWS.
 */
const VALID_MINUTES = 15;

/** Tells the gate (functions/gate) of a deployment that is about to begin. It stays there, spent or not, as evidence. */
export async function announce(
    cloud: Cloud,
    place: Place,
    { image, ...said }: Said,
    now = new Date(),
): Promise<void> {
    const TableName = tableOf(place);
    const until = new Date(now.getTime() + VALID_MINUTES * 60_000).toISOString();
    const item = { about: image, at: now.toISOString(), ...said, by: cloud.caller, until };
    const write = new PutItemCommand({
        TableName,
        Item: marshall(item),
        // Of two in the same millisecond the first one stays.
        ConditionExpression: "attribute_not_exists(about)",
    });
    await asked("dynamodb:PutItem", cloud.tables().send(write));
}

/**
 * A rollback's deployment asks no hook; the next pulumi up, which makes a task definition of the same image, does, while the
 * alarms may be red still. Nothing that fails here stops the way back.
 */
export async function announceWayBack(
    { cloud, place, world }: { cloud: Cloud; place: Place; world: World },
    image: string,
    from: string,
): Promise<void> {
    const said = { image, why: "rollback", reason: `back from ${from}` } as const;
    await announce(cloud, place, said).catch((error: unknown) => {
        world.err(
            `rollback: it is not announced, so a pulumi up waits for green alarms. ${(error as Error).message}`,
        );
    });
}

/** Where it is written, or what to do in a stack that has no gate yet. */
export function tableOf({ announcements }: Place): string {
    if (announcements !== undefined) return announcements;
    throw new Refusal(
        "The output release has no announcements, so no release can be let in while an alarm is red. Deploy the stack with this version of the program when all are green: pulumi up. Nothing was changed.",
    );
}
