import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Events, type EventsArgs } from "../../../components/data/events.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: EventsArgs = {
    accountId: "123456789012",
    region: "eu-central-1",
    busName: "acme",
    kmsKeyArn: "arn:key",
    ...{ prefix: "acme", alertsTopicArn: "arn:alerts" },
};
const arn = "arn:aws:events:eu-central-1:123456789012";
const undelivered = "arn:aws:sqs:eu-central-1:123456789012:acme-undelivered";

describe("Events", () => {
    it("archives every event of the bus for 30 days, with a key", async () => {
        const made = await recorded(() => new Events("events", args));
        const archive = inputsOf(made, "aws:cloudwatch/eventArchive:EventArchive");
        assert.equal(archive.eventSourceArn, "arn:events");
        assert.equal(archive.eventPattern, undefined);
        assert.equal(archive.retentionDays, 30);
        assert.equal(archive.kmsKeyIdentifier, "arn:key");
    });

    it("tells people of the first event that reached nobody", async () => {
        const made = await recorded(() => new Events("events", args));
        const alarm = inputsOf(made, "aws:cloudwatch/metricAlarm:MetricAlarm", "events-undelivered");
        assert.deepEqual(alarm.dimensions, { QueueName: "acme-undelivered" });
        assert.deepEqual([alarm.threshold, alarm.alarmActions], [0, ["arn:alerts"]]);
        assert.match(
            String(alarm.alarmDescription),
            /docs\/runbooks\/events\.md It tells within 10 minutes\.$/,
        );
    });

    it("leaves what the bus can't deliver in a queue that the bus and its rules may write to, with TLS alone", async () => {
        const made = await recorded(() => new Events("events", args));
        const bus = inputsOf(made, "aws:cloudwatch/eventBus:EventBus");
        assert.deepEqual(bus.deadLetterConfig, { arn: undelivered });
        assert.equal(inputsOf(made, "aws:sqs/queue:Queue").messageRetentionSeconds, 14 * 86_400);
        const policy = String(inputsOf(made, "aws:sqs/queuePolicy:QueuePolicy").policy);
        const [deliver, tls] = (JSON.parse(policy) as { Statement: Record<string, unknown>[] }).Statement;
        assert.deepEqual(deliver, {
            Sid: "Undelivered",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: undelivered,
            Condition: {
                StringEquals: { "aws:SourceAccount": "123456789012" },
                ArnLike: { "aws:SourceArn": [`${arn}:event-bus/acme`, `${arn}:rule/acme/*`] },
            },
        });
        assert.deepEqual([tls?.Effect, tls?.Principal, tls?.Action], ["Deny", "*", "sqs:*"]);
    });

    it("lets a service publish to this bus and to no other", async () => {
        let seen: Promise<unknown> | undefined;
        await recorded(() => {
            const { toPublish } = new Events("events", args);
            seen = new Promise((resolve) => pulumi.output(toPublish).apply(resolve));
        });
        const allowed = { Effect: "Allow", Action: "events:PutEvents", Resource: `${arn}:event-bus/acme` };
        assert.deepEqual(await seen, [allowed]);
    });

    for (const busName of ["default", "acme/events", "a".repeat(41), ""]) {
        it(`refuses the name "${busName}", which EventBridge or an archive of that name would refuse`, async () => {
            await recorded(() => {
                assert.throws(
                    () => new Events("events", { ...args, busName }),
                    /busName is .*; use at most 40/,
                );
            });
        });
    }

    it("refuses to keep events for ever", async () => {
        await recorded(() => {
            const message = "events: archiveDays is 0; use 1 or more whole days, for 0 keeps them for ever.";
            assert.throws(() => new Events("events", { ...args, archiveDays: 0 }), { message });
        });
    });
});
