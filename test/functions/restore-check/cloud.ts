import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { KEYS } from "./rds-door.ts";
import { emptyMoto } from "../../support/moto.ts";

export const REGION = "eu-central-1";
export const BUCKET = "acme-staging-proofs";
const PLAN = `arn:aws:backup:${REGION}:123456789012:restore-testing-plan:acme_staging-0b4f-1`;
const COPY = "awsbackup-restore-test-1";
export const SOURCE = "acme-staging-main";
const POINT = `arn:aws:rds:${REGION}:123456789012:snapshot:awsbackup:job-1`;
export const arnOf = (instance: string) => `arn:aws:rds:${REGION}:123456789012:db:${instance}`;

/** Milliseconds, which AWS's JSON has in seconds. */
type Fields = Record<string, unknown>;

/**
 * Moto, and before it what moto lacks: AWS Backup's restore jobs and recovery points, and when a snapshot was taken. The
 * answers have the form of AWS's own service models; nothing of this was seen from AWS.
 */
export interface Cloud {
    endpoint: string;
    s3: S3Client;
    rds: RDSClient;
    /** What AWS Backup knows of the restore; tests change it. */
    job: Fields;
    point: Fields;
    /** When RDS says that it took the snapshot; undefined for a snapshot that it does not know. */
    takenAt?: Date;
    /** Where the copy answers. */
    port: number;
    /** What was asked for, in order. */
    asked: string[];
    /** Answers the next request for this with an error of this status. */
    failOnce: Map<string, number>;
    /** What AWS Backup does when it hears the verdict. */
    onVerdict(): void;
    numbers(metric: string): Promise<number[]>;
    /** Has an instance of this name answer where the copy does. */
    instance(name: string): Promise<void>;
    /** Forgets everything, and has an empty bucket and both instances again. */
    renew(taken: Date): Promise<void>;
    stop(): Promise<void>;
}

export async function startCloud(program: string): Promise<Cloud> {
    const motoPort = await emptyMoto(program);
    const front = createServer((message, answer) => void serve(cloud, motoPort, message, answer));
    front.listen(0, "127.0.0.1");
    await once(front, "listening");
    const endpoint = `http://127.0.0.1:${(front.address() as { port: number }).port}`;
    const credentials = { accessKeyId: KEYS.id, secretAccessKey: KEYS.secret };
    const options = { endpoint, region: REGION, credentials };
    const cloudwatch = new CloudWatchClient(options);
    const cloud: Cloud = {
        ...{ endpoint, s3: new S3Client(options), rds: new RDSClient(options) },
        ...{ job: {}, point: {}, port: 0, asked: [], failOnce: new Map(), onVerdict: () => undefined },
        numbers: async (MetricName) => {
            const Dimensions = [{ Name: "Environment", Value: "acme-staging" }];
            const times = {
                StartTime: new Date(Date.now() - 86_400_000),
                EndTime: new Date(Date.now() + 60_000),
            };
            const which = { Namespace: "Airworthy", MetricName, Dimensions, ...times };
            const asked = new GetMetricStatisticsCommand({ ...which, Period: 60, Statistics: ["Minimum"] });
            return ((await cloudwatch.send(asked)).Datapoints ?? []).map(({ Minimum }) => Minimum!);
        },
        instance: async (DBInstanceIdentifier) => {
            const sized = { Engine: "postgres", DBInstanceClass: "db.t4g.medium", AllocatedStorage: 20 };
            const login = { MasterUsername: "app_owner", MasterUserPassword: "as-pulumi-made-it" };
            await cloud.rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...sized, ...login }));
        },
        renew: async (taken) => {
            await fetch(`http://127.0.0.1:${motoPort}/moto-api/reset`, { method: "POST" });
            const LocationConstraint = REGION;
            const bucket = { Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint } } as const;
            await cloud.s3.send(new CreateBucketCommand(bucket));
            for (const name of [SOURCE, COPY]) await cloud.instance(name);
            Object.assign(cloud, restored(taken), { takenAt: taken, onVerdict: () => undefined });
            cloud.failOnce.clear();
            cloud.asked.length = 0;
        },
        stop: () => {
            for (const client of [cloud.s3, cloud.rds, cloudwatch]) client.destroy();
            front.closeAllConnections();
            front.close();
            return Promise.resolve();
        },
    };
    return cloud;
}

/** A restore of a snapshot, in AWS Backup's words: ordered a second after it had the snapshot, and 20 minutes long. */
function restored(taken: Date): { job: Fields; point: Fields } {
    const at = (seconds: number) => taken.getTime() / 1000 + seconds;
    const job = {
        ...{ AccountId: "123456789012", RestoreJobId: "job-1", RecoveryPointArn: POINT, ResourceType: "RDS" },
        ...{ BackupVaultArn: `arn:aws:backup:${REGION}:123456789012:backup-vault:near`, Status: "COMPLETED" },
        ...{ CreationDate: at(2), CompletionDate: at(1202), CreatedResourceArn: arnOf(COPY) },
        ...{ SourceResourceArn: arnOf(SOURCE), CreatedBy: { RestoreTestingPlanArn: PLAN } },
        ValidationStatus: "VALIDATING",
    };
    const times = { CreationDate: at(-2400), InitiationDate: at(-60), CompletionDate: at(1) };
    return { job, point: { RecoveryPointArn: POINT, ResourceArn: arnOf(SOURCE), ...times } };
}

async function serve(
    cloud: Cloud,
    motoPort: number,
    message: IncomingMessage,
    answer: ServerResponse,
): Promise<void> {
    let body = "";
    for await (const chunk of message.setEncoding("latin1")) body += chunk;
    const { method = "", url = "", headers } = message;
    const action = new URLSearchParams(body.startsWith("Action=") ? body : "").get("Action");
    const target = headers["x-amz-target"] ?? action;
    const what = String(target ?? `${method} ${decodeURIComponent(url.split("?")[0]!)}`);
    cloud.asked.push(what);
    const [failing] = [...cloud.failOnce.keys()].filter((part) => what.includes(part));
    if (failing !== undefined) {
        const status = cloud.failOnce.get(failing)!;
        cloud.failOnce.delete(failing);
        const type = status === 429 ? "ThrottlingException" : "AccessDeniedException";
        return json(answer, status, { __type: type, message: "not now" }, type);
    }
    const [, job, rest] = /^\/restore-jobs\/([^/]+)(\/validations)?$/.exec(url) ?? [];
    if (job !== undefined && job !== cloud.job.RestoreJobId)
        return json(answer, 400, { Message: "not found" }, "ResourceNotFoundException");
    if (rest !== undefined) return takeVerdict(cloud, body, answer);
    if (job !== undefined) return json(answer, 200, cloud.job);
    if (url.startsWith("/backup-vaults/near/recovery-points/")) return json(answer, 200, cloud.point);
    if (action === "DescribeDBSnapshots") return tellSnapshot(cloud, answer);
    // Two to a page: S3's own pages have a thousand, which nobody wants to fill.
    const path = url.includes("list-type=2") ? `${url}&max-keys=2` : url;
    const onward = request({ host: "127.0.0.1", port: motoPort, method, path, headers }, (reply) => {
        void (async () => {
            let text = "";
            for await (const chunk of reply.setEncoding("latin1")) text += chunk;
            if (action === "DescribeDBInstances")
                text = text
                    .replaceAll(/<Address>[^<]*</g, "<Address>localhost<")
                    .replaceAll(/<Port>\d+</g, `<Port>${cloud.port}<`);
            const { "content-length": _, "transfer-encoding": __, ...kept } = reply.headers;
            answer.writeHead(reply.statusCode ?? 500, kept).end(Buffer.from(text, "latin1"));
        })();
    });
    onward.end(Buffer.from(body, "latin1"));
}

/** The first verdict counts, and no other is taken after it; of a restore that no plan made, perhaps none. */
function takeVerdict(cloud: Cloud, body: string, answer: ServerResponse): void {
    if (cloud.job.ValidationStatus !== "VALIDATING")
        return json(answer, 400, { Message: "no verdict is wanted" }, "InvalidRequestException");
    Object.assign(cloud.job, JSON.parse(Buffer.from(body, "latin1").toString()));
    cloud.onVerdict();
    answer.writeHead(204).end();
}

function tellSnapshot({ takenAt }: Cloud, answer: ServerResponse): void {
    const xml = (status: number, text: string) =>
        answer.writeHead(status, { "content-type": "text/xml" }).end(text);
    const xmlns = `xmlns="http://rds.amazonaws.com/doc/2014-10-31/"`;
    if (takenAt === undefined) {
        const error =
            "<Error><Type>Sender</Type><Code>DBSnapshotNotFound</Code><Message>none</Message></Error>";
        return void xml(404, `<ErrorResponse ${xmlns}>${error}</ErrorResponse>`);
    }
    const time = `<SnapshotCreateTime>${takenAt.toISOString()}</SnapshotCreateTime>`;
    const list = `<DBSnapshots><DBSnapshot>${time}</DBSnapshot></DBSnapshots>`;
    const result = `<DescribeDBSnapshotsResult>${list}</DescribeDBSnapshotsResult>`;
    xml(200, `<DescribeDBSnapshotsResponse ${xmlns}>${result}</DescribeDBSnapshotsResponse>`);
}

function json(answer: ServerResponse, status: number, body: object, error?: string): void {
    const headers = { "content-type": "application/json", ...(error && { "x-amzn-errortype": error }) };
    answer.writeHead(status, headers).end(JSON.stringify(body));
}
