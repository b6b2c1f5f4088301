import assert from "node:assert/strict";
import { LoadBalancer, type LoadBalancerArgs } from "../../../components/edge/load-balancer.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: LoadBalancerArgs = {
    network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
    port: 8080,
    healthPath: "/healthz",
    domain: "",
    certificates: {},
    logBucket: "logs",
};
const certificateArn =
    "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";
const named = { ...args, domain: "shop.acme.dev", certificates: { certificateArn } };
const listener = "aws:lb/listener:Listener";
const rule = "aws:lb/listenerRule:ListenerRule";
const inward = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
type Action = { type: string };

describe("LoadBalancer", () => {
    it("refuses a name that AWS would refuse once Pulumi has made it unique", async () => {
        const name = "a".repeat(15);
        await recorded(() => {
            assert.throws(() => new LoadBalancer(name, args), /name is a{15}; use at most 14 characters\./);
        });
    });

    it("speaks TLS 1.2 and newer with a certificate, and nothing else", async () => {
        const made = await recorded(() => new LoadBalancer("web", named));
        const https = inputsOf(made, listener);
        assert.deepEqual([https.port, https.certificateArn], [443, certificateArn]);
        assert.match(String(https.sslPolicy), /TLS13-1-2/);
    });

    it("answers on plain HTTP in a trial, and opens no port that nothing answers on", async () => {
        const made = await recorded(() => new LoadBalancer("web", args));
        assert.equal((inputsOf(made, listener).defaultActions as [Action])[0].type, "fixed-response");
        assert.equal(inputsOf(made, rule, "web-production").listenerArn, "arn:web-listener");
        assert.equal(inputsOf(made, inward, "web-balancer-cdn").fromPort, 80);
    });

    it("has no public address, and lets in the CDN, and what wears the group of callers", async () => {
        const made = await recorded(() => new LoadBalancer("web", named));
        const balancer = inputsOf(made, "aws:lb/loadBalancer:LoadBalancer");
        assert.deepEqual([balancer.internal, balancer.subnets], [true, ["subnet-1", "subnet-2"]]);
        const ways = made
            .filter(({ type, inputs }) => type === inward && inputs.securityGroupId === "web-balancer-id")
            .map(({ inputs: { fromPort, toPort, cidrIpv4, referencedSecurityGroupId } }) => {
                return [fromPort, toPort, cidrIpv4, referencedSecurityGroupId];
            });
        assert.deepEqual(ways, [
            [443, 443, undefined, undefined],
            [443, 443, undefined, "web-callers-id"],
        ]);
    });

    it("leads users and tests to the same version until ECS moves them, and tests by a header alone", async () => {
        const made = await recorded(() => new LoadBalancer("web", named));
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
