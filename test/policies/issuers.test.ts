import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { UNKNOWN, type Node } from "../../policies/graph.ts";
import { node, verdictOf } from "../support/rules-verdict.ts";

const { Record } = aws.route53;
const certificate = (domainName: string) => node(aws.acm.Certificate, "name", { domainName });
const served = (name: unknown) => node(Record, "served", { name, type: "A" });
const says = (name: string, ...records: unknown[]) => node(Record, "issuer", { name, type: "CAA", records });
const verdict = (...nodes: Node[]) => verdictOf("certificates-issued-by-one", ...nodes);

describe("the rule of who may issue certificates", () => {
    const app = () => [certificate("app.acme.dev"), served("app.acme.dev.")] as const;

    it("wants a name that is served here to name Amazon, there or above, and nobody else", () => {
        assert.equal(verdict(...app()), "fail");
        assert.equal(verdict(...app(), says("app.acme.dev", '0 issue "amazon.com"')), "pass");
        assert.equal(verdict(...app(), says("acme.dev.", '0 issue "amazonaws.com"')), "pass");
        assert.equal(verdict(...app(), says("pp.acme.dev", '0 issue "amazon.com"')), "fail");
        assert.equal(verdict(...app(), says("app.acme.dev", '0 issue "ca.example"')), "fail");
    });

    it("can't tell by records that nobody knows", () => {
        assert.equal(verdict(...app(), says("app.acme.dev", UNKNOWN)), "cannot tell");
        assert.equal(verdict(certificate("app.acme.dev"), served(UNKNOWN)), "cannot tell");
    });

    it("says nothing of a name that is bought, or that another one answers for", () => {
        for (const name of ["acme.dev", "acme.co.uk"])
            assert.equal(verdict(certificate(name), served(name)), "pass", name);
        assert.equal(verdict(certificate("app.acme.dev")), "pass");
    });
});
