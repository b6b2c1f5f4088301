import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

const { Queue, QueuePolicy, RedrivePolicy } = aws.sqs;
const arn = "arn:aws:sqs:eu-west-1:123456789012:dead";
const toDead = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 });
const dead = () => node(Queue, "dead", { name: "dead", messageRetentionSeconds: 1_209_600 });

function queue(props: object = {}, links: Record<string, Node[]> = {}): Node {
    return node(Queue, "jobs", { name: "jobs", ...props }, links);
}

describe("the rule of dead letters", () => {
    const verdict = (...nodes: Node[]) => verdictOf("queue-dead-letters", ...nodes);

    it("finds the other queue by a text, by what an unknown text comes from, and in a resource of its own", () => {
        const target = dead();
        assert.equal(verdict(queue({ redrivePolicy: toDead }), target), "pass");
        assert.equal(verdict(queue({ redrivePolicy: UNKNOWN }, { redrivePolicy: [target] }), target), "pass");
        const jobs = queue();
        const links = { queueUrl: [jobs] };
        const apart = node(RedrivePolicy, "jobs", { queueUrl: UNKNOWN, redrivePolicy: toDead }, links);
        assert.equal(verdict(jobs, target, apart), "pass");
        assert.equal(verdict(queue(), target), "fail");
    });

    it("wants 14 days of a queue that takes what a bus, a rule, a function or a topic can't deliver", () => {
        const takers = [
            node(aws.cloudwatch.EventBus, "bus", { name: "bus", deadLetterConfig: { arn } }),
            node(aws.cloudwatch.EventTarget, "target", { deadLetterConfig: { arn } }),
            node(aws.lambda.Function, "function", { deadLetterConfig: { targetArn: arn } }),
            node(aws.sns.TopicSubscription, "topic", { redrivePolicy: toDead }),
        ];
        for (const taker of takers) {
            assert.equal(verdict(dead(), taker), "pass", taker.name);
            assert.equal(verdict(node(Queue, "dead", { name: "dead" }), taker), "fail", taker.name);
        }
        assert.equal(verdict(dead()), "fail");
    });
});

describe("the rule of what can't be delivered", () => {
    const lets = (Service: string) =>
        JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sqs:SendMessage" }],
        });
    const open = (service: string) => node(QueuePolicy, "dead", { queueUrl: "dead", policy: lets(service) });
    const pager = (props: object) =>
        node(aws.sns.TopicSubscription, "pager", { protocol: "https", ...props });
    const verdict = (...nodes: Node[]) => verdictOf("undelivered-kept", ...nodes);

    it("wants a queue that SNS may fill, wherever it sends what is no mail", () => {
        const kept = pager({ redrivePolicy: toDead });
        assert.equal(verdict(kept, dead(), open("sns.amazonaws.com")), "pass");
        assert.equal(verdict(kept, dead(), open("events.amazonaws.com")), "fail");
        assert.equal(verdict(kept, dead()), "fail");
        for (const protocol of ["https", "sms", "lambda", "sqs"])
            assert.equal(verdict(pager({ protocol })), "fail", protocol);
        assert.equal(verdict(pager({ protocol: "email" })), "pass");
    });

    it("can't tell by a policy that nobody knows", () => {
        const unknown = node(QueuePolicy, "dead", { queueUrl: "dead", policy: UNKNOWN });
        assert.equal(verdict(pager({ redrivePolicy: toDead }), dead(), unknown), "cannot tell");
    });
});

describe("the rules of caches", () => {
    const users = (accessString: string) =>
        verdictOf("cache-users-limited", node(aws.elasticache.User, "app", { accessString }));

    it("count an access string's rules in their order", () => {
        assert.equal(users("on ~* -@all +@read +@write -@admin -@dangerous +info"), "pass");
        assert.equal(users("on ~app:* -@all +get +set"), "pass");
        assert.equal(users("off ~* +@all"), "pass");
        assert.equal(users("on ~* +@all -@admin -@dangerous"), "pass");
        assert.equal(users("on ~* -@all +@read -keys"), "fail");
        assert.equal(users("on ~* allcommands"), "fail");
        assert.equal(users("on ~* -@all +get (~x +@all)"), "fail");
        assert.equal(users("off ~* +@all on"), "fail");
        assert.equal(users("on ~* -@all +get +config|set"), "fail");
    });

    it("want a replica of a cluster, too: one by itself has none", () => {
        const { Cluster } = aws.elasticache;
        assert.equal(verdictOf("cache-fails-over", node(Cluster, "one", { engine: "redis" })), "fail");
        const member = node(Cluster, "member", { replicationGroupId: "cache" });
        assert.equal(verdictOf("cache-fails-over", member), "pass");
    });

    it("take a token that nobody knows yet for a login, and no token for none", () => {
        const { ReplicationGroup } = aws.elasticache;
        const cache = (props: object) =>
            verdictOf("cache-authenticates", node(ReplicationGroup, "cache", props));
        assert.equal(cache({ authToken: UNKNOWN }), "pass");
        assert.equal(cache({}), "fail");
    });
});
