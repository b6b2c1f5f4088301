import { ConditionalCheckFailedException, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { World } from "./world.ts";

/** Said by a person, by a script, before a deployment that may begin though an alarm is red. Times are in UTC. */
export interface Announcement {
    /** The image that is released. */
    about: string;
    at: string;
    why: "fix-forward" | "rollback";
    reason: string;
    by: string;
    until: string;
    /** The deployment that it let in. */
    spentBy?: string;
}

/** Two calls for one deployment may meet; more don't. */
const TRIES = 3;

/**
 * The announcement of an image, which lets one deployment in, and as often as ECS asks about that one. Whatever is spent
 * or too old stays where it is: it says who let what in, and why.
 */
export async function spend(world: World, image: string): Promise<Announcement | undefined> {
    const { deployment, now } = world;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
        const all = await of(world, image);
        const own = all.find(({ spentBy }) => spentBy === deployment);
        if (own !== undefined) return own;
        const next = all.find(({ spentBy, until }) => spentBy === undefined && new Date(until) > now());
        if (next === undefined) return undefined;
        if (await spent(world, next)) return { ...next, spentBy: deployment };
    }
    return undefined;
}

/** The newest first. */
async function of({ dynamo, table }: World, image: string): Promise<Announcement[]> {
    const asked = new QueryCommand({
        TableName: table,
        KeyConditionExpression: "about = :image",
        ExpressionAttributeValues: marshall({ ":image": image }),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 20,
    });
    const { Items = [] } = await dynamo.send(asked);
    return Items.map((item) => unmarshall(item) as Announcement).filter(isWhole);
}

function isWhole({ why, reason, by, until }: Announcement): boolean {
    const isKnown = why === "fix-forward" || why === "rollback";
    return isKnown && Boolean(reason && by) && !Number.isNaN(Date.parse(until));
}

async function spent(
    { dynamo, table, deployment, now }: World,
    { about, at }: Announcement,
): Promise<boolean> {
    const write = new UpdateItemCommand({
        TableName: table,
        Key: marshall({ about, at }),
        UpdateExpression: "SET spentBy = :deployment, spentAt = :now",
        ConditionExpression: "attribute_exists(about) AND attribute_not_exists(spentBy)",
        ExpressionAttributeValues: marshall({ ":deployment": deployment, ":now": now().toISOString() }),
    });
    try {
        await dynamo.send(write);
        return true;
    } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return false;
    }
}
