import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyUse } from "../parts/key-use.ts";
import { onlyTls } from "../parts/only-tls.ts";
import { policyOf } from "../parts/rights.ts";

export interface QueueArgs {
    /** Name of the queue, at most 75 letters, digits, hyphens and underscores; that of the dead letters ends in `-dead`. */
    queueName: string;
    /** The AWS account, twelve digits. */
    accountId: pulumi.Input<string>;
    region: string;
    /** The key of the messages. */
    kmsKeyArn: pulumi.Input<string>;
    /**
     * Seconds that a worker has for a message, 30 to 43200, before another one gets it. @default 300; a worker that needs
     * longer asks for more while it works (`ChangeMessageVisibility`).
     */
    visibilityTimeoutSeconds?: number;
    /** Times that a message is tried. @default 5, the least that AWS recommends (Lambda Developer Guide, "Using Lambda with SQS"). */
    maxReceives?: number;
}

/** Seconds. */
const day = 24 * 60 * 60;

/**
 * Background jobs: what was sent is kept until a worker has finished it, and what fails time and again moves to a second
 * queue where people look at it. Both refuse plain HTTP, and are encrypted with a key of ours: with SQS's own, whoever
 * may read the queue reads the messages, and nobody can take that back by a key.
 */
export class Queue extends pulumi.ComponentResource {
    /** Those of both queues, as metrics name them. */
    readonly names: { jobs: string; deadLetters: string };
    /** Seconds that a message stays with the worker that took it. */
    readonly visibilityTimeoutSeconds: number;
    /** Known before anything is made. */
    readonly url: pulumi.Output<string>;
    readonly deadLettersUrl: pulumi.Output<string>;
    /** What a role needs to send jobs. */
    readonly toSend: aws.iam.PolicyStatement[];
    /** What a role needs to work on them. */
    readonly toWork: aws.iam.PolicyStatement[];

    constructor(name: string, args: QueueArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Queue", name, {}, opts);
        const { visibilityTimeoutSeconds = 300, maxReceives = 5, queueName } = args;
        check(name, { queueName, visibilityTimeoutSeconds, maxReceives });
        // Written out, and not the queues' own ARNs, which are known after the deployment only: rules read them at preview.
        const [arn, deadArn] = [arnOf(args, queueName), arnOf(args, `${queueName}-dead`)];
        // The longest that SQS has: a job that failed on the first day of a holiday is still there after it. SQS counts
        // from the day that a message was first sent, so the queue itself keeps messages for less.
        const dead = this.make(`${name}-dead`, args, deadArn, {
            name: `${queueName}-dead`,
            messageRetentionSeconds: 14 * day,
        });
        const queue = this.make(name, args, arn, {
            name: queueName,
            messageRetentionSeconds: 4 * day,
            visibilityTimeoutSeconds,
            redrivePolicy: pulumi.jsonStringify({
                // By the name that the other queue has got: this one waits for it.
                deadLetterTargetArn: arnOf(args, dead.name),
                maxReceiveCount: maxReceives,
            }),
        });
        const allowed = { redrivePermission: "byQueue", sourceQueueArns: [arn] };
        const redriveAllowPolicy = pulumi.jsonStringify(allowed);
        new aws.sqs.RedriveAllowPolicy(name, { queueUrl: dead.id, redriveAllowPolicy }, { parent: this });
        this.names = { jobs: queueName, deadLetters: `${queueName}-dead` };
        this.visibilityTimeoutSeconds = visibilityTimeoutSeconds;
        this.url = urlOf(args, queue);
        this.deadLettersUrl = urlOf(args, dead);
        this.toSend = [
            { Effect: "Allow", Action: "sqs:SendMessage", Resource: arn },
            // SQS checks a new data key by opening it (SQS Developer Guide, "Configure KMS permissions").
            keyUse(args, { service: "sqs", actions: ["kms:GenerateDataKey", "kms:Decrypt"], thing: arn }),
        ];
        const work = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"];
        this.toWork = [
            { Effect: "Allow", Action: work.map((action) => `sqs:${action}`), Resource: arn },
            keyUse(args, { service: "sqs", actions: ["kms:Decrypt"], thing: arn }),
        ];
        this.registerOutputs({ url: this.url, deadLettersUrl: this.deadLettersUrl });
    }

    private make(name: string, args: QueueArgs, arn: pulumi.Output<string>, own: aws.sqs.QueueArgs) {
        // Seconds that a question for messages waits for one, the most that SQS has: fewer empty answers to pay for.
        const shared = { kmsMasterKeyId: args.kmsKeyArn, receiveWaitTimeSeconds: 20 };
        const queue = new aws.sqs.Queue(name, { ...shared, ...own }, { parent: this });
        const policy = policyOf([onlyTls("sqs", arn)]);
        new aws.sqs.QueuePolicy(name, { queueUrl: queue.id, policy }, { parent: this });
        return queue;
    }
}

type Checked = Required<Pick<QueueArgs, "queueName" | "visibilityTimeoutSeconds" | "maxReceives">>;

function check(name: string, { queueName, visibilityTimeoutSeconds: seconds, maxReceives }: Checked): void {
    const refuse = (key: string, seen: string | number, use: string) => {
        throw new Error(`${name}: ${key} is ${seen}; use ${use}.`);
    };
    if (!/^[\w-]{1,75}$/.test(queueName))
        refuse("queueName", queueName, "at most 75 letters, digits, hyphens and underscores");
    if (!(seconds >= 30 && seconds <= 43_200))
        refuse("visibilityTimeoutSeconds", seconds, "30 to 43200 seconds");
    if (!(Number.isInteger(maxReceives) && maxReceives >= 2))
        refuse("maxReceives", maxReceives, "2 or more whole times");
}

function arnOf({ region, accountId }: QueueArgs, queueName: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.interpolate`arn:aws:sqs:${region}:${accountId}:${queueName}`;
}

/** In the form that SQS gives, so that it is known at preview; whoever reads it waits for the queue. */
function urlOf({ region, accountId }: QueueArgs, queue: aws.sqs.Queue): pulumi.Output<string> {
    return pulumi.interpolate`https://sqs.${region}.amazonaws.com/${accountId}/${queue.name}`;
}
