import { AppConfigClient } from "@aws-sdk/client-appconfig";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Refusal } from "./command.ts";
import { outputOf, type Environment } from "./environment.ts";
import { plain } from "./table.ts";

/** AWS as a script uses it: signed in, in the account of the environment. */
export interface Cloud {
    /** Twelve digits. */
    account: string;
    /** The ARN of who signed in, as AWS tells it. */
    caller: string;
    /** The environment's own. */
    region: string;
    rds(region?: string): RDSClient;
    backup(region?: string): BackupClient;
    ecs(): ECSClient;
    balancers(): ElasticLoadBalancingV2Client;
    images(region?: string): ECRClient;
    alarms(region?: string): CloudWatchClient;
    logs(): CloudWatchLogsClient;
    parameters(): SSMClient;
    tables(): DynamoDBClient;
    flags(): AppConfigClient;
    s3(): S3Client;
    sqs(): SQSClient;
    topics(region?: string): SNSClient;
}

/** What AWS refused, in words that say what to do. */
export class AwsRefusal extends Refusal {
    /** AWS's name of the error, such as DBSnapshotNotFound. */
    readonly code: string;
    /** AWS limits the calls, or nobody answers: what passes by itself. */
    readonly isPassing: boolean;

    constructor(code: string, message: string, isPassing = false) {
        super(message);
        [this.code, this.isPassing] = [code, isPassing];
    }
}

/** 8 attempts of the SDK's standard mode: it waits longer after each, 20 s at most, and in all about a minute. */
const patience = { maxAttempts: 8, retryMode: "standard" };

/**
 * Refuses before anything changes when the credentials are no good, or belong to another account. `profile` is one of the
 * AWS CLI's, for a second account at the same time. @default what the SDK finds, such as AWS_PROFILE
 */
export async function signIn(environment: Environment, profile?: string): Promise<Cloud> {
    const { region } = environment;
    const own = { ...patience, ...(profile !== undefined && { profile }) };
    const sts = new STSClient({ region, ...own });
    const { Account: account = "", Arn: caller = "" } = await asked(
        "sts:GetCallerIdentity",
        sts.send(new GetCallerIdentityCommand({})),
    );
    const expected = accountOf(environment);
    if (account !== expected) {
        throw new Refusal(
            `Your AWS credentials are for the account ${account}, and ${environment.stack} is in ${expected}; choose that one (${profile === undefined ? "AWS_PROFILE" : `not ${profile}`}). Nothing was changed.`,
        );
    }
    return {
        ...{ account, caller, region },
        rds: (where = region) => new RDSClient({ region: where, ...own }),
        backup: (where = region) => new BackupClient({ region: where, ...own }),
        // Asked every other second while a release is watched: one connection each, and not one a call.
        ecs: once(() => new ECSClient({ region, ...own })),
        balancers: once(() => new ElasticLoadBalancingV2Client({ region, ...own })),
        images: (where = region) => new ECRClient({ region: where, ...own }),
        alarms: (where = region) => new CloudWatchClient({ region: where, ...own }),
        logs: () => new CloudWatchLogsClient({ region, ...own }),
        parameters: () => new SSMClient({ region, ...own }),
        tables: () => new DynamoDBClient({ region, ...own }),
        flags: () => new AppConfigClient({ region, ...own }),
        s3: () => new S3Client({ region, ...own }),
        topics: (where = region) => new SNSClient({ region: where, ...own }),
        // Else the host in a queue's address counts, and not the endpoint that somebody has chosen (AWS_ENDPOINT_URL).
        sqs: () => new SQSClient({ region, ...own, useQueueUrlAsEndpoint: false }),
    };
}

function once<T>(make: () => T): () => T {
    let made: T | undefined;
    return () => (made ??= make());
}

/** Of a topic, and so of the alarms that tell it: CloudWatch tells those of its own region alone. */
export function regionOf(topicArn: string): string {
    return topicArn.split(":")[3]!;
}

/** The address of a queue has the account: https://sqs.<region>.amazonaws.com/<account>/<name>. */
function accountOf(environment: Environment): string {
    const url = outputOf(environment, "jobsDeadLettersUrl");
    const [account] = /\d{12}/.exec(new URL(url).pathname) ?? [];
    if (account === undefined)
        throw new Refusal(`The output jobsDeadLettersUrl is ${url}, without an account.`);
    return account;
}

/** Waits for an answer of AWS; what it refuses is thrown as an `AwsRefusal` that names the action. */
export async function asked<T>(action: string, answer: Promise<T>): Promise<T> {
    try {
        return await answer;
    } catch (error) {
        if (error instanceof AwsRefusal) throw error;
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        // Of a name with several addresses Node tells it in this alone.
        const { code = "" } = Object(error) as { code?: unknown };
        const said = plain(message || String(code));
        const isPassing = [name, said].some((one) => throttled.test(one) || unreachable.test(one));
        throw new AwsRefusal(name, explained(action, name, said), isPassing);
    }
}

const expired =
    /^(ExpiredToken|RequestExpired|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|CredentialsProviderError|TokenProviderError)/;
const throttled = /Throttl|^(RequestLimitExceeded|TooManyRequests|LimitExceeded|SlowDown|BandwidthLimit)/;
const denied = /^(AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationError)/;
const unreachable =
    /^(TimeoutError|NetworkingError)|ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH/;

function explained(action: string, name: string, message: string): string {
    if (expired.test(name)) {
        return `AWS takes your credentials no more (${name}); sign in again, for instance with \`aws sso login\`, and run the same command: it goes on where it is.`;
    }
    if (denied.test(name) || /not authorized to perform/.test(message)) {
        // A right to a key or a role may be what is missing, and not the one to the action that was asked for.
        const [, missing = action] = /not authorized to perform: ([\w-]+:\w+)/.exec(message) ?? [];
        return `You may not ${missing}; let somebody give your role that action, and run the same command. AWS says: ${message}`;
    }
    if (throttled.test(name)) {
        return `AWS limits how often this account may call ${action}, still after ${patience.maxAttempts} attempts; wait a minute and run the same command: it goes on where it is.`;
    }
    if (unreachable.test(name) || unreachable.test(message)) {
        return `AWS can't be reached for ${action} (${message}); look at your network, and run the same command.`;
    }
    return `${action}: ${name}: ${message}`;
}
