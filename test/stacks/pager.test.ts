import assert from "node:assert/strict";
import { faults } from "../support/settings.ts";

const KEY = "https://events.pagerduty.com/integration/0123456789abcdef/enqueue";
const of = (pager: string, isSecret = false) =>
    faults({ "airworthy:pager": pager }, isSecret ? ["airworthy:config:pager", "airworthy:pager"] : []);

describe("the pager", () => {
    it("is a service that calls, a telephone, another e-mail, or nothing", () => {
        assert.deepEqual(of(KEY, true), []);
        for (const pager of ["", "+4915112345678", "oncall@acme.dev"]) assert.deepEqual(of(pager), []);
    });

    it("is refused in plain text where it is a key, and not repeated", () => {
        const [fault, ...others] = of(KEY);
        assert.deepEqual(others, []);
        assert.match(
            fault!,
            /^Pulumi\.staging\.yaml: pager is \[secret\]; use .*`pulumi config set --secret airworthy:pager`/,
        );
        assert.doesNotMatch(fault!, /0123456789abcdef/);
    });

    it("is nothing else: no address without TLS, no number without its country, no name", () => {
        for (const pager of [
            "http://pager.example",
            "015112345678",
            "@here",
            "https://me:word@pager.example",
        ])
            assert.match(of(pager, true).join("\n"), /pager is \[secret\]; use/);
    });
});
