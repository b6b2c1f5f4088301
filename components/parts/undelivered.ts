import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { onlyTls } from "./only-tls.ts";
import { here, policyOf, type Account } from "./rights.ts";

interface UndeliveredArgs extends Account {
    /** What the queue's name starts with; it ends in `-undelivered`. */
    of: string;
    /** The key of the letters; whoever leaves them must be allowed to use it. */
    kmsKeyArn: pulumi.Input<string>;
    /** Who may leave them there. */
    from(to: Pick<aws.iam.PolicyStatement, "Action" | "Resource">): aws.iam.PolicyStatement[];
}

/** Seconds; 14 days are the longest that SQS keeps a message. */
const keptSeconds = 14 * 24 * 60 * 60;

/** The queue in which services of AWS leave what they can't deliver, for people to look at. */
export function undelivered(parent: pulumi.Resource, name: string, args: UndeliveredArgs) {
    const queue = new aws.sqs.Queue(
        `${name}-undelivered`,
        {
            name: `${args.of}-undelivered`,
            kmsMasterKeyId: args.kmsKeyArn,
            messageRetentionSeconds: keptSeconds,
            receiveWaitTimeSeconds: 20,
        },
        { parent },
    );
    // Written out, and not the queue's own ARN, which is known after the deployment only: rules read it at preview.
    const arn = here(args, "sqs", queue.name);
    const policy = policyOf([
        ...args.from({ Action: "sqs:SendMessage", Resource: arn }),
        onlyTls("sqs", arn),
    ]);
    const own = { queueUrl: queue.id, policy };
    const open = new aws.sqs.QueuePolicy(`${name}-undelivered`, own, { parent });
    return { name: queue.name, arn, open };
}
