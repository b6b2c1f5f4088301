import assert from "node:assert/strict";
import { judgedTogether } from "../../rehearsal/account-faults.ts";
import type { Resource } from "../../rehearsal/engine/resource.ts";
import type { Rehearsal } from "../../rehearsal/rehearse.ts";
import { secret, type Properties } from "../../rehearsal/values.ts";
import { rehearsalOf, resourceOf } from "../support/rehearsal.ts";

const [HERE, THERE, MADE_UP] = ["111122223333", "444455556666", "123456789012"];
const DETECTOR = "aws:guardduty/detector:Detector";
const ENABLER = "aws:inspector2/enabler:Enabler";
const BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

interface Asked {
    type?: string;
    name?: string;
    inputs?: Properties;
    provider?: Properties;
    more?: Partial<Resource>;
}

const allowed = (...ids: string[]): Properties => ({ allowedAccountIds: JSON.stringify(ids) });

/** A stack with one resource, and the provider that it uses. */
function stackOf(stack: string, asked: Asked = {}, result: Partial<Rehearsal> = {}): Rehearsal {
    const { type = DETECTOR, name = "watch", inputs = {}, provider = {}, more } = asked;
    const urnOf = (of: string, called: string) => `urn:pulumi:${stack}::shop::${of}::${called}`;
    const own = urnOf("pulumi:providers:aws", "own");
    const resources = [
        resourceOf(own, { inputs: { region: "eu-west-1", ...provider } }),
        resourceOf(urnOf(type, name), { inputs, provider: `${own}::some-id`, ...more }),
    ];
    return rehearsalOf({ stack, resources, ...result });
}

const faultsOf = (...stacks: (Rehearsal | { stack: string; error: string })[]) =>
    judgedTogether(stacks).map((one) => ("faults" in one ? one.faults.map(({ message }) => message) : []));

describe("stacks that are rehearsed together", () => {
    it("are each told the other one's name, its resource, and what to do while no account is named", () => {
        const [one, other] = faultsOf(stackOf("one"), stackOf("other", { name: "guard" }));
        const rest =
            "; the account of one and other is not known and counts as any other's: name the account of each stack in " +
            "allowedAccountIds of its AWS provider, or let one stack own it (AWS service model guardduty CreateDetector";
        const what = "is a GuardDuty detector, of which there is one in an account's region, and so is";
        assert.ok(one?.[0]?.startsWith(`${what} guard of the stack other${rest}`), one?.[0]);
        const back = other?.[0]?.replace("account of other and one", "account of one and other");
        assert.ok(back?.startsWith(`${what} watch of the stack one${rest}`), back);
        assert.deepEqual([one?.length, other?.length], [1, 1]);
    });

    it("are told which account they share, and which stack names none", () => {
        const here = { provider: allowed(HERE) };
        const [[same = ""] = []] = faultsOf(stackOf("one", here), stackOf("other", here));
        assert.match(same, /; they are in one account, 111122223333: .* an account of its own in allowedAcc/);
        const [[half = ""] = []] = faultsOf(stackOf("one", here), stackOf("other"));
        assert.match(half, /; the account of other is not known/);
    });

    it("pass in two accounts, and in two regions", () => {
        const one = stackOf("one", { provider: allowed(HERE) });
        assert.deepEqual(faultsOf(one, stackOf("other", { provider: allowed(THERE) })), [[], []]);
        const list = stackOf("other", { provider: { allowedAccountIds: [THERE] } });
        assert.deepEqual(faultsOf(one, list), [[], []]);
        const region = { region: "us-east-1" };
        assert.deepEqual(faultsOf(one, stackOf("other", { provider: region })), [[], []]);
        assert.deepEqual(faultsOf(one, stackOf("other", { inputs: region })), [[], []]);
        const back = stackOf("other", { provider: region, inputs: { region: "eu-west-1" } });
        assert.deepEqual(
            faultsOf(one, back).map(({ length }) => length),
            [1, 1],
        );
    });

    it("are not known to differ where a provider allows several accounts, or text that names none", () => {
        const one = stackOf("one", { provider: allowed(HERE) });
        for (const provider of [allowed(THERE, MADE_UP), { allowedAccountIds: "[" }, allowed("prod")]) {
            const [[message = ""] = []] = faultsOf(one, stackOf("other", { provider }));
            assert.match(message, /; the account of other is not known/, JSON.stringify(provider));
        }
    });

    it("differ by the account that a resource itself is for, unless the rehearsal made that up", () => {
        const pair = (inputs: Properties, more: Properties, type: string) =>
            faultsOf(stackOf("one", { type, inputs }), stackOf("other", { type, inputs: more }));
        assert.deepEqual(pair({ accountIds: [HERE] }, { accountIds: [THERE] }, ENABLER), [[], []]);
        assert.deepEqual(pair({ accountId: HERE }, { accountId: THERE }, BLOCK), [[], []]);
        const [[message = ""] = []] = pair({ accountIds: [HERE] }, { accountIds: [MADE_UP] }, ENABLER);
        assert.match(message, /; the account of other is not known/);
    });

    it("have one owner of what a zone of Cloudflare's has once, whoever's account they are in", () => {
        const type = "cloudflare:index/zoneSetting:ZoneSetting";
        const inputs = { zoneId: "0f", settingId: "ssl" };
        const [[message = ""] = [], back] = faultsOf(
            stackOf("one", { type, inputs }),
            stackOf("other", { type, inputs }),
        );
        assert.match(message, /of which there is one in a zone, .*; they are in one zone: let one stack own/);
        assert.equal(back?.length, 1);
        for (const more of [{ settingId: "tls_1_3" }, { zoneId: "1e" }]) {
            const another = stackOf("other", { type, inputs: { ...inputs, ...more } });
            assert.deepEqual(faultsOf(stackOf("one", { type, inputs }), another), [[], []]);
        }
    });

    it("share nothing that a stack only reads, and nothing with a stack that has no result", () => {
        const failed = { stack: "other", error: "no money" };
        assert.deepEqual(faultsOf(stackOf("one"), stackOf("other", { more: { external: true } })), [[], []]);
        assert.deepEqual(judgedTogether([stackOf("one"), failed]), [stackOf("one"), failed]);
    });

    it("keep the faults that each has already", () => {
        const fault = { kind: "limit", urn: "", message: "is too long" } as const;
        const [one] = faultsOf(stackOf("one", {}, { faults: [fault] }), stackOf("other"));
        assert.deepEqual([one?.length, one?.[0]], [2, "is too long"]);
    });

    it("show no secret of one another", () => {
        const hide = (text: string) => text.replaceAll("t0ken", "[secret]").replaceAll(HERE, "[secret]");
        const provider = { allowedAccountIds: secret(JSON.stringify([HERE])) };
        const one = stackOf("one", { provider: allowed(HERE) });
        const other = stackOf("other", { name: "t0ken", provider }, { hide });
        const [[message = ""] = []] = faultsOf(one, other);
        assert.match(message, /so is \[secret\] of the stack other; they are in one account, \[secret\]:/);
    });

    it("may be one stack alone, which is told of two in itself", () => {
        const one = stackOf("one");
        assert.deepEqual(faultsOf(one), [[]]);
        const twin = stackOf("one", { name: "twin" });
        const both = { ...one, resources: [...one.resources, ...twin.resources.slice(1)] };
        const [messages = []] = faultsOf(both);
        assert.equal(messages.length, 2);
        assert.match(messages[0] ?? "", /, and so is twin of this stack; keep one of them \(/);
    });
});
