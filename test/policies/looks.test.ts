import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN } from "../../policies/graph.ts";
import { hostsIn, isFrequent, looksAt } from "../../policies/looks.ts";
import { Stack } from "../../policies/stack.ts";
import { node } from "../support/rules-verdict.ts";

describe("a look from outside", () => {
    it("is frequent every 5 minutes or more often, always or in some hours", () => {
        for (const good of [
            ...["rate(1 minute)", "rate(5 minutes)", "cron(* * ? * * *)"],
            ...["cron(0/5 7,8,9 ? * MON-FRI *)", "cron(* 7,8 ? * MON-FRI *)"],
        ])
            assert.ok(isFrequent(good), good);
        for (const bad of [
            ...["rate(6 minutes)", "rate(1 hour)", "rate(0 minute)", "cron(0 8 ? * * *)"],
            ...["cron(0/10 * ? * * *)", "", "every minute"],
        ])
            assert.ok(!isFrequent(bad), bad);
    });

    it("is at the hosts that its variables name, over TLS alone", () => {
        const environmentVariables = {
            A: "https://shop.test:8443/x",
            B: "http://plain.test",
            C: "45",
            D: "",
        };
        assert.deepEqual(hostsIn({ environmentVariables }), ["shop.test"]);
        assert.deepEqual(hostsIn({}), []);
        assert.deepEqual(hostsIn(undefined), []);
    });

    it("of a trial is at CloudFront's own name, which is known once it is there", () => {
        const URL = "https://d111.cloudfront.test/";
        const canary = node(aws.synthetics.Canary, "uptime", {
            runConfig: { environmentVariables: { URL } },
            startCanary: true,
        });
        const looked = (props: object) => {
            const distribution = node(aws.cloudfront.Distribution, "cdn", props);
            return looksAt(distribution, new Stack([distribution, canary])).length;
        };
        assert.equal(looked({ domainName: "d111.cloudfront.test" }), 1);
        assert.equal(looked({ domainName: "d222.cloudfront.test" }), 0);
        assert.equal(looked({ domainName: UNKNOWN, aliases: ["d111.cloudfront.test"] }), 1);
    });
});
