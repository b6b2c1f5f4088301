import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

const arn = "arn:aws:sqs:eu-west-1:123456789012:jobs";

interface Scene {
    Action?: string | string[];
    Resource?: string;
    stopTimeout?: number;
    visibilityTimeoutSeconds?: number;
}

/** A service whose task wears a role that may do this, and a queue. */
function scene({ Action = "sqs:ReceiveMessage", Resource = arn, ...seconds }: Scene): Node[] {
    const { stopTimeout = 90, visibilityTimeoutSeconds } = seconds;
    const role = node(aws.iam.Role, "role", {});
    const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource }] });
    const rights = node(aws.iam.RolePolicy, "rights", { role: UNKNOWN, policy }, { role: [role] });
    const containerDefinitions = JSON.stringify([{ name: "app", stopTimeout }]);
    const props = { containerDefinitions, taskRoleArn: UNKNOWN };
    const task = node(aws.ecs.TaskDefinition, "task", props, { taskRoleArn: [role] });
    const service = node(aws.ecs.Service, "service", { taskDefinition: UNKNOWN }, { taskDefinition: [task] });
    const timeout = visibilityTimeoutSeconds === undefined ? {} : { visibilityTimeoutSeconds };
    return [service, node(aws.sqs.Queue, "jobs", { name: "jobs", ...timeout }), task, role, rights];
}

describe("the rules of workers", () => {
    const verdict = (rule: string, of: Scene = {}) => {
        const [service, ...others] = scene(of);
        return verdictOf(rule, service!, ...others);
    };

    it("are about whoever may take messages, however that is written, and about nobody else", () => {
        for (const taking of [
            {},
            { Action: ["sqs:DeleteMessage", "SQS:receivemessage"] },
            { Action: "sqs:*" },
            { Action: "*", Resource: "*" },
        ])
            assert.equal(verdict("jobs-outlive-stop", taking), "fail", JSON.stringify(taking));
        for (const other of [{ Action: "sqs:SendMessage" }, { Resource: `${arn}-dead` }])
            assert.equal(verdict("jobs-outlive-stop", other), "pass", JSON.stringify(other));
    });

    it("hold the queue's time against the stop, each by its default where it says nothing", () => {
        const timed = (visibilityTimeoutSeconds: number, stopTimeout: number) =>
            verdict("jobs-outlive-stop", { visibilityTimeoutSeconds, stopTimeout });
        assert.deepEqual([timed(91, 90), timed(90, 90), timed(30, 29)], ["pass", "fail", "pass"]);
        assert.equal(verdict("jobs-outlive-stop", { stopTimeout: 29 }), "pass");
        assert.equal(verdict("jobs-outlive-stop", { stopTimeout: 30 }), "fail");
    });

    it("want an alarm, a step and a cap of each worker", () => {
        for (const rule of ["backlog-alarmed", "workers-scale-on-backlog", "workers-capped"])
            assert.deepEqual(
                [verdict(rule), verdict(rule, { Action: "sqs:SendMessage" })],
                ["fail", "pass"],
                rule,
            );
    });
});
