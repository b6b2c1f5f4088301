import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Queue, type QueueArgs } from "../../../components/data/queue.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: QueueArgs = {
    accountId: "123456789012",
    region: "eu-central-1",
    queueName: "acme-jobs",
    kmsKeyArn: "arn:key",
};
const arn = "arn:aws:sqs:eu-central-1:123456789012:acme-jobs";
const type = "aws:sqs/queue:Queue";

/** What the component's outputs come to. */
async function outputs<T>(pick: (queue: Queue) => pulumi.Input<T>): Promise<unknown> {
    let seen: Promise<unknown> | undefined;
    await recorded(() => {
        const output = pulumi.output(pick(new Queue("jobs", args)));
        seen = new Promise((resolve) => output.apply(resolve));
    });
    return seen;
}

function keyFor(actions: string[]) {
    return {
        Effect: "Allow",
        Action: actions,
        Resource: "arn:aws:kms:eu-central-1:123456789012:key/*",
        Condition: {
            StringEquals: {
                "kms:ViaService": "sqs.eu-central-1.amazonaws.com",
                "kms:EncryptionContext:aws:sqs:arn": arn,
            },
        },
    };
}

describe("Queue", () => {
    it("keeps what failed five times for 14 days, longer than the queue itself, in a queue for it alone", async () => {
        const made = await recorded(() => new Queue("jobs", args));
        const [queue, dead] = ["jobs", "jobs-dead"].map((name) => inputsOf(made, type, name));
        assert.deepEqual(JSON.parse(String(queue?.redrivePolicy)), {
            deadLetterTargetArn: `${arn}-dead`,
            maxReceiveCount: 5,
        });
        assert.equal(dead?.messageRetentionSeconds, 14 * 86_400);
        assert.ok(Number(queue?.messageRetentionSeconds) < Number(dead?.messageRetentionSeconds));
        const allowed = inputsOf(made, "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy");
        assert.equal(allowed.queueUrl, "jobs-dead-id");
        assert.deepEqual(JSON.parse(String(allowed.redriveAllowPolicy)), {
            redrivePermission: "byQueue",
            sourceQueueArns: [arn],
        });
    });

    it("waits for messages as long as SQS can, and refuses plain HTTP, in both queues", async () => {
        const made = await recorded(() => new Queue("jobs", args));
        for (const [name, of] of [
            ["jobs", arn],
            ["jobs-dead", `${arn}-dead`],
        ] as const) {
            assert.equal(inputsOf(made, type, name).receiveWaitTimeSeconds, 20);
            const policy = String(inputsOf(made, "aws:sqs/queuePolicy:QueuePolicy", name).policy);
            const [statement] = (JSON.parse(policy) as { Statement: Record<string, unknown>[] }).Statement;
            assert.deepEqual([statement?.Effect, statement?.Resource], ["Deny", of]);
            assert.deepEqual(statement?.Condition, { Bool: { "aws:SecureTransport": "false" } });
        }
    });

    it("lets a sender send, and a worker take, finish and ask for more time, on this queue alone", async () => {
        assert.deepEqual(await outputs(({ toSend }) => toSend), [
            { Effect: "Allow", Action: "sqs:SendMessage", Resource: arn },
            keyFor(["kms:GenerateDataKey", "kms:Decrypt"]),
        ]);
        const work = ["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes"];
        assert.deepEqual(await outputs(({ toWork }) => toWork), [
            { Effect: "Allow", Action: work.map((action) => `sqs:${action}`), Resource: arn },
            keyFor(["kms:Decrypt"]),
        ]);
    });

    it("tells its address and that of the dead letters in the form that SQS gives", async () => {
        const base = "https://sqs.eu-central-1.amazonaws.com/123456789012";
        assert.equal(await outputs(({ url }) => url), `${base}/acme-jobs`);
        assert.equal(await outputs(({ deadLettersUrl }) => deadLettersUrl), `${base}/acme-jobs-dead`);
    });

    for (const [key, value, use] of [
        ["queueName", "acme jobs", "at most 75 letters, digits, hyphens and underscores"],
        ["queueName", "a".repeat(76), "at most 75 letters, digits, hyphens and underscores"],
        ["visibilityTimeoutSeconds", 29, "30 to 43200 seconds"],
        ["visibilityTimeoutSeconds", 43_201, "30 to 43200 seconds"],
        ["maxReceives", 1, "2 or more whole times"],
        ["maxReceives", 2.5, "2 or more whole times"],
    ] as const) {
        it(`refuses ${key} of ${value} and says what to use`, async () => {
            await recorded(() => {
                const message = `jobs: ${key} is ${value}; use ${use}.`;
                assert.throws(() => new Queue("jobs", { ...args, [key]: value }), { message });
            });
        });
    }
});
