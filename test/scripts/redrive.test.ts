import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import {
    CreateQueueCommand,
    GetQueueAttributesCommand,
    SendMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import { main } from "../../scripts/redrive.ts";
import { jsonError, awsFor, type Aws } from "../support/aws.ts";
import { REGION, TestEnvironment } from "../support/environment.ts";
import { moveTasks } from "../support/move-tasks.ts";

const ARN = `arn:aws:sqs:${REGION}:123456789012:shop-live-jobs-dead`;

const SIX = { ApproximateNumberOfMessagesMoved: 0, ApproximateNumberOfMessagesToMove: 6 };

describe("npm run redrive", () => {
    let aws: Aws;
    let shop: TestEnvironment;
    let sqs: SQSClient;
    let url: string;
    let tasks: Parameters<typeof moveTasks>[0];
    before(async function () {
        aws = await awsFor(this);
        sqs = new SQSClient({ region: REGION });
    });
    after(() => aws?.stop());
    beforeEach(async () => {
        await aws.reset();
        tasks = [];
        aws.standIns.push(moveTasks(tasks));
        shop = new TestEnvironment();
        const kept = { Attributes: { MessageRetentionPeriod: String(14 * 24 * 60 * 60) } };
        const made = await sqs.send(new CreateQueueCommand({ QueueName: "shop-live-jobs-dead", ...kept }));
        url = made.QueueUrl!;
    });
    afterEach(() => shop.remove());

    const run = (...argv: string[]) => {
        shop.lines.length = shop.data.length = 0;
        return main(argv, shop.world);
    };
    const send = async (...bodies: string[]) => {
        const sent: string[] = [];
        for (const MessageBody of bodies) {
            const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
            sent.push(MessageId!);
        }
        return sent;
    };
    const count = async () => {
        const { Attributes } = await sqs.send(
            new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
        );
        return [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible];
    };

    it("shows no dead letters with 0, and some with 1", async () => {
        assert.equal(await run(), 0);
        await send("x");
        assert.equal(await run(), 1);
        assert.match(shop.said, /about 1 dead letters, and 0 in somebody's hands; 1 shown/);
        assert.match(shop.said, /SQS deletes the oldest of these in 14 days, at \S+Z/);
        assert.match(shop.said, /Next, when the fault is mended: npm run redrive -- --stack live --apply$/);
    });

    it("hands back all that it looked at, more than SQS hands out at once", async () => {
        await send(...Array.from({ length: 23 }, (_, index) => `job ${index}`));
        await run("--samples", "15", "--json");
        const { letters, waiting } = JSON.parse(shop.data[0] ?? "") as {
            letters: { id: string }[];
            waiting: number;
        };
        assert.deepEqual([letters.length, new Set(letters.map(({ id }) => id)).size, waiting], [15, 15, 23]);
        assert.deepEqual(await count(), ["23", "0"]);
    });

    it("cuts what a letter says, and lets it do nothing to the terminal", async () => {
        await send(`\u001b]0;title\u0007\u001b[2Jline\r\n two \u202e${"long ".repeat(40)}`);
        await run();
        const [, row = ""] = shop.data[0]?.split("\n") ?? [];
        assert.match(row, / 1 {6}line two long .*…$/);
        assert.doesNotMatch(row, /[\p{Cc}\p{Cf}]/u);
        assert.ok(row.length < 160, row);
    });

    it("moves them back at a rate, once the environment's name is typed, and says how far it is", async () => {
        await send("a", "b", "c", "d");
        shop.answers = ["live"];
        assert.equal(await run("--apply"), 2);
        assert.equal(tasks.length, 0);
        shop.answers = ["shop-live"];
        assert.equal(await run("--apply", "--rate", "3"), 0);
        assert.equal(tasks.length, 1);
        assert.deepEqual([tasks[0]?.SourceArn, tasks[0]?.MaxNumberOfMessagesPerSecond], [ARN, 3]);
        assert.match(
            shop.said,
            /0 of 4 moved \.\.\.\nredrive: 2 of 4 moved \.\.\.\nredrive: completed, 4 of 4 moved/,
        );
    });

    it("waits for the move that runs already, of an earlier run or of somebody else, and starts no second", async () => {
        tasks.push({ Status: "RUNNING", SourceArn: ARN, TaskHandle: "h", StartedTimestamp: 1, ...SIX });
        assert.equal(await run("--apply", "--yes"), 0);
        assert.match(shop.said, /a move runs already, at its own rate/);
        assert.deepEqual([tasks.length, aws.asked.includes("sqs:StartMessageMoveTask")], [1, false]);
    });

    it("waits for the move of somebody who was a moment faster", async () => {
        aws.standIns.unshift(({ action }) => {
            if (action !== "StartMessageMoveTask" || tasks.length > 0) return undefined;
            tasks.push({ Status: "RUNNING", SourceArn: ARN, TaskHandle: "h", StartedTimestamp: 1, ...SIX });
            return jsonError("UnsupportedOperation", "There is already a task running.");
        });
        assert.equal(await run("--apply", "--yes"), 0);
        assert.match(shop.said, /a move runs already[\s\S]*completed, 6 of 6 moved/);
    });

    it("ends with 1 and AWS's reason when the move fails", async () => {
        aws.standIns.unshift(moveTasks(tasks, { Status: "FAILED", FailureReason: "KMS.AccessDenied" }));
        assert.equal(await run("--apply", "--yes"), 1);
        assert.match(shop.said, /failed, 4 of 4 moved: KMS\.AccessDenied/);
    });

    it("stops a move, and says when there is none", async () => {
        assert.equal(await run("--stop"), 1);
        assert.match(shop.said, /no move is running/);
        tasks.push({ Status: "RUNNING", SourceArn: ARN, TaskHandle: "h", StartedTimestamp: 1, ...SIX });
        assert.equal(await run("--stop"), 0);
        assert.equal(tasks[0]?.Status, "CANCELLED");
    });

    it("deletes one letter, only after it is whole in a file that nobody else can read", async () => {
        const body = `{"order": "${"long ".repeat(40)}"}`;
        const [, id = ""] = await send("other", body, "third");
        assert.equal(await run("--delete", id, "--yes"), 0);
        const [file = ""] = shop.data;
        assert.equal((JSON.parse(readFileSync(file, "utf8")) as { Body: string }).Body, body);
        assert.equal(statSync(file).mode & 0o777, 0o600);
        assert.deepEqual(await count(), ["2", "0"]);
    });

    it("deletes nothing when the letter can't be written down, and goes on when an earlier run has done that", async () => {
        const [id = ""] = await send("mine");
        const file = shop.file(`dead-letter-${id}.json`);
        writeFileSync(file, JSON.stringify({ Body: "another" }));
        assert.equal(await run("--delete", id, "--yes"), 2);
        assert.match(shop.said, /is there and says something else/);
        assert.deepEqual(
            aws.asked.filter((call) => call === "sqs:DeleteMessage"),
            [],
        );
        writeFileSync(file, JSON.stringify({ Body: "mine" }));
        assert.equal(await run("--delete", id, "--yes"), 0);
        assert.deepEqual(await count(), ["0", "0"]);
    });

    it("says what to use for what makes no sense", async () => {
        const refusals: [string[], RegExp][] = [
            [["--rate", "0", "--apply"], /--rate is 0; use 1 to 500/],
            [["--rate", "1e3", "--apply"], /--rate is 1e3/],
            [["--samples", "1000"], /--samples is 1000; use 1 to 100/],
            [["--delete", "../../etc/passwd", "--yes"], /--delete is \.\.\/\.\.\/etc\/passwd; use an ID/],
            [["--apply", "--stop"], /use one of --apply, --stop and --delete/],
        ];
        for (const [argv, says] of refusals) {
            assert.equal(await run(...argv), 2);
            assert.match(shop.said, says);
        }
    });

    it("names the right to the key that is missing, for the letters are encrypted", async () => {
        await send("x");
        const text = "User: x is not authorized to perform: kms:Decrypt on resource: y";
        aws.standIns.unshift(({ action }) =>
            action === "ReceiveMessage" ? jsonError("KmsAccessDenied", text) : undefined,
        );
        assert.equal(await run(), 2);
        assert.match(shop.said, /You may not kms:Decrypt; /);
    });
});
