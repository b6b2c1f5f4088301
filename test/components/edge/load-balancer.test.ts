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
type Action = { type: string };

describe("LoadBalancer", () => {
    it("refuses a name that AWS would refuse once Pulumi has made it unique", async () => {
        const name = "a".repeat(25);
        await recorded(() => {
            assert.throws(() => new LoadBalancer(name, args), /name is a{25}; use at most 24 characters\./);
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
        assert.equal((inputsOf(made, listener).defaultActions as [Action])[0].type, "forward");
        const open = made
            .filter((one) => one.inputs.cidrIpv4 === "0.0.0.0/0")
            .map((one) => one.inputs.fromPort);
        assert.deepEqual(open, [80]);
    });
});
