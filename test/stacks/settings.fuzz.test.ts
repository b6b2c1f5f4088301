import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { schema } from "../../stacks/schema.ts";
import { readSettings, SettingsError } from "../../stacks/settings.ts";

const known = ["aws:region", ...Object.keys(schema.shape).map((name) => `airworthy:${name}`)];
const odd = [
    "airworthy:__proto__",
    "airworthy:constructor",
    "airworthy:",
    ":",
    "",
    "aws:region:x",
    "__proto__",
    "airworthy:a\nb",
];
const key = fc.oneof(
    fc.constantFrom(...known, ...odd),
    fc.string(),
    fc.string().map((name) => `airworthy:${name}`),
);
const members = fc.constantFrom(
    "cidr",
    "zones",
    "backupDays",
    "origins",
    "image",
    "port",
    "healthPath",
    "__proto__",
    "toString",
);
const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.double().map(String),
    fc.constantFrom(
        "",
        "null",
        "[]",
        "{}",
        "you@example.com",
        "10.0.0.0/16",
        "mvp",
        '{"__proto__":{"zones":2}}',
    ),
    fc.dictionary(fc.oneof(members, fc.string()), fc.jsonValue()).map((map) => JSON.stringify(map)),
);
const shipped = parse(readFileSync(new URL("../../Pulumi.staging.yaml", import.meta.url), "utf8")) as {
    config: Record<string, unknown>;
};
const good = Object.entries(shipped.config).map(([name, member]): [string, string] => [
    name,
    typeof member === "string" ? member : JSON.stringify(member),
]);
// Half of the maps start from settings that are good, so that both answers are seen.
const base = fc.constantFrom([], good);
const config = fc
    .tuple(base, fc.array(fc.tuple(key, value), { maxLength: 8 }))
    .map(([start, changes]): Record<string, string> => Object.fromEntries([...start, ...changes]));

describe("any configuration at all", () => {
    it("is either a full set of settings or a list of faults that each name a key and what to use", () => {
        fc.assert(
            fc.property(config, fc.array(key, { maxLength: 3 }), (raw, secretKeys) => {
                try {
                    const settings = readSettings("staging", raw, secretKeys);
                    assert.deepEqual(Object.keys(settings), Object.keys(schema.shape));
                } catch (error) {
                    if (!(error instanceof SettingsError)) throw error;
                    assert.ok(error.faults.length > 0);
                    for (const line of error.message.split("\n"))
                        assert.match(line, /^Pulumi\.staging\.yaml: .+ is .+; use .+\.$/u);
                }
            }),
            { numRuns: 2000 },
        );
    });
});
