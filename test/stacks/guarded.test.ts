import assert from "node:assert/strict";
import { settingsOf } from "../../bench/other-settings.ts";
import { refuseUnguarded } from "../../stacks/guarded.ts";
import type { Settings } from "../../stacks/schema.ts";

type Account = Settings["account"];
const region = "eu-central-1";
const account = (own: Partial<Account>): Account => ({
    ...{ id: "", guards: "elsewhere", guardedBy: "live", costMonitorArn: "" },
    ...own,
});
/** Whether an environment with this account is let pass beside another one, `live`. */
const beside = (theirs: Partial<Account> | undefined, own: Partial<Account> = {}, home = region) => {
    const live = { "aws:region": home, "airworthy:account": account({ guardedBy: "", ...theirs }) };
    const settings = (stack: string) => (stack === "live" && theirs ? live : undefined);
    return () => refuseUnguarded({ region, account: account(own) }, settings);
};

describe("an account that several environments share", () => {
    it("is guarded by the one that the others name", () => {
        for (const pass of [
            beside({ guards: "own" }),
            beside({ guards: "own", id: "123456789012" }, { id: "123456789012" }),
            beside({ guards: "region" }),
            beside({ guards: "own" }, { guards: "region" }, "us-east-1"),
            beside(undefined, { guards: "own", guardedBy: "" }),
            beside(undefined, { guardedBy: "123456789012" }),
        ])
            assert.doesNotThrow(pass);
    });

    it("is refused where that one guards nothing, or another account or region, or is not there", () => {
        for (const [refused, why] of [
            [beside({ guards: "elsewhere" }), /its account\.guards is elsewhere; use an environment/],
            [beside({ guards: "region" }, { guards: "region" }), /its account\.guards is region;/],
            [
                beside({ guards: "own", id: "210987654321" }, { id: "123456789012" }),
                /is 210987654321, and this/,
            ],
            [
                beside({ guards: "own" }, {}, "us-east-1"),
                /it is in us-east-1; one environment of eu-central-1/,
            ],
            [beside(undefined), /account\.guardedBy is live, and there is no Pulumi\.live\.yaml here/],
        ] as const)
            assert.throws(refused, why);
    });

    it("has its guards in one of the two environments, as both ship, by their files", () => {
        for (const stack of ["staging", "production"]) {
            const shipped = settingsOf(stack);
            const own = { region: shipped["aws:region"], account: shipped["airworthy:account"] };
            assert.doesNotThrow(() => refuseUnguarded(own as Pick<Settings, "region" | "account">), stack);
        }
    });
});
