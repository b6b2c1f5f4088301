import {
    ConditionalCheckFailedException,
    GetItemCommand,
    PutItemCommand,
    ScanCommand,
    UpdateItemCommand,
    DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Phase, PoolerRow, SwitchRecord } from "./record.ts";

const SWITCH = "switch";
const SCALING = "scaling";
const POOLER = "pooler#";
/** Seconds that the row of a pooler outlives its last word. */
const ROW_SECONDS = 3600;

/** Another run has the switch now. What this one was about to do, it must not. */
export class TakenOver extends Error {
    constructor() {
        super("Another run has taken the switch over; this one has stopped.");
    }
}

/**
 * A client for those whom others wait for: what is not answered is asked again, and is an error when that has failed, too.
 * `requestTimeout` alone only warns.
 */
export function hurried(maxAttempts?: number): DynamoDBClient {
    // Milliseconds.
    const limits = { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true };
    return new DynamoDBClient({ maxAttempts, requestHandler: limits });
}

/** The one table: the record of the switch, and what each pooler says. Every read sees what was written before it. */
export class SwitchTable {
    private readonly dynamo: DynamoDBClient;
    private readonly name: string;

    constructor(dynamo: DynamoDBClient, name: string) {
        this.dynamo = dynamo;
        this.name = name;
    }

    async record(): Promise<SwitchRecord | undefined> {
        return (await this.item(SWITCH)) as SwitchRecord | undefined;
    }

    /** Begins an attempt, or takes one over, unless anything was written since `before` was read. */
    async put(record: SwitchRecord, before: SwitchRecord | undefined): Promise<void> {
        const { epoch, owner, beat } = before ?? {};
        const unchanged = {
            ConditionExpression: "#epoch = :epoch AND #owner = :owner AND #beat = :beat",
            ExpressionAttributeNames: { "#epoch": "epoch", "#owner": "owner", "#beat": "beat" },
            ExpressionAttributeValues:
                before && marshall({ ":epoch": epoch, ":owner": owner, ":beat": beat }),
        };
        const Item = marshall({ id: SWITCH, ...record }, { removeUndefinedValues: true });
        const condition = before ? unchanged : { ConditionExpression: "attribute_not_exists(id)" };
        const write = new PutItemCommand({ TableName: this.name, Item, ...condition });
        await unlessTakenOver(this.dynamo.send(write));
    }

    /** Changes what is said of an attempt of one's own, beside the beat; `during` holds only in that phase of it. */
    async change(own: SwitchRecord, changes: Partial<SwitchRecord>, during?: Phase): Promise<SwitchRecord> {
        const keys = Object.keys(changes);
        const values = Object.fromEntries(keys.map((key) => [`:${key}`, changes[key as keyof SwitchRecord]]));
        const set = `SET ${keys.map((key) => `#${key} = :${key}`).join(", ")}`;
        await this.update(own, set, keys, values, during);
        return { ...own, ...changes };
    }

    /** Says how an attempt ended. The first word holds, also if its answer was lost: returns what holds. */
    async decide(
        own: SwitchRecord,
        changes: Partial<SwitchRecord> & Pick<SwitchRecord, "phase">,
    ): Promise<SwitchRecord> {
        try {
            return await this.change(own, changes, "pausing");
        } catch (error) {
            if (!(error instanceof TakenOver)) throw error;
            const now = await this.record();
            if (now?.epoch !== own.epoch || now.owner !== own.owner || now.phase === "pausing") throw error;
            return now;
        }
    }

    /** Says that the run is alive; or learns that it isn't any more. */
    async beat(own: SwitchRecord): Promise<void> {
        await this.update(own, "ADD #beat :one", ["beat"], { ":one": 1 });
    }

    async rows(): Promise<PoolerRow[]> {
        const rows: PoolerRow[] = [];
        let from: Record<string, never> | undefined;
        do {
            const asked = { TableName: this.name, ConsistentRead: true, ExclusiveStartKey: from };
            const { Items = [], LastEvaluatedKey } = await this.dynamo.send(new ScanCommand(asked));
            const items = Items.map((item) => unmarshall(item));
            rows.push(...(items.filter(({ id }) => String(id).startsWith(POOLER)) as PoolerRow[]));
            from = LastEvaluatedKey as typeof from;
        } while (from !== undefined);
        return rows;
    }

    async putRow(row: PoolerRow): Promise<void> {
        const expires = Math.floor(Date.now() / 1000) + ROW_SECONDS;
        await this.write({ id: POOLER + row.task, ...row, expires });
    }

    /** Whether it was a switch that suspended the poolers' scaling, and not somebody with reasons of their own. */
    async isScalingOurs(): Promise<boolean> {
        return (await this.item(SCALING))?.isOurs === true;
    }

    async setScalingOurs(isOurs: boolean): Promise<void> {
        await this.write({ id: SCALING, isOurs });
    }

    private async item(id: string): Promise<Record<string, unknown> | undefined> {
        const asked = { TableName: this.name, Key: marshall({ id }), ConsistentRead: true };
        const { Item } = await this.dynamo.send(new GetItemCommand(asked));
        return Item && unmarshall(Item);
    }

    private async write(item: object): Promise<void> {
        const Item = marshall(item, { removeUndefinedValues: true });
        await this.dynamo.send(new PutItemCommand({ TableName: this.name, Item }));
    }

    private async update(
        own: SwitchRecord,
        expression: string,
        keys: string[],
        values: object,
        during?: Phase,
    ): Promise<void> {
        const names = ["epoch", "owner", ...(during ? ["phase"] : []), ...keys].map((key) => [
            `#${key}`,
            key,
        ]);
        const { epoch, owner } = own;
        const known = { ":ownEpoch": epoch, ":ownOwner": owner, ...(during && { ":during": during }) };
        const write = new UpdateItemCommand({
            TableName: this.name,
            Key: marshall({ id: SWITCH }),
            UpdateExpression: expression,
            ConditionExpression: `#epoch = :ownEpoch AND #owner = :ownOwner${during ? " AND #phase = :during" : ""}`,
            ExpressionAttributeNames: Object.fromEntries(names) as Record<string, string>,
            ExpressionAttributeValues: marshall({ ...values, ...known }),
        });
        await unlessTakenOver(this.dynamo.send(write));
    }
}

async function unlessTakenOver(write: Promise<unknown>): Promise<void> {
    try {
        await write;
    } catch (error) {
        if (error instanceof ConditionalCheckFailedException) throw new TakenOver();
        throw error;
    }
}
