import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { maySendTo, monitorTold, takes } from "../../policies/monitors.ts";
import { Stack } from "../../policies/stack.ts";
import { node } from "../support/rules-verdict.ts";

const host = "dataplane.rum.eu-west-1.amazonaws.com";
const told = { environment: [{ name: "RUM_APP_MONITOR_ID", value: "7" }] };
const byType = (props: object) =>
    monitorTold(
        told,
        new Stack([node(aws.rum.AppMonitor, "web", { name: "web", appMonitorId: "7", ...props })]),
    );

describe("a monitor of real users", () => {
    it("is found by its id in plain text, too, and of the provider's own type is open by an identity pool", () => {
        const open = byType({ domain: "a.dev", appMonitorConfiguration: { identityPoolId: "eu-west-1:1" } });
        assert.deepEqual([open?.name, open?.isOpen, open?.sampleRate], ["web", true, 0.1]);
        assert.equal(byType({ domain: "a.dev" })?.isOpen, false);
        assert.equal(byType({ appMonitorId: "8" }), undefined);
    });

    it("takes what comes from its names, and by a star from what is below one", () => {
        const monitor = byType({ domainLists: ["shop.acme.dev", "*.acme.io"] })!;
        const hosts = ["shop.acme.dev", "a.acme.io", "acme.io", "acme.dev", "evilacme.io"];
        assert.deepEqual(
            hosts.filter((one) => takes(monitor, one)),
            ["shop.acme.dev", "a.acme.io"],
        );
    });
});

describe("a Content-Security-Policy", () => {
    it("lets a page send where connect-src says so, and default-src only where there is none", () => {
        for (const policy of [
            `default-src 'self'; connect-src https://${host}`,
            `connect-src 'self' https://*.amazonaws.com`,
            `default-src ${host}`,
            "connect-src https:",
            "img-src 'self'",
        ])
            assert.equal(maySendTo(policy, host), true, policy);
        for (const policy of [
            "default-src 'self'",
            `default-src https://${host}; connect-src 'self'`,
            `connect-src 'self'; connect-src https://${host}`,
            "connect-src https://dataplane.rum.us-east-1.amazonaws.com",
            "default-src 'none'",
        ])
            assert.equal(maySendTo(policy, host), false, policy);
    });
});
