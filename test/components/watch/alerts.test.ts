import assert from "node:assert/strict";
import { Alerts } from "../../../components/watch/alerts.ts";
import { inputsOf, recorded } from "../recorded.ts";

type Statement = {
    Principal: Record<string, string | string[]>;
    Action: string | string[];
    Resource: string;
    Condition?: object;
};

const args = {
    ...{ accountId: "123456789012", region: "eu-west-1", prefix: "acme-staging" },
    ...{ email: "oncall@acme.dev", pager: "" },
};
const made = (pager = "") => recorded(() => new Alerts("alerts", { ...args, pager }));
const subscription = "aws:sns/topicSubscription:TopicSubscription";
const statements = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;

describe("Alerts", () => {
    it("mail every alarm, and of backups those that failed", async () => {
        const { protocol, endpoint, filterPolicy } = inputsOf(await made(), subscription, "alerts");
        assert.deepEqual([protocol, endpoint], ["email", "oncall@acme.dev"]);
        const { State } = JSON.parse(String(filterPolicy)) as { State: object[] };
        // Either of them (SNS Developer Guide, "Attribute OR matching"): an alarm has no attribute.
        assert.deepEqual(State, [{ "anything-but": "COMPLETED" }, { exists: false }]);
    });

    it("have a topic and a key where the edge's alarms are, and none where that is the environment's own region", async () => {
        const all = await made();
        const drill = inputsOf(all, "aws:cloudwatch/compositeAlarm:CompositeAlarm", "drill-edge");
        assert.deepEqual([drill.region, drill.alarmActions], ["us-east-1", ["arn:alerts-edge"]]);
        const edge = all.filter(({ name }) => name === "alerts-edge");
        const types = edge.map(({ type }) => type.split(":").at(-1));
        assert.deepEqual(types.sort(), ["Key", "Topic", "TopicPolicy", "TopicSubscription"]);
        for (const { inputs } of edge) assert.equal(inputs.region, "us-east-1");
        const { policy } = edge.find(({ type }) => type.endsWith(":TopicPolicy"))!.inputs;
        for (const { Resource } of statements(policy))
            assert.equal(Resource, "arn:aws:sns:us-east-1:123456789012:acme-staging-alerts");
        const home = await recorded(() => new Alerts("alerts", { ...args, region: "us-east-1" }));
        assert.ok(!home.some(({ name }) => ["alerts-edge", "drill-edge"].includes(name)));
    });

    it("let this account's alarms, events and backups publish to the topics and use their key, and nothing else", async () => {
        const all = await made();
        const ofAlarms = {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*" },
        };
        const allowed = [
            ["cloudwatch.amazonaws.com", ofAlarms],
            // Neither says for whom it calls: a condition would lose what they send.
            [["events.amazonaws.com", "backup.amazonaws.com"], undefined],
        ];
        const who = (found: Statement[]) => found.map((one) => [one.Principal.Service, one.Condition]);
        for (const [topic, name] of [
            ["alerts", "acme-staging-alerts"],
            ["alerts-pages", "acme-staging-pages"],
        ] as const) {
            const publish = statements(inputsOf(all, "aws:sns/topicPolicy:TopicPolicy", topic).policy);
            assert.deepEqual(who(publish), allowed);
            for (const { Action, Resource } of publish)
                assert.deepEqual(
                    [Action, Resource],
                    ["sns:Publish", `arn:aws:sns:eu-west-1:123456789012:${name}`],
                );
            assert.equal(inputsOf(all, "aws:sns/topic:Topic", topic).kmsMasterKeyId, "arn:alerts");
        }
        const [, ...use] = statements(inputsOf(all, "aws:kms/key:Key", "alerts").policy);
        const ofPages = {
            ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:acme-staging-pages" },
        };
        assert.deepEqual(who(use), [...allowed, ["sns.amazonaws.com", ofPages]]);
        for (const { Action } of use) assert.deepEqual(Action, ["kms:GenerateDataKey*", "kms:Decrypt"]);
    });

    it("have an alarm for drills by either way, which never rings by itself", async () => {
        const drills = (await made()).filter(({ type }) => type.endsWith(":CompositeAlarm"));
        const told = drills.map(({ inputs }) => [inputs.alarmName, inputs.alarmRule, inputs.alarmActions]);
        assert.deepEqual(told, [
            ["acme-staging-drill-alerts", "FALSE", ["arn:alerts"]],
            ["acme-staging-drill-pages", "FALSE", ["arn:alerts-pages"]],
            ["acme-staging-drill-edge", "FALSE", ["arn:alerts-edge"]],
        ]);
        for (const { inputs } of drills)
            assert.match(String(inputs.alarmDescription), /^A DRILL: nothing is wrong/);
    });

    it("mail every page, whether or not something else wakes a person", async () => {
        for (const pager of ["", "https://events.pager.example/key"]) {
            const { topic, protocol, endpoint } = inputsOf(await made(pager), subscription, "alerts-pages");
            assert.deepEqual([topic, protocol, endpoint], ["arn:alerts-pages", "email", "oncall@acme.dev"]);
        }
        assert.ok(!(await made()).some(({ name }) => name === "alerts-pager"));
    });

    it("page a service that confirms by itself, a telephone, or an address, and keep it secret", async () => {
        const kinds = {
            "https://events.pager.example/key": "https",
            "+4915112345678": "sms",
            "two@acme.dev": "email",
        };
        for (const [pager, kind] of Object.entries(kinds)) {
            const { protocol, endpoint, endpointAutoConfirms } = inputsOf(
                await made(pager),
                subscription,
                "alerts-pager",
            );
            assert.equal(protocol, kind);
            assert.equal(endpointAutoConfirms, kind === "https" ? true : undefined);
            assert.match(JSON.stringify(endpoint), /1b47061264138c4ac30d75fd1eb44270/); // a secret on the wire
        }
    });

    it("try a service that does not answer for half an hour, and keep in a queue what reached nobody, of which somebody hears", async () => {
        const all = await made("https://events.pager.example/key");
        const { deliveryPolicy, redrivePolicy } = inputsOf(all, subscription, "alerts-pager");
        const { healthyRetryPolicy: tries } = JSON.parse(String(deliveryPolicy)) as {
            healthyRetryPolicy: Record<string, number>;
        };
        assert.equal(tries.numRetries! * tries.maxDelayTarget!, 30 * 60);
        const queue = "arn:aws:sqs:eu-west-1:123456789012:acme-staging-alerts-undelivered";
        assert.deepEqual(JSON.parse(String(redrivePolicy)), { deadLetterTargetArn: queue });
        const { name, kmsMasterKeyId } = inputsOf(all, "aws:sqs/queue:Queue");
        assert.deepEqual([name, kmsMasterKeyId], ["acme-staging-alerts-undelivered", "arn:alerts"]);
        const [rules, pages] = statements(inputsOf(all, "aws:sqs/queuePolicy:QueuePolicy").policy);
        assert.deepEqual(
            [rules, pages].map((one) => [one?.Principal.Service, one?.Action, one?.Resource]),
            [
                ["events.amazonaws.com", "sqs:SendMessage", queue],
                ["sns.amazonaws.com", "sqs:SendMessage", queue],
            ],
        );
        const alarm = inputsOf(all, "aws:cloudwatch/metricAlarm:MetricAlarm", "alerts-undelivered");
        assert.deepEqual([alarm.dimensions, alarm.threshold], [{ QueueName: name }, 0]);
        assert.deepEqual(alarm.alarmActions, ["arn:alerts"]);
    });

    it("set no delivery policy where SNS has its own: for a telephone, and for an address", async () => {
        for (const pager of ["+4915112345678", "two@acme.dev"]) {
            const { deliveryPolicy, redrivePolicy } = inputsOf(
                await made(pager),
                subscription,
                "alerts-pager",
            );
            assert.equal(deliveryPolicy, undefined);
            assert.match(String(redrivePolicy), /acme-staging-alerts-undelivered/);
        }
    });
});
