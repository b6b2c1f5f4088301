import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { judge } from "../../policies/rule.ts";
import rule from "../../policies/rules/watch/business-shown.ts";
import { judgedWidgets } from "../support/widgets.ts";
import { node } from "../support/rules-verdict.ts";

const { Dashboard, LogGroup } = aws.cloudwatch;
const group = (more: object = {}) => node(LogGroup, "log", { name: "/shop/app", ...more });
const told = { AWS_EMF_NAMESPACE: "Airworthy/shop", BUSINESS_METRICS: "SignUps,RevenueCents" };
const task = (variables: Record<string, string> = told) => {
    const environment = Object.entries(variables).map(([name, value]) => ({ name, value }));
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/shop/app" } };
    const app = { name: "app", environment, logConfiguration };
    const beside = { name: "beside", logConfiguration: { logDriver: "awsfirelens" } };
    return node(aws.ecs.TaskDefinition, "task", {
        arn: "arn:task",
        containerDefinitions: JSON.stringify([beside, app]),
    });
};
const page = (...names: string[]) => {
    const metrics = names.map((name) => ["Airworthy/shop", name, { stat: "Sum" }]);
    const widgets = [{ type: "metric", properties: { title: "Business", metrics } }];
    return node(Dashboard, "page", { dashboardBody: JSON.stringify({ widgets }) });
};

function said(loadBalancers: object[], ...others: Node[]): string {
    const service = node(aws.ecs.Service, "web", { loadBalancers, taskDefinition: "arn:task" });
    const [verdict] = judge(rule, [service, ...others]);
    assert.equal(verdict!.error, undefined);
    return `${verdict!.outcome}: ${verdict!.message.split("\n")[0]}`;
}
const users = [{ targetGroupArn: "arn:group" }];
const both = ["SignUps", "RevenueCents"];

describe("the business is shown", () => {
    it("where a dashboard has each number that a container of what users call is told to write", () => {
        assert.equal(said(users, task(), group(), page(...both)), "pass: ");
        // The real engine shows them in another order, and one that AWS will name is first at times.
        const later = node(LogGroup, "canary", { name: UNKNOWN });
        assert.equal(said(users, later, task(), group(), page(...both)), "pass: ");
        assert.match(
            said(users, task(), group(), page("SignUps")),
            /^fail: .*shows Airworthy\/shop RevenueCents/,
        );
        assert.match(said(users, task(), group(), page("Other")), /^fail: No dashboard shows/);
        assert.equal(said([], task({}), group()), "pass: ");
    });

    it("not where no container is told a name, or no namespace", () => {
        const lack: Record<string, string>[] = [
            {},
            { ...told, BUSINESS_METRICS: "" },
            { BUSINESS_METRICS: "SignUps" },
        ];
        for (const lacking of lack)
            assert.match(said(users, task(lacking), group(), page(...both)), /^fail: None of its containers/);
    });

    it("not out of a log of a class that no numbers are read out of, nor where nobody knows the log", () => {
        const cheap = group({ logGroupClass: "INFREQUENT_ACCESS" });
        assert.match(said(users, task(), cheap, page(...both)), /^fail: \/shop\/app is of the class INFREQ/);
        assert.equal(said(users, task(), group({ logGroupClass: "STANDARD" }), page(...both)), "pass: ");
        assert.match(said(users, task(), page(...both)), /^cannot tell: .*awslogs-group/);
    });

    it("before a deployment, where the page is made of that log, and of no other", () => {
        const log = group();
        const made = (...links: Node[]) =>
            node(Dashboard, "page", { dashboardBody: UNKNOWN }, { dashboardBody: links });
        assert.equal(said(users, task(), log, made(log)), "pass: ");
        const other = node(LogGroup, "other", { name: "/shop/worker" });
        assert.match(said(users, task(), log, other, made(other)), /^fail: No dashboard shows/);
    });
});

describe("a widget on a number of the business", () => {
    it("shows something where a container is told to write it, by that name and without a dimension", () => {
        const faults = (...nodes: Node[]) => judgedWidgets(nodes).faults.join();
        assert.equal(faults(task(), page(...both)), "");
        assert.match(faults(task(), page("SignUp")), /Airworthy\/shop SignUp is nothing that/);
        assert.match(faults(task({}), page("SignUps")), /Airworthy\/shop SignUps is nothing that/);
        const metrics = [["Airworthy/shop", "SignUps", "Country", "DE"]];
        const dashboardBody = JSON.stringify({ widgets: [{ type: "metric", properties: { metrics } }] });
        assert.match(faults(task(), node(Dashboard, "page", { dashboardBody })), /SignUps is nothing that/);
    });
});
