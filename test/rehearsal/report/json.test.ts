import assert from "node:assert/strict";
import { jsonReport } from "../../../rehearsal/report/json.ts";
import { OUTPUT, SIGNATURE, UNKNOWN, secret } from "../../../rehearsal/values.ts";
import { rehearsalOf, resourceOf } from "../../support/rehearsal.ts";

const URN = "urn:pulumi:dev::shop::aws:sns/topic:Topic::a";
const parsed = (more: Parameters<typeof rehearsalOf>[0]) =>
    JSON.parse(JSON.stringify(jsonReport(rehearsalOf(more)))) as ReturnType<typeof jsonReport>;

describe("the JSON report", () => {
    it("says of a secret only that it is one, and of what is not known yet nothing", () => {
        const { resources, outputs } = parsed({
            resources: [
                resourceOf(URN, {
                    id: UNKNOWN,
                    inputs: {
                        a: secret({ b: "t0ken!" }),
                        c: [UNKNOWN, secret(UNKNOWN)],
                        d: { [SIGNATURE]: OUTPUT, value: "t0ken!", secret: true },
                        e: { [SIGNATURE]: OUTPUT, value: 1, dependencies: [] },
                        f: { [SIGNATURE]: OUTPUT },
                    },
                }),
            ],
            outputs: { x: [secret("t0ken!")] },
        });
        assert.deepEqual(resources[0]?.inputs, {
            a: "[secret]",
            c: [null, "[secret]"],
            d: "[secret]",
            e: 1,
            f: null,
        });
        assert.equal(resources[0]?.id, null);
        assert.deepEqual(outputs, { x: ["[secret]"] });
    });

    it("is ready without a fault and without a violation that is more than advice", () => {
        const advice = {
            pack: "p",
            policy: "q",
            level: "advisory",
            description: "",
            message: "",
            fix: "",
            urn: URN,
        } as const;
        assert.equal(parsed({ violations: [advice] }).ready, true);
        assert.equal(parsed({ violations: [{ ...advice, level: "mandatory" }] }).ready, false);
        assert.equal(parsed({ faults: [{ kind: "limit", urn: URN, message: "too long" }] }).ready, false);
    });

    it("names what is deleted", () => {
        assert.deepEqual(parsed({ deletes: [resourceOf(URN)] }).deletes, [URN]);
    });
});
