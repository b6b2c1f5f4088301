import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Flags } from "../../../components/compute/flags.ts";
import { inputsOf, recorded } from "../recorded.ts";

const of = { accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" };

describe("Flags", () => {
    let all: Awaited<ReturnType<typeof recorded>>;
    let toRead: unknown;
    before(async () => {
        all = await recorded(() => {
            const made = new Flags("flags", { ...of, alarmNames: ["errors-web", "latency-web"] });
            pulumi.output(made.toRead).apply((statements) => (toRead = statements));
        });
    });

    it("has no flag at first, and that is deployed: a client that asks is told so", () => {
        const { content, contentType } = inputsOf(
            all,
            "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion",
        );
        // The provider takes it for a secret.
        const { value } = content as { value: string };
        assert.deepEqual(JSON.parse(value), { version: "1", flags: {}, values: {} });
        assert.equal(contentType, "application/json");
        const { deploymentStrategyId } = inputsOf(all, "aws:appconfig/deployment:Deployment");
        assert.equal(deploymentStrategyId, "AppConfig.AllAtOnce");
    });

    it("takes a change back when an alarm rings, and may look at alarms and nothing else for that", () => {
        const { monitors } = inputsOf(all, "aws:appconfig/environment:Environment");
        const alarm = (name: string) => `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${name}`;
        assert.deepEqual(
            (monitors as { alarmArn: string }[]).map(({ alarmArn }) => alarmArn),
            [alarm("errors-web"), alarm("latency-web")],
        );
        const { Statement } = JSON.parse(String(inputsOf(all, "aws:iam/rolePolicy:RolePolicy").policy));
        assert.deepEqual(Statement, [
            { Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: alarm("*") },
        ]);
    });

    it("may be read by the application, and written by nobody", () => {
        const all = "arn:aws:appconfig:eu-central-1:123456789012:application/*/environment/*/configuration/*";
        const Action = ["appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"];
        assert.deepEqual(toRead, [{ Effect: "Allow", Action, Resource: all }]);
    });

    it("refuses more alarms than AppConfig takes, before anything is made", async () => {
        const alarmNames = ["a", "b", "c", "d", "e", "f"];
        await assert.rejects(
            recorded(() => void new Flags("flags", { ...of, alarmNames })),
            /flags: there are 6 alarmNames; use at most 5\./,
        );
    });
});
