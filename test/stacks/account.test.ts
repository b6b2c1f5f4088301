import assert from "node:assert/strict";
import { readSettings } from "../../stacks/settings.ts";
import { faults, ready } from "../support/settings.ts";

const monitor = "arn:aws:ce::123456789012:anomalymonitor/01234567-89ab-cdef-0123-456789abcdef";
const account = (own: object) => ({
    "airworthy:account": JSON.stringify({ id: "", guards: "own", guardedBy: "", costMonitorArn: "", ...own }),
});

describe("the account of an environment", () => {
    it("is any, or one by its number; and its guards are there or elsewhere", () => {
        for (const one of [
            {},
            { id: "123456789012" },
            { costMonitorArn: monitor },
            { guards: "region", guardedBy: "production" },
            { guards: "elsewhere", guardedBy: "123456789012" },
            { environmentBudget: { usd: 200, tags: "own" } },
            { guards: "elsewhere", guardedBy: "live", environmentBudget: { usd: 200, tags: "elsewhere" } },
        ])
            assert.deepEqual(faults(account(one)), []);
        const { id } = readSettings("staging", { ...ready, ...account({ id: "123456789012" }) }).account;
        assert.equal(id, "123456789012");
    });

    it("is refused by the key, with what was seen and what to use", () => {
        for (const [key, value] of [
            ["id", 123456789012],
            ["id", "12345678901"],
            ["guards", "both"],
            ["guardedBy", "the other one"],
            ["costMonitorArn", "Default-Services-Monitor"],
        ] as const) {
            const [fault, ...others] = faults(account({ [key]: value }));
            assert.match(fault ?? "", new RegExp(`^Pulumi\\.staging\\.yaml: account\\.${key} is .*; use `));
            assert.deepEqual(others, []);
        }
    });

    it("takes no cost monitor where the guards are elsewhere: nobody would be told of it", () => {
        const there = { guardedBy: "production", costMonitorArn: monitor };
        assert.equal(faults(account({ guards: "region", ...there })).length, 1);
        assert.deepEqual(faults(account({ guards: "elsewhere", ...there })), [
            `Pulumi.staging.yaml: account.costMonitorArn is ${monitor}; use the MonitorArn that \`aws ce get-anomaly-monitors\` names for SERVICE; "" if none, and unless guards is own.`,
        ]);
    });

    it("activates the tag that bills are told apart by in one environment of the account, and counts nothing by no sum", () => {
        const there = { guards: "elsewhere", guardedBy: "production" };
        const [own] = faults(account({ ...there, environmentBudget: { usd: 200, tags: "own" } }));
        assert.match(
            own ?? "",
            /: account\.environmentBudget\.tags is own; use own in one environment of an account/,
        );
        const [usd] = faults(account({ environmentBudget: { usd: 0, tags: "own" } }));
        assert.match(usd ?? "", /: account\.environmentBudget\.usd is 0; use an amount above 0/);
    });

    it("names who has the guards exactly where they are not its own: nobody and two are refused", () => {
        for (const [guards, guardedBy] of [
            ["elsewhere", ""],
            ["region", ""],
            ["own", "production"],
        ] as const) {
            const [fault, ...others] = faults(account({ guards, guardedBy }));
            assert.match(
                fault ?? "",
                /^Pulumi\.staging\.yaml: account\.guardedBy is .*; use the name of a stack/,
            );
            assert.deepEqual(others, []);
        }
    });
});
