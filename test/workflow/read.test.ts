import assert from "node:assert/strict";
import { readWorkflow } from "../../workflow/read.ts";
import { WorkflowError } from "../../workflow/yaml-file.ts";
import { shipped } from "./shop.ts";

const refused = (text: string) => {
    try {
        readWorkflow(text, "workflow.yaml");
        return [];
    } catch (error) {
        assert.ok(error instanceof WorkflowError, String(error));
        assert.equal(error.message, error.faults.join("\n"));
        return [...error.faults];
    }
};
const GOOD = {
    name: "name: look",
    method: "method: GET",
    path: "path: /",
    expect: "expect: { status: 200 }",
};
/** One step, with these lines instead of its own. */
const step = (lines: Partial<Record<keyof typeof GOOD | "more", string>>) => {
    const all = Object.values({ ...GOOD, ...lines }).filter(Boolean);
    return `name: one\nsteps:\n  - ${all.join("\n    ")}\n`;
};

/** A good step, and another one in what always holds. */
const always = (lines: string) => `${step({})}always:\n  - name: holds\n    ${lines}\n`;
const LOOKS = "method: GET\n    path: /ledger\n    expect: { status: 200 }";

describe("workflow.yaml", () => {
    it("is readable as it ships, and begins with whether the app is ready", () => {
        assert.equal(shipped().steps[0]!.path, "/readyz");
        assert.deepEqual(refused(step({})), []);
    });

    for (const [text, fault] of [
        [step({ method: "method: FETCH" }), ":4: steps[0].method is FETCH; use GET, HEAD, POST"],
        [step({ path: "path: //acme.dev/" }), ":5: steps[0].path is //acme.dev/; use a path such as"],
        [step({ path: "path: https://acme.dev/" }), ":5: steps[0].path is https://acme.dev/; use a path"],
        [step({ path: 'path: "/a\\r\\nX: 1"' }), ":5: steps[0].path is "],
        [step({ path: "path: /{{orderId}}" }), 'is "/{{orderId}}"; use one of random instead of orderId'],
        [step({ path: 'path: "/{{random"' }), ':5: steps[0].path is "/{{random"; use a'],
        [step({ name: "" }), ":3: steps[0].name is missing; use a name on one line"],
        [step({ expect: "" }), ":3: steps[0].expect is missing; use a map with status"],
        [step({ expect: "expect: {}" }), ":6: steps[0].expect.status is missing; use a status from 200"],
        [
            step({ expect: "expect: { status: 200, body: x }" }),
            "expect.body is x; use one of status, headers, json",
        ],
        [
            step({ expect: "expect:\n      status: 200\n      json:\n        id: { present: true }" }),
            ':9: steps[0].expect.json.id is {"present":true}; use a map of paths such as $.id',
        ],
        [
            step({ expect: "expect: { status: 200, json: { $.id: { equal: 3 } } }" }),
            ':6: steps[0].expect.json[$.id] is {"equal":3}; use { equals: value }, { oneOf: [values] }',
        ],
        [step({ expect: "expect: { status: 200, json: { $.id: { equals: } } }" }), undefined],
        [
            step({ expect: "expect: { status: 200, json: { $.id: {} } }" }),
            ":6: steps[0].expect.json[$.id] is {}; use { equals: value }, { oneOf: [values] }",
        ],
        [step({ more: "withinSeconds: 121" }), ":7: steps[0].withinSeconds is 121; use 1 to 120."],
        [
            step({ method: "method: POST", more: "withinSeconds: 5" }),
            ":7: steps[0].withinSeconds is 5; use it with GET or HEAD: anything else would be done again.",
        ],
        [step({ more: "body: { a: 1 }" }), ':7: steps[0].body is {"a":1}; use no body with GET.'],
        [
            step({ method: "method: POST", more: "body: [.nan]" }),
            ":7: steps[0].body is [null]; use what JSON can say",
        ],
        [
            step({ more: "headers: { Host: acme.dev }" }),
            ":7: steps[0].headers.Host is acme.dev; use a map of headers",
        ],
        [step({ more: "headers: { X-A: 1 }" }), ":7: steps[0].headers.X-A is 1; use a text of visible ASCII"],
        [
            step({ more: "capture: { random: { json: $.id } }" }),
            ':7: steps[0].capture.random is {"json":"$.id"}; use another name than random.',
        ],
        [
            step({ more: "capture: { id: { xpath: //id } }" }),
            ':7: steps[0].capture.id is {"xpath":"//id"}; use { json: $.id } or { header: location }.',
        ],
        [
            step({ method: "method: POST", more: "body: { user: { password: hunter2 } }" }),
            ":7: steps[0].body.user.password is [secret]; use {{random}} or a captured value",
        ],
        [
            step({ more: "headers: { Authorization: Bearer hunter2 }" }),
            ":7: steps[0].headers.Authorization is [secret]; use {{random}} or a captured value",
        ],
        ["", ":1: the file is null; use a map with name and steps, and if need be always."],
        ["steps: [", ":1: the file is not YAML: "],
        ["name: one\nname: two\n", ":2: name is there twice; use each key once."],
        [
            step({ expect: "expect:\n      status: 200\n      'status': 201" }),
            ":8: status is there twice; use each key once.",
        ],
        [
            step({ expect: 'expect: { status: "200" }' }),
            ':6: steps[0].expect.status is "200"; use a status from 200 to 599, without quotes.',
        ],
        [
            step({
                method: "method: HEAD",
                expect: "expect: { status: 200, json: { $.id: { present: true } } }",
            }),
            ":6: steps[0].expect.json is ",
        ],
        [
            step({ expect: "expect: { status: 204, json: { $.id: { present: true } } }" }),
            ":6: steps[0].expect.json is ",
        ],
        [
            step({ method: "method: HEAD", more: "capture: { id: { json: $.id } }" }),
            ':7: steps[0].capture.id is {"json":"$.id"}; use { header: … }: the answer has no body.',
        ],
        ["name: one\nsteps: !!js/function x\n", ":2: the file is not YAML: Unresolved tag"],
        ["name: &a one\nsteps: *a\n", ":2: there is an alias, *a; use what it stands for."],
        [
            `name: one\nsteps: ${"[".repeat(50)}${"]".repeat(50)}\n`,
            ":2: it goes too deep; use at most 40 levels.",
        ],
        ["name: one\nsteps: []\n", ":2: steps is []; use a list of 1 to 50 steps."],
        [always(LOOKS), undefined],
        [always(LOOKS.replace("status", "state")), ":11: always[0].expect.state is 200; use one of status"],
        [
            always(LOOKS.replace("GET", "POST")),
            ":9: always[0].method is POST; use GET or HEAD: what always holds is looked at, and nothing",
        ],
        [
            step({ more: "capture: { order: { json: $.id } }" }) +
                "always:\n  - name: holds\n    method: GET\n    path: /{{order}}\n    expect: { status: 200 }\n",
            ':11: always[0].path is "/{{order}}"; use one of random instead of order',
        ],
        [
            always(LOOKS).replace("name: holds", "name: look"),
            ":8: always[0].name is look; use a name that no other step has.",
        ],
        [`${step({})}always: []\n`, ":7: always is []; use a list of 1 to 50 steps, or leave it out."],
        [`${step({})}allways: []\n`, ":7: allways is []; use one of name, steps, always."],
        ["x".repeat(100_001), ":1: the file has 100001 characters; use at most 100000."],
    ] as const) {
        it(`${fault ? "is refused" : "is read"}: ${fault ?? text.split("\n").at(-2)!.trim()}`, () => {
            const found = refused(text);
            if (fault === undefined) return assert.deepEqual(found, []);
            assert.ok(
                found.some((line) => line.startsWith("workflow.yaml:") && line.includes(fault)),
                found.join("\n"),
            );
            assert.ok(!found.join("\n").includes("hunter2"));
        });
    }

    it("is told all its faults at once, in the order of its lines", () => {
        const second = "  - name: look\n    method: GET\n    path: x\n    withinSeconds: 60\n    expect: 1\n";
        const third = `  - ${Object.values(GOOD).join("\n    ")}\n    withinSeconds: 61\n    later: 1\n`;
        const lines = refused(step({ method: "method: get" }) + second + third).map((line) =>
            line.replace(/ is .*/, ""),
        );
        assert.deepEqual(lines, [
            "workflow.yaml:4: steps[0].method",
            "workflow.yaml:7: steps[1].name",
            "workflow.yaml:9: steps[1].path",
            "workflow.yaml:11: steps[1].expect",
            "workflow.yaml:12: steps[2].name",
            "workflow.yaml:16: steps[2].withinSeconds",
            "workflow.yaml:17: steps[2].later",
        ]);
    });
});
