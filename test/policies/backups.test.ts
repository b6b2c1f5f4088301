import assert from "node:assert/strict";
import { plansOf, testsOf } from "../../policies/backups.ts";
import { deniedToAll } from "../../policies/iam.ts";
import { CannotTell, UNKNOWN, type Node } from "../../policies/graph.ts";
import { Stack } from "../../policies/stack.ts";

function node(type: string, name: string, props: Node["props"]): Node {
    const urn = `urn:pulumi:dev::shop::${type}::${name}`;
    return { type, urn, name, props, opts: { protect: false, ignoreChanges: [] }, propertyDependencies: {} };
}

const plan = node("aws:backup/plan:Plan", "plan", { id: "plan-1" });
const orders = node("aws:rds/instance:Instance", "orders", {
    identifier: "orders-1",
    tags: { backup: "daily" },
    tagsAll: { backup: "daily", environment: "live" },
});
const ledger = node("aws:rds/cluster:Cluster", "ledger", { clusterIdentifier: "ledger" });

function isChosen(props: object, db = orders): boolean {
    const selection = node("aws:backup/selection:Selection", "it", { planId: "plan-1", ...props });
    return plansOf(db, new Stack([plan, selection, db])).length > 0;
}
const where = (key: string, value: string) => [{ key: `aws:ResourceTag/${key}`, value }];
const instances = "arn:aws:rds:eu-west-1:123456789012:db:";

describe("what a backup plan chooses", () => {
    const chosen: Record<string, object> = {
        "by its name": { resources: [`${instances}orders-1`] },
        "by the start of its name": { resources: [`${instances}orders*`] },
        "by its kind": { resources: [`${instances}*`] },
        "as everything in RDS": { resources: ["arn:aws:rds:*"] },
        "as everything": { resources: ["*"] },
        "by one tag of several": { selectionTags: [{ key: "a", value: "b" }, ...where("backup", "daily")] },
        "by a tag of the provider's": { conditions: [{ stringEquals: where("environment", "live") }] },
        "by a likeness": { conditions: [{ stringLikes: where("backup", "da*y") }] },
        "by what it is not": { conditions: [{ stringNotEquals: where("environment", "test") }] },
    };
    for (const [how, props] of Object.entries(chosen)) {
        it(`is a database ${how}`, () => assert.ok(isChosen(props)));
    }

    const passedOver: Record<string, object> = {
        "that nothing names": {},
        "of another name": { resources: [`${instances}orders-10`] },
        "of another service": { resources: ["arn:aws:dynamodb:*:*:table/*"] },
        "that is no cluster": { resources: ["arn:aws:rds:eu-west-1:123456789012:cluster:*"] },
        "with another tag": { selectionTags: [{ key: "backup", value: "weekly" }] },
        "of the right kind with another tag": {
            resources: [`${instances}*`],
            conditions: [{ stringEquals: where("backup", "weekly") }],
        },
        "that one of two conditions shuts out": {
            conditions: [
                { stringEquals: where("backup", "daily") },
                { stringNotLikes: where("environment", "li*") },
            ],
        },
        "that is left out by name": { resources: ["*"], notResources: [`${instances}orders-1`] },
        "of another plan": { resources: ["*"], planId: "plan-2" },
    };
    for (const [which, props] of Object.entries(passedOver)) {
        it(`is no database ${which}`, () => assert.ok(!isChosen(props)));
    }

    it("can be a cluster", () => {
        assert.ok(isChosen({ resources: ["arn:aws:rds:*:*:cluster:ledger"] }, ledger));
        assert.ok(!isChosen({ resources: [`${instances}ledger`] }, ledger));
    });

    it("is not said where a value is unknown, and is where a list was left out, which a plan shows as unknown", () => {
        assert.throws(() => isChosen({ resources: [UNKNOWN] }), CannotTell);
        assert.ok(isChosen({ resources: ["*"], notResources: UNKNOWN, conditions: UNKNOWN }));
    });
});

describe("what a restore test restores", () => {
    const test = node("aws:backup/restoreTestingPlan:RestoreTestingPlan", "test", { name: "weekly" });
    const type = "aws:backup/restoreTestingSelection:RestoreTestingSelection";
    const isTested = (props: object) => {
        const all = { restoreTestingPlanName: "weekly", protectedResourceType: "RDS", ...props };
        return testsOf(orders, new Stack([test, node(type, "it", all), orders])).length > 0;
    };

    it("is a database of its type that it names, or that wears its tag", () => {
        assert.ok(isTested({ protectedResourceArns: [`${instances}orders-1`] }));
        const daily = { stringEquals: where("backup", "daily") };
        assert.ok(isTested({ protectedResourceArns: ["*"], protectedResourceConditions: daily }));
    });

    it("is no other", () => {
        assert.ok(!isTested({ protectedResourceArns: ["*"], protectedResourceType: "Aurora" }));
        assert.ok(!isTested({ protectedResourceArns: [`${instances}orders-2`] }));
        assert.ok(!isTested({}));
        const weekly = { stringEquals: where("backup", "weekly") };
        assert.ok(!isTested({ protectedResourceArns: ["*"], protectedResourceConditions: weekly }));
    });
});

describe("what a policy denies to everybody", () => {
    const action = "backup:DeleteRecoveryPoint";
    const all = { Effect: "Deny", Principal: "*", Action: [action], Resource: "*" };
    const denies = (change: object) =>
        deniedToAll(JSON.stringify({ Version: "2012-10-17", Statement: [{ ...all, ...change }] }), action);
    const except = (operator: string, key: string, value: string) => ({
        Condition: { [operator]: { [key]: value } },
    });

    it("is denied whatever its spelling, and may spare a role that it names", () => {
        for (const change of [{}, { Principal: { AWS: ["*"] } }, { Action: "backup:*" }, { Action: "*" }])
            assert.ok(denies(change), JSON.stringify(change));
        assert.ok(
            denies(except("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/break-glass")),
        );
    });

    it("is not denied by a statement for some, of something else, or that depends on how one calls", () => {
        const open = [
            { Effect: "Allow" },
            { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
            { Action: "backup:StartCopyJob" },
            { Resource: "arn:aws:backup:eu-west-1:123456789012:recovery-point:1" },
            except("Bool", "aws:SecureTransport", "false"),
            except("ArnNotLike", "aws:PrincipalArn", "*"),
            except("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/intern"),
        ];
        for (const change of open) assert.ok(!denies(change), JSON.stringify(change));
    });
});
