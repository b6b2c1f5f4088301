import assert from "node:assert/strict";
import { RealUsers, type RealUsersArgs } from "../../../components/watch/real-users.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: RealUsersArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "shop-live" },
    cdn: { pageNames: ["shop.acme.dev"] },
    measured: {
        samplePercent: 20,
        endpoint: "https://dataplane.rum.eu-central-1.amazonaws.com",
        tags: { project: "shop" },
    },
};
const made = (samplePercent: number) => {
    const measured = { ...args.measured, samplePercent };
    return recorded(() => new RealUsers("real-users", { ...args, measured }));
};
const [monitor, parameter] = ["aws:cloudcontrol/resource:Resource", "aws:ssm/parameter:Parameter"];

interface State {
    AppMonitorConfiguration: object;
    ResourcePolicy: { PolicyDocument: string };
}

describe("RealUsers", () => {
    it("takes a share of the page loads under the name that users call, without cookies and without a copy", async () => {
        const { typeName, desiredState } = inputsOf(await made(20), monitor);
        const { ResourcePolicy: _policy, ...state } = JSON.parse(String(desiredState)) as State;
        assert.equal(typeName, "AWS::RUM::AppMonitor");
        assert.deepEqual(state, {
            ...{ Name: "shop-live", Domain: "shop.acme.dev", CwLogEnabled: false },
            AppMonitorConfiguration: {
                ...{ AllowCookies: false, EnableXRay: false, Telemetries: ["performance"] },
                SessionSampleRate: 0.2,
            },
            CustomEvents: { Status: "DISABLED" },
            Tags: [{ Key: "project", Value: "shop" }],
        });
    });

    it("takes them under a shared name, too", async () => {
        const cdn = { pageNames: ["eu.acme.dev", "shop.acme.dev"] };
        const all = await recorded(() => new RealUsers("real-users", { ...args, cdn }));
        const state = JSON.parse(String(inputsOf(all, monitor).desiredState)) as Record<string, unknown>;
        assert.deepEqual([state.Domain, state.DomainList], [undefined, cdn.pageNames]);
    });

    it("lets anybody send to this monitor, and nothing else", async () => {
        const { desiredState } = inputsOf(await made(20), monitor);
        const { ResourcePolicy } = JSON.parse(String(desiredState)) as State;
        const { Statement } = JSON.parse(ResourcePolicy.PolicyDocument) as { Statement: object[] };
        assert.deepEqual(Statement, [
            {
                ...{ Sid: "BrowsersSend", Effect: "Allow", Principal: "*", Action: "rum:PutRumEvents" },
                Resource: "arn:aws:rum:eu-central-1:123456789012:appmonitor/shop-live",
            },
        ]);
    });

    it("keeps the id that AWS chose where a task may read it, and makes nothing where nobody is measured", async () => {
        const { name, type, insecureValue } = inputsOf(await made(20), parameter);
        assert.deepEqual([name, type, insecureValue], ["/shop-live/real-users/monitor", "String", "chosen"]);
        assert.deepEqual(
            (await made(0)).filter((one) => one.type.startsWith("aws:")),
            [],
        );
    });
});
