import assert from "node:assert/strict";
import { hostsIn, isFrequent } from "../../policies/looks.ts";

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
});
