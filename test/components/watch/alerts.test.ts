import assert from "node:assert/strict";
import { Alerts } from "../../../components/watch/alerts.ts";
import { inputsOf, recorded } from "../recorded.ts";

type Statement = { Principal: Record<string, string[]>; Action: string | string[]; Resource: string };

const args = { accountId: "123456789012", prefix: "acme-staging", email: "oncall@acme.dev" };
const made = () => recorded(() => new Alerts("alerts", args));
const statements = (policy: unknown) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
const services = ["backup.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"];

describe("Alerts", () => {
    it("mail every alarm, and of backups those that failed", async () => {
        const subscription = inputsOf(await made(), "aws:sns/topicSubscription:TopicSubscription");
        assert.deepEqual([subscription.protocol, subscription.endpoint], ["email", "oncall@acme.dev"]);
        const { State } = JSON.parse(String(subscription.filterPolicy)) as { State: object[] };
        // Either of them (SNS Developer Guide, "Attribute OR matching"): an alarm has no attribute.
        assert.deepEqual(State, [{ "anything-but": "COMPLETED" }, { exists: false }]);
    });

    it("let alarms, events and backups publish to the topic and use its key, and no other service", async () => {
        const all = await made();
        const [publish, ...others] = statements(inputsOf(all, "aws:sns/topicPolicy:TopicPolicy").policy);
        assert.deepEqual(others, []);
        assert.deepEqual([...publish!.Principal.Service!].sort(), services);
        assert.equal(publish?.Action, "sns:Publish");
        const [, use, ...more] = statements(inputsOf(all, "aws:kms/key:Key").policy);
        assert.deepEqual(more, []);
        assert.deepEqual([...use!.Principal.Service!].sort(), services);
        assert.deepEqual(use?.Action, ["kms:GenerateDataKey*", "kms:Decrypt"]);
        assert.equal(inputsOf(all, "aws:sns/topic:Topic").kmsMasterKeyId, "arn:alerts");
    });
});
