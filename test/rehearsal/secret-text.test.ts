import assert from "node:assert/strict";
import { jsonReport } from "../../rehearsal/report/json.ts";
import { textReport } from "../../rehearsal/report/text.ts";
import { SecretText } from "../../rehearsal/secret-text.ts";
import { rehearsalOf, resourceOf } from "../support/rehearsal.ts";

const HIDDEN = 'hunter2"hunter2';
const at = (name: string) => `urn:pulumi:dev::shop::aws:a/b:B::${name}`;

describe("a text that is shown", () => {
    it("has no secret left, however it is spelled, nor one line of a longer one", () => {
        const key = "first-line-of-a-key-0123\nsecond-line-of-a-key-4567";
        const secrets = new SecretText([HIDDEN, key, "short"]);
        const base64 = Buffer.from(`x=${HIDDEN}`).toString("base64");
        const shown = secrets.hide(
            `${HIDDEN} ${JSON.stringify(HIDDEN)} ${base64} second-line-of-a-key-4567 short`,
        );
        assert.equal(shown, '[secret] "[secret]" [secret] [secret] short');
    });

    it("in no report holds a secret: not in a name, a message, a notice or a key", () => {
        const secrets = new SecretText([HIDDEN]);
        const rehearsal = rehearsalOf({
            resources: [
                resourceOf(at(HIDDEN), {
                    id: HIDDEN,
                    parent: at(HIDDEN),
                    inputs: { name: HIDDEN, [HIDDEN]: 1 },
                }),
            ],
            deletes: [resourceOf(at(HIDDEN))],
            outputs: { [HIDDEN]: { a: [HIDDEN] } },
            faults: [{ kind: "limit", urn: at(HIDDEN), message: `${HIDDEN} is too long` }],
            violations: [
                {
                    ...{ pack: "p", policy: "q", level: "mandatory", description: "d", fix: "f" },
                    ...{ urn: at(HIDDEN), message: `not ${HIDDEN}` },
                },
            ],
            notices: [HIDDEN],
            hide: (text) => secrets.hide(text),
        });
        const [text, json] = [textReport(rehearsal), JSON.stringify(jsonReport(rehearsal))];
        assert.doesNotMatch(text + json, /hunter2/);
        assert.match(text, /limit: \[secret\]: \[secret\] is too long/);
        assert.match(json, /::aws:a\/b:B::\[secret\]"/);
    });
});
