import assert from "node:assert/strict";
import fc from "fast-check";
import { verifierOf, verifies } from "../../../functions/roles/scram.ts";

describe("SCRAM verifiers", () => {
    it("are those of RFC 7677's example", () => {
        // Its section 3: password "pencil", that salt, 4096 rounds; the server's signature over its messages follows.
        const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
        assert.equal(
            verifierOf({ user: "user", password: "pencil" }, 4096, salt),
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
        );
    });

    it("are of one password, whatever it is, and of no other", () => {
        const text = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 50 });
        fc.assert(
            fc.property(text, text, (one, other) => {
                const verifier = verifierOf({ user: "one", password: one }, 16);
                assert.ok(verifies(one, verifier));
                assert.equal(verifies(other, verifier), one === other);
            }),
            { numRuns: 200 },
        );
    });

    it("are the same for a login each time, so that a pooler's clients fit every generation", () => {
        const login = { user: "application_a", password: "OnlyHere" };
        assert.equal(verifierOf(login), verifierOf({ ...login }));
    });

    it("differ for two users with the same password, so that nobody sees who has the same", () => {
        const [one, other] = ["application_a", "application_b"].map((user) =>
            verifierOf({ user, password: "same" }),
        );
        const saltOf = (verifier = "") => verifier.split("$")[1];
        assert.notEqual(saltOf(one), saltOf(other));
    });

    it("refuse what would have to be prepared first, without repeating it", () => {
        assert.throws(
            () => verifierOf({ user: "one", password: "pass\u00adwörd" }),
            (error: Error) => /beyond printable ASCII/.test(error.message) && !error.message.includes("wörd"),
        );
    });

    for (const text of ["", "md5d41d8cd98f00b204e9800998ecf8427e", "SCRAM-SHA-256$0:YQ==$YQ==:YQ=="]) {
        it(`take ${JSON.stringify(text)} for no verifier`, () => assert.equal(verifies("", text), false));
    }
});
