import {
    ConditionalCheckFailedException,
    GetItemCommand,
    PutItemCommand,
    UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { World } from "./world.ts";

/** Who migrates, or was the last to. */
export interface Turn {
    deployment: string;
    /** When it took its turn, in UTC. */
    since: string;
    /** ARN of the task, once there is one. */
    task?: string;
}

/** No image is called so. */
const key = { about: "migrations", at: "turn" };

export async function turn({ dynamo, table }: World): Promise<Turn | undefined> {
    const asked = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
    const { Item } = await dynamo.send(asked);
    return Item === undefined ? undefined : (unmarshall(Item) as unknown as Turn);
}

/** Takes the turn of this deployment after the one that was read; nothing where another was faster. */
export async function take(world: World, before: Turn | undefined): Promise<Turn | undefined> {
    const own: Turn = { deployment: world.deployment, since: world.now().toISOString() };
    const write = new PutItemCommand({
        TableName: world.table,
        Item: marshall({ ...key, ...own }),
        ConditionExpression: before ? "deployment = :before" : "attribute_not_exists(about)",
        ExpressionAttributeValues: before && marshall({ ":before": before.deployment }),
    });
    return (await unlessTaken(world.dynamo.send(write))) ? own : undefined;
}

/** Writes down which task it is, while the turn is still this deployment's. */
export async function note({ dynamo, table, deployment }: World, task: string): Promise<boolean> {
    const write = new UpdateItemCommand({
        TableName: table,
        Key: marshall(key),
        UpdateExpression: "SET task = :task",
        ConditionExpression: "deployment = :own",
        ExpressionAttributeValues: marshall({ ":task": task, ":own": deployment }),
    });
    return unlessTaken(dynamo.send(write));
}

async function unlessTaken(write: Promise<unknown>): Promise<boolean> {
    try {
        await write;
        return true;
    } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return false;
    }
}
