import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
    CreateTableCommand,
    DynamoDBClient,
    PutItemCommand,
    ScanCommand,
    UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { answered } from "../../functions/gate/index.ts";
import type { Context } from "../../functions/hook/in-time.ts";
import type { Aws } from "./aws.ts";
import { REGION } from "./environment.ts";
import { eventOf, gateService, MIGRATION_TASK, type GateService } from "./gate-service.ts";

const TableName = "shop-live-releases";
const ALARMS = ["errors", "latency"];

/** The gate's own code, with moto's alarms and table, and a stand-in for ECS; time is what a test says. */
export class Gating {
    readonly ecs: GateService;
    now = new Date("2026-11-22T12:00:00Z");
    /** Every line of the log, read back. */
    readonly log: Record<string, string>[] = [];
    env: Record<string, string> = {
        ...{
            CLUSTER: "live",
            TABLE: TableName,
            ALARMS: ALARMS.join(","),
            CONTAINER: "app",
            LIMIT_SECONDS: "1800",
        },
        AWS_REGION: REGION,
        ...{ MIGRATION_TASK, MIGRATION_CONTAINER: "migrate", MIGRATION_LOG_GROUP: "/shop-live/migrations" },
        ...{ SUBNETS: "subnet-1,subnet-2", SECURITY_GROUPS: "sg-1,sg-2" },
    };
    private readonly alarms = new CloudWatchClient({ region: REGION });
    private readonly dynamo = new DynamoDBClient({ region: REGION });

    private readonly aws: Aws;

    private constructor(aws: Aws) {
        this.aws = aws;
        this.ecs = gateService();
        this.ecs.startedAt = this.now;
        aws.standIns.push(this.ecs.answer);
    }

    static async start(aws: Aws): Promise<Gating> {
        const gating = new Gating(aws);
        for (const name of ALARMS) await gating.set(name, "OK");
        await gating.dynamo.send(
            new CreateTableCommand({
                ...{ TableName, BillingMode: "PAY_PER_REQUEST" },
                KeySchema: [
                    { AttributeName: "about", KeyType: "HASH" },
                    { AttributeName: "at", KeyType: "RANGE" },
                ],
                AttributeDefinitions: ["about", "at"].map((AttributeName) => ({
                    AttributeName,
                    AttributeType: "S",
                })),
            }),
        );
        return gating;
    }

    /** What ECS hears, and what people read. */
    async ask(deployment = "d1", event: unknown = eventOf(deployment), context: Context = {}) {
        const answer = await answered(
            event,
            this.env,
            context,
            () => this.now,
            (line) => void this.log.push(JSON.parse(line)),
        );
        return { ...answer, why: this.log.at(-1)?.why ?? "" };
    }

    pass(seconds: number): void {
        this.now = new Date(this.now.getTime() + seconds * 1000);
    }

    /** The state of an alarm, which is made if it is not there. */
    async set(AlarmName: string, StateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA"): Promise<void> {
        const metric = { Namespace: "shop", MetricName: AlarmName, Period: 60, Statistic: "Sum" } as const;
        const rule = {
            EvaluationPeriods: 1,
            Threshold: 1,
            ComparisonOperator: "GreaterThanThreshold",
        } as const;
        await this.alarms.send(new PutMetricAlarmCommand({ AlarmName, ...metric, ...rule }));
        await this.alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "a test" }));
    }

    /** Announces as the scripts do, but for what is given. */
    async announce(changes: Record<string, unknown> = {}): Promise<void> {
        const until = new Date(this.now.getTime() + 900_000).toISOString();
        const said = {
            why: "fix-forward",
            reason: "mends what is red",
            by: "arn:aws:iam::123456789012:user/ann",
        };
        const key = { about: this.ecs.images.next, at: this.now.toISOString() };
        const Item = marshall({ ...key, ...said, until, ...changes });
        await this.dynamo.send(new PutItemCommand({ TableName, Item }));
    }

    /** The next read of the table gets what is there now, whatever is written before it: as of two at the same moment. */
    async readsEarly(action: "Query" | "GetItem"): Promise<void> {
        const { Items = [] } = await this.dynamo.send(new ScanCommand({ TableName }));
        const now = Items.filter(({ about }) => (about?.S === "migrations") === (action === "GetItem"));
        const body = JSON.stringify(action === "Query" ? { Items: now } : { Item: now[0] });
        let isLeft = true;
        this.aws.standIns.push((call) => {
            if (call.action !== action || !isLeft) return undefined;
            isLeft = false;
            return { body };
        });
    }

    /** Takes something out of what is written about whose turn it is to migrate. */
    async forget(name: string): Promise<void> {
        const Key = marshall({ about: "migrations", at: "turn" });
        const ExpressionAttributeNames = { "#name": name };
        const removed = { TableName, Key, UpdateExpression: "REMOVE #name", ExpressionAttributeNames };
        await this.dynamo.send(new UpdateItemCommand(removed));
    }

    async rows(): Promise<Record<string, string>[]> {
        const { Items = [] } = await this.dynamo.send(new ScanCommand({ TableName }));
        return Items.map((item) => unmarshall(item));
    }
}
