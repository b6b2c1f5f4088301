import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { readWorkflow } from "../../workflow/read.ts";
import { run } from "../../workflow/run.ts";
import type { Workflow } from "../../workflow/schema.ts";
import type { Asked, Way } from "../../workflow/way.ts";
import { WorkflowError } from "../../workflow/yaml-file.ts";
import { HOUSE } from "../support/house.ts";

const shipped = readFileSync(path.join(HOUSE, "workflow.yaml"), "utf8");

const odd = fc.constantFrom(
    ...[
        "{{",
        "{{random}}",
        "{{ random }}",
        "{{nope}}",
        "{{constructor}}",
        "//acme.dev",
        "/\\acme.dev",
        "/a b",
        "/#",
    ],
    ...[
        "$",
        "$.a",
        "$.__proto__",
        "$[0]",
        "$['a']",
        "__proto__",
        "constructor",
        "\r\n",
        "\0",
        "*a",
        "&a",
        "!!js",
        "",
    ],
);
const text = fc.oneof(odd, fc.string(), fc.string({ unit: "binary" }));
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.double(), fc.bigInt());
const rule = fc.oneof(
    fc.record({ equals: value }),
    fc.record({ oneOf: fc.array(value, { maxLength: 2 }) }),
    fc.record({ present: fc.boolean() }),
    value,
);
const step = fc.record(
    {
        name: fc.oneof({ weight: 5, arbitrary: fc.uuid() }, text),
        method: fc.oneof({ weight: 5, arbitrary: fc.constantFrom("GET", "POST", "DELETE") }, text),
        path: fc.oneof({ weight: 5, arbitrary: odd.map((end) => `/${end}`) }, text),
        headers: fc.dictionary(fc.constantFrom("X-A", "Host", "cookie", "a:b", "Authorization"), text),
        body: value,
        capture: fc.dictionary(
            fc.oneof(fc.constantFrom("id", "random"), text),
            fc.oneof(rule, fc.record({ json: odd })),
        ),
        expect: fc.oneof(
            fc.constant({ status: 200 }),
            fc.record({ status: value, json: fc.dictionary(odd, rule), headers: fc.dictionary(text, rule) }),
        ),
        withinSeconds: value,
    },
    { requiredKeys: ["name", "method", "path", "expect"] },
);
const made = fc
    .record({
        name: fc.oneof(fc.constant("any"), text),
        steps: fc.array(step, { minLength: 1, maxLength: 3 }),
        always: fc.option(fc.array(step, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    })
    .map((document) => stringify(document));
/** The shipped file with a part of it replaced: most of it is still right. */
const changed = fc
    .tuple(fc.nat(shipped.length), fc.nat(40), text)
    .map(([at, length, by]) => shipped.slice(0, at) + by + shipped.slice(at + length));

describe("any workflow.yaml at all", () => {
    it("is either refused by line and key with nothing asked, or asks the app alone", async () => {
        const seen = { read: 0, refused: 0 };
        await fc.assert(
            fc.asyncProperty(fc.oneof(made, changed, text), async (file) => {
                const asked: Asked[] = [];
                const headers = { location: "/x" };
                const ask = (one: Asked) => {
                    asked.push(one);
                    return Promise.resolve({ status: 200, headers, body: '{"a":[1]}', milliseconds: 1 });
                };
                const way: Way = { ask, close: () => undefined };
                let workflow: Workflow;
                try {
                    workflow = readWorkflow(file, "w.yaml");
                } catch (error) {
                    seen.refused++;
                    assert.ok(error instanceof WorkflowError, String((error as Error).stack));
                    for (const line of error.faults) assert.match(line, /^w\.yaml:\d+: .+; use .+\.$/su);
                    return;
                }
                seen.read++;
                // What is read can be run: the only thing that may fail is what the app answers.
                await run(workflow, way, { seconds: 0.5 });
                assert.ok(asked.length > 0);
                for (const { path: to, headers: sent, body = "null" } of asked) {
                    assert.match(to, /^\/(?!\/)[\x21-\x7e]*$/);
                    for (const [name, held] of Object.entries(sent)) {
                        assert.match(name, /^[a-z0-9-]+$/);
                        assert.match(held, /^[\x20-\x7e]*$/);
                        assert.ok(!["host", "cookie", "content-length"].includes(name));
                    }
                    JSON.parse(body);
                }
            }),
            { numRuns: 250 },
        );
        assert.ok(seen.read > 5 && seen.refused > 5, JSON.stringify(seen));
    });
});
