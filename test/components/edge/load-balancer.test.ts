import assert from "node:assert/strict";
import { LoadBalancer, type LoadBalancerArgs } from "../../../components/edge/load-balancer.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: LoadBalancerArgs = {
    network: { vpcId: "vpc-1", publicSubnetIds: ["subnet-1", "subnet-2"] },
    port: 8080,
    healthPath: "/healthz",
    logBucket: "logs",
};
const certificateArn =
    "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
const listener = "aws:lb/listener:Listener";
const rule = "aws:lb/listenerRule:ListenerRule";
type Action = { type: string };

describe("LoadBalancer", () => {
    it("refuses a name that AWS would refuse once Pulumi has made it unique", async () => {
        const name = "a".repeat(15);
        await recorded(() => {
            assert.throws(() => new LoadBalancer(name, args), /name is a{15}; use at most 14 characters\./);
        });
    });

    it("speaks TLS 1.2 and newer with a certificate, and sends plain HTTP there", async () => {
        const made = await recorded(() => new LoadBalancer("web", { ...args, certificateArn }));
        const https = inputsOf(made, listener, "web-https");
        assert.deepEqual([https.port, https.certificateArn], [443, certificateArn]);
        assert.match(String(https.sslPolicy), /TLS13-1-2/);
        assert.equal((inputsOf(made, listener, "web-http").defaultActions as [Action])[0].type, "redirect");
    });

    it("answers on plain HTTP in a trial, and opens no port that nothing answers on", async () => {
        const made = await recorded(() => new LoadBalancer("web", args));
        assert.equal((inputsOf(made, listener).defaultActions as [Action])[0].type, "fixed-response");
        assert.equal(inputsOf(made, rule, "web-production").listenerArn, "arn:web-http");
        const open = made
            .filter((one) => one.inputs.cidrIpv4 === "0.0.0.0/0")
            .map((one) => one.inputs.fromPort);
        assert.deepEqual(open, [80]);
    });

    it("leads users and tests to the same version until ECS moves them, and tests by a header alone", async () => {
        const made = await recorded(() => new LoadBalancer("web", { ...args, certificateArn }));
        const [users, tests] = ["web-production", "web-test"].map((name) => inputsOf(made, rule, name));
        assert.deepEqual(users!.actions, tests!.actions);
        const [{ forward }] = users!.actions as [{ forward: unknown }];
        assert.deepEqual(forward, {
            targetGroups: [
                { arn: "arn:web", weight: 100 },
                { arn: "arn:web-alternate", weight: 0 },
            ],
        });
        assert.ok(Number(tests!.priority) < Number(users!.priority), "users' rule takes every path");
        assert.deepEqual(Object.keys((tests!.conditions as [object])[0]), ["httpHeader"]);
    });
});
