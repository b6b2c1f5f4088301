import { createHash } from "node:crypto";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
    CloudWatchLogsClient,
    CreateLogGroupCommand,
    CreateLogStreamCommand,
    PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
    BatchDeleteImageCommand,
    CreateRepositoryCommand,
    ECRClient,
    PutImageCommand,
} from "@aws-sdk/client-ecr";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ReleaseRecord } from "../release/record.ts";
import { LOG_GROUP } from "./names.ts";
import type { LocalEcsOptions } from "./options.ts";

export const REGION = "eu-central-1";
const REPOSITORY = `123456789012.dkr.ecr.${REGION}.amazonaws.com/shop`;
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const PARAMETER = "/shop-live/release";
export const TABLE = "shop-live-releases";

/** What moto has of a release: alarms as their metrics are, what tasks say, images, the record, and announcements. */
const clients = () => {
    const region = { region: REGION };
    return {
        alarms: new CloudWatchClient(region),
        logs: new CloudWatchLogsClient(region),
        images: new ECRClient(region),
        parameters: new SSMClient(region),
        tables: new DynamoDBClient(region),
    };
};

/** Where the simulated ECS tells what moto is to answer. */
export async function tellMoto(alarmNames: string[]): Promise<NonNullable<LocalEcsOptions["tell"]>> {
    const { alarms, logs } = clients();
    const logGroupName = LOG_GROUP;
    await logs.send(new CreateLogGroupCommand({ logGroupName })).catch(() => undefined);
    for (const AlarmName of alarmNames)
        await alarms.send(
            new PutMetricAlarmCommand({
                ...{ AlarmName, Namespace: "shop", MetricName: AlarmName, Period: 60, Statistic: "Sum" },
                ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: "GreaterThanThreshold" },
            }),
        );
    return {
        alarm: async (AlarmName, isRed) => {
            const StateValue = isRed ? ("ALARM" as const) : ("OK" as const);
            await alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "its metric" }));
        },
        log: async (logStreamName, message) => {
            await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
            const logEvents = [{ timestamp: Date.now(), message }];
            await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
        },
    };
}

/** Makes the table where a release is announced, as components/compute/checks/gate/record.ts does. */
export async function makeTable(): Promise<void> {
    const made = new CreateTableCommand({
        ...{ TableName: TABLE, BillingMode: "PAY_PER_REQUEST" },
        KeySchema: [
            { AttributeName: "about", KeyType: "HASH" },
            { AttributeName: "at", KeyType: "RANGE" },
        ],
        AttributeDefinitions: ["about", "at"].map((AttributeName) => ({
            ...{ AttributeName, AttributeType: "S" },
        })),
    });
    await clients().tables.send(made);
}

/** Pushes an image of that name; its address by digest, or by its tag, as the program names what it has built. */
export async function pushImage(name: string, by: "digest" | "tag" = "digest"): Promise<string> {
    const { images } = clients();
    await images.send(new CreateRepositoryCommand({ repositoryName: "shop" })).catch(() => undefined);
    const digest = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;
    const config = {
        mediaType: "application/vnd.oci.image.config.v1+json",
        size: 2,
        digest: digest("{}"),
    };
    const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config, layers: [], name });
    const pushed = { repositoryName: "shop", imageManifest, imageDigest: digest(name), imageTag: name };
    await images.send(new PutImageCommand(pushed));
    return by === "tag" ? `${REPOSITORY}:${name}` : `${REPOSITORY}@${digest(name)}`;
}

export async function deleteImage(image: string): Promise<void> {
    const [, digest] = image.split("@");
    const imageIds = [digest ? { imageDigest: digest } : { imageTag: image.split(":")[1] }];
    await clients().images.send(new BatchDeleteImageCommand({ repositoryName: "shop", imageIds }));
}

export async function keptRecord(): Promise<ReleaseRecord | undefined> {
    const question = new GetParameterCommand({ Name: PARAMETER });
    const answer = await clients()
        .parameters.send(question)
        .catch(() => undefined);
    const text = answer?.Parameter?.Value;
    return text === undefined ? undefined : (JSON.parse(text) as ReleaseRecord);
}

export async function keepRecord(record: ReleaseRecord): Promise<void> {
    const Value = JSON.stringify(record);
    const question = new PutParameterCommand({ Name: PARAMETER, Value, Type: "String", Overwrite: true });
    await clients().parameters.send(question);
}
