import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { faultsOf } from "../../../rehearsal/limits/limit.ts";
import { inputsWith, type Limit, type Subject } from "../../../rehearsal/limits/row.ts";
import { table } from "../../../rehearsal/limits/table.ts";
import { UNKNOWN, type Properties } from "../../../rehearsal/values.ts";

function subject(type: string, inputs: Properties): Subject {
    const at = type === "*" ? "aws:kms/key:Key" : type;
    return { urn: `urn:pulumi:dev::test::${at}::it`, type: at, name: "it", inputs };
}

function faultsIn(row: Limit, inputs: Properties): string[] {
    return faultsOf([subject(row.type, inputs)]).map(({ limit, message }) => `${limit}: ${message}`);
}

/** The source of the installed class of a type token, or undefined for other providers. */
function installed(type: string): string | undefined {
    const [, module = "", file = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
    const path = `node_modules/@pulumi/aws/${module}/${file}.d.ts`;
    return type.startsWith("aws:") && existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

describe("the table of limits", () => {
    it("has at least 60 rows, each with an id of its own, a source with its date, and samples on both sides", () => {
        assert.ok(table.length >= 60, `${table.length} rows`);
        const ids = table.map(({ id }) => id);
        assert.deepEqual([...new Set(ids)], ids);
        for (const row of table) {
            assert.match(row.source, /20\d\d-\d\d-\d\d/, row.id);
            assert.ok(row.accepts.length > 0 && row.refuses.length > 0, row.id);
        }
    });

    it("names types and properties that the installed @pulumi/aws has", () => {
        for (const { id, type, property } of table.filter((row) => row.type.startsWith("aws:"))) {
            const args = installed(type)?.split("Args {").at(-1) ?? "";
            const [top = ""] = property.split(/[.[]/);
            assert.match(args, new RegExp(`^    ${top}\\??:`, "m"), `${id}: ${type} has no ${top}`);
        }
    });

    for (const row of table) {
        it(`${row.id}: accepts the last good value and refuses the first bad one`, () => {
            for (const inputs of row.accepts)
                assert.deepEqual(faultsIn(row, inputs), [], JSON.stringify(inputs).slice(0, 300));
            for (const inputs of row.refuses) {
                const faults = faultsOf([subject(row.type, inputs)]);
                const seen = `${JSON.stringify(inputs).slice(0, 300)} ${faultsIn(row, inputs).join("; ")}`;
                assert.deepEqual([...new Set(faults.map(({ limit }) => limit))], [row.id], seen);
                assert.equal(faults[0]?.source, row.source);
            }
        });
    }

    it("judges nothing that is not known yet", () => {
        for (const row of table) {
            assert.deepEqual(faultsIn(row, inputsWith(row.property, UNKNOWN)), [], row.id);
            for (const inputs of row.refuses) {
                const blank = Object.fromEntries(Object.keys(inputs).map((key) => [key, UNKNOWN]));
                assert.deepEqual(faultsIn(row, blank), [], row.id);
            }
        }
    });

    it("never prints a password", () => {
        const secret = "hunter2/hunter2@";
        const database = subject("aws:rds/instance:Instance", { password: secret });
        const cache = subject("aws:elasticache/replicationGroup:ReplicationGroup", { authToken: secret });
        const faults = faultsOf([database, cache]);
        assert.equal(faults.length, 2);
        assert.ok(!JSON.stringify(faults).includes("hunter2"));
    });

    it("survives any inputs of any type", () => {
        const types = [...new Set(table.map(({ type }) => type))];
        const names = [
            ...new Set(
                table.flatMap(({ property }) => property.split(".").map((step) => step.replace("[]", ""))),
            ),
        ];
        const value = fc.letrec((tie) => ({
            any: fc.oneof(
                { depthSize: "small" },
                fc.constantFrom<unknown>(
                    null,
                    true,
                    0,
                    -1,
                    1e300,
                    "",
                    "{",
                    "[{}]",
                    '{"Statement":[null]}',
                    UNKNOWN,
                ),
                fc.string(),
                fc.double({ noNaN: true }),
                fc.array(tie("any"), { maxLength: 4 }),
                fc.dictionary(fc.constantFrom(...names, "__proto__", "constructor"), tie("any"), {
                    maxKeys: 5,
                }),
            ),
        })).any;
        const inputs = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 });
        fc.assert(
            fc.property(fc.array(fc.tuple(fc.constantFrom(...types), inputs), { maxLength: 6 }), (list) => {
                faultsOf(list.map(([type, given]) => subject(type, given as Properties)));
            }),
            { numRuns: 1000 },
        );
    });
});
