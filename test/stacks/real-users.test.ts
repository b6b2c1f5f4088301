import assert from "node:assert/strict";
import { connecting, measuredIn } from "../../stacks/real-users.ts";
import { faults, ready } from "../support/settings.ts";

const endpoint = "https://dataplane.rum.eu-central-1.amazonaws.com";
const given = (samplePercent: number, contentSecurityPolicy: string) => {
    const settings = { realUsers: { samplePercent }, cdn: { contentSecurityPolicy } };
    return measuredIn({ settings, region: "eu-central-1", tags: {} }).contentSecurityPolicy;
};

describe("the policy of pages whose users are measured", () => {
    it("lets them send to where AWS takes the numbers of this region, and changes nothing else", () => {
        const before = "default-src 'self'; frame-ancestors 'none'";
        assert.equal(given(20, before), `${before}; connect-src 'self' ${endpoint}`);
        assert.equal(given(0, before), before);
    });

    it("adds to what a page may call already, is no wider for scripts, and leaves alone what is open", () => {
        for (const [before, after] of [
            [
                "connect-src 'self' https://a.dev; img-src *",
                `connect-src 'self' https://a.dev ${endpoint}; img-src *`,
            ],
            ["default-src 'none';", `default-src 'none'; connect-src ${endpoint}`],
            ["Default-Src 'self'; CONNECT-SRC 'none'", `Default-Src 'self'; connect-src ${endpoint}`],
            ["img-src 'self'", "img-src 'self'"],
            [`connect-src ${endpoint}`, `connect-src ${endpoint}`],
            [
                "connect-src-elem 'self'; default-src 'self'",
                `connect-src-elem 'self'; default-src 'self'; connect-src 'self' ${endpoint}`,
            ],
        ] as const)
            assert.equal(connecting(before, endpoint), after);
    });
});

describe("airworthy:realUsers", () => {
    it("is refused beside a policy that is too long for CloudFront once pages may send there, and says how long", () => {
        const having = (contentSecurityPolicy: string, samplePercent = 1) =>
            faults({
                "airworthy:cdn": JSON.stringify({
                    ...(JSON.parse(ready["airworthy:cdn"]!) as object),
                    contentSecurityPolicy,
                }),
                "airworthy:realUsers": JSON.stringify({ samplePercent }),
            });
        // With ` ${endpoint}` and `; connect-src`, and its sources twice.
        const added = endpoint.length + "; connect-src".length + 1;
        const policy = (length: number) => `default-src ${"x".repeat((length - 13 - added) / 2)}`;
        assert.equal(connecting(policy(1783), endpoint).length, 1783);
        assert.deepEqual(having(policy(1783)), []);
        const [fault, ...others] = having(policy(1785));
        assert.match(
            fault!,
            /cdn\.contentSecurityPolicy is default-src x+…; use a shorter default-src.* it has 1785 characters, and CloudFront takes 1783/,
        );
        assert.deepEqual(others, []);
        assert.deepEqual(having(policy(1785), 0), []);
        assert.deepEqual(having(`${policy(1785)}; connect-src 'self'`), []);
    });

    it("takes a share of 0 to 100 percent, and says what to use instead of another", () => {
        for (const samplePercent of [0, 1, 100])
            assert.deepEqual(faults({ "airworthy:realUsers": JSON.stringify({ samplePercent }) }), []);
        for (const samplePercent of [101, -1, 0.5, "many"])
            assert.match(
                faults({ "airworthy:realUsers": JSON.stringify({ samplePercent }) }).join(),
                /realUsers\.samplePercent is .+; use 0 to 100; 100 where there are few users/,
            );
    });
});
