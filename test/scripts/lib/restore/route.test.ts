import assert from "node:assert/strict";
import {
    cutbackTarget,
    onlyOpens,
    onlySettles,
    routeTo,
    servingOf,
    type Standing,
    type SwitchRecord,
} from "../../../../scripts/lib/restore/route.ts";

const record = (phase: SwitchRecord["phase"], from: string, to: string): SwitchRecord => {
    return { phase, from, to, epoch: 3 };
};
const standing = (more: Partial<Standing> = {}): Standing => {
    const settings = { file: "Pulumi.live.yaml", active: "a", next: undefined };
    return { ...settings, deployed: "a", record: undefined, ...more };
};
const SWITCHED = record("switched", "a", "b");

describe("the route of a change-over", () => {
    const who: [string, Partial<Standing>, string][] = [
        ["nothing on record", {}, "a"],
        ["a switch from what is deployed", { record: SWITCHED }, "b"],
        ["a switch that the deployment has followed", { deployed: "b", record: SWITCHED }, "b"],
        ["a switch that was cancelled", { record: record("cancelled", "a", "b") }, "a"],
        ["a switch that is under way", { record: record("pausing", "a", "b") }, "a"],
        ["a switch of older days", { deployed: "c", record: SWITCHED }, "c"],
    ];
    for (const [what, more, serving] of who) {
        it(`with ${what} begins at ${serving}, where the poolers lead`, () => {
            assert.equal(servingOf(standing(more)), serving);
        });
    }

    it("opens the way beside the one in use, and closes that only in the end", () => {
        const { opening, settled, isBehind } = routeTo("b", standing());
        assert.deepEqual([opening, settled, isBehind], [{ active: "a", next: "b" }, { active: "b" }, false]);
    });

    it("after a switch that is not deployed is the last deployment alone, whether it was written down or not", () => {
        for (const more of [{ next: "b" }, { active: "b" }]) {
            const { opening, settled } = routeTo("b", standing({ ...more, record: SWITCHED }));
            assert.deepEqual([opening, settled], [undefined, { active: "b" }]);
        }
    });

    it("back, before the switch is deployed, has the deployment follow first", () => {
        const { opening, isBehind } = routeTo("a", standing({ next: "b", record: SWITCHED }));
        assert.deepEqual([opening, isBehind], [{ active: "b", next: "a" }, true]);
    });

    it("goes nowhere else while a switch is under way, and no third way is opened beside two", () => {
        const begun = standing({ next: "b", record: record("pausing", "a", "b") });
        assert.ok(routeTo("b", begun).isBegun);
        for (const target of ["a", "c"]) {
            assert.throws(
                () => routeTo(target, begun),
                /from a to b is under way.* \(epoch 3\).*--cutover b/,
            );
        }
        assert.throws(() => routeTo("c", standing({ next: "b" })), /next: b: .*--cutover b.*--cutover a/);
    });

    const ways: [string, Partial<Standing>, boolean, string | RegExp][] = [
        ["after a switch, to where it came from", { deployed: "b", record: SWITCHED }, true, "a"],
        [
            "on, when the way back was cancelled",
            { deployed: "b", record: record("cancelled", "b", "a") },
            true,
            "a",
        ],
        [
            "on, when the way back was killed",
            { deployed: "b", record: record("pausing", "b", "a") },
            true,
            "a",
        ],
        [
            "nowhere, when the first switch was cancelled",
            { record: record("cancelled", "a", "b") },
            false,
            /from a to b did not come/,
        ],
        [
            "nowhere, when others have been active since",
            { deployed: "c", record: SWITCHED },
            true,
            /c is in use, and the last/,
        ],
        [
            "nowhere, while it can't be told from the way there",
            { record: SWITCHED },
            true,
            /--cutover b; .*--cutover a\./,
        ],
    ];
    for (const [what, more, hasServed, expected] of ways) {
        it(`back leads ${what}`, async () => {
            const target = cutbackTarget(standing(more), () => Promise.resolve(hasServed));
            if (typeof expected === "string") assert.equal(await target, expected);
            else await assert.rejects(target, expected);
        });
    }

    describe("as Pulumi previews it", () => {
        const rule = (op: string, name: string) => {
            return { op, type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name };
        };
        const opens = onlyOpens("b");
        const settles = onlySettles({ active: "b" });
        const task = { type: "aws:ecs/taskDefinition:TaskDefinition", name: "pooler" };
        const database = { type: "aws:rds/instance:Instance", name: "postgres-a" };

        it("begins with the rules of the one way, and nothing else", () => {
            assert.ok(
                opens(rule("create", "postgres-b-client")) &&
                    opens(rule("create", "postgres-b-server-client")),
            );
            assert.ok(opens({ op: "same", ...database }));
            const others = [
                "postgres-b-server-operator",
                "postgres-bb-client",
                "postgres-a-client",
                "web-b-client",
            ];
            assert.ok(others.every((name) => !opens(rule("create", name))));
            assert.ok(!opens(rule("update", "postgres-b-client")) && !opens({ op: "update", ...database }));
        });

        it("ends with what a rehearsal of production changes, and keeps the databases", () => {
            assert.ok(
                settles(rule("delete", "postgres-a-client")) &&
                    settles(rule("delete", "postgres-a-server-client")),
            );
            assert.ok(
                ["create-replacement", "replace", "delete-replaced"].every((op) => settles({ op, ...task })),
            );
            assert.ok(settles({ op: "update", type: "aws:lambda/invocation:Invocation", name: "roles" }));
            for (const op of [
                "delete",
                "replace",
                "create-replacement",
                "delete-replaced",
                "discard?",
                "?",
            ]) {
                assert.ok(!settles({ op, ...database }), op);
            }
            const stay = ["postgres-b-client", "postgres-a-server-operator"];
            assert.ok(stay.every((name) => !settles(rule("delete", name))));
            assert.ok(!settles(rule("replace", "postgres-a-client")) && !settles({ op: "delete", ...task }));
            assert.ok(!onlySettles({ active: "b", next: "a" })(rule("delete", "postgres-a-client")));
        });

        it("ends without the alarm on the lag of one that stood by, when that is what serves", () => {
            const lag = {
                op: "delete",
                type: "aws:cloudwatch/metricAlarm:MetricAlarm",
                name: "postgres-b-lag",
            };
            assert.ok(settles(lag));
            assert.ok(!settles({ ...lag, op: "replace" }) && !settles({ ...lag, name: "postgres-b-slot" }));
            assert.ok(
                !onlySettles({ active: "a" })(lag) && !settles({ ...database, ...lag, type: database.type }),
            );
        });

        it("ends with the replicas of what served before, and no other, deleted", () => {
            const gone = (name: string) => settles({ ...database, op: "delete", name });
            const parts = ["r1", "r2", "r1-lag", "r1-postgresql", "r2-upgrade", "readers"];
            assert.ok(parts.every((part) => gone(`postgres-a-${part}`)));
            assert.ok(!parts.some((part) => gone(`postgres-b-${part}`)));
            assert.ok(!["postgres-a", "postgres-r1", "postgres-a-postgresql", "web-a-r1"].some(gone));
            assert.ok(!settles({ ...database, op: "replace", name: "postgres-a-r1" }));
        });
    });
});
