import assert from "node:assert/strict";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { HOUSE } from "../support/house.ts";

const long = (lines: number) => "void 0;\n".repeat(lines);

/** What is refused: the fact, the file that it would stand in, its text, and what the complaint says. */
const REFUSED: [fact: string, file: string, text: string, complaint: RegExp][] = [
    ["a file over 200 lines", "rehearsal/x.ts", long(201), /Maximum allowed is 200/],
    ["201 lines of comments", "rehearsal/x.ts", "// A comment.\n".repeat(201), /Maximum allowed is 200/],
    ["a test over 200 lines", "test/x.test.ts", long(201), /Maximum allowed is 200/],
    ["stacks/index.ts over 100 lines", "stacks/index.ts", long(101), /Maximum allowed is 100/],
    ["a component over 150 lines", "components/data/x.ts", long(151), /Maximum allowed is 150/],
    ["a rule over 40 lines", "policies/rules/data/x.ts", long(41), /Maximum allowed is 40/],
    ["a script over 120 lines", "scripts/x.ts", long(121), /Maximum allowed is 120/],
    [
        "a comment that switches a rule off",
        "rehearsal/x.ts",
        `// eslint-disable-next-line\n${long(201)}`,
        /is 200/,
    ],
    [
        "a comparison with a stack's name",
        "stacks/x.ts",
        `void (stack === "production");`,
        /Sizes differ by YAML/,
    ],
    ["the name on the left", "components/data/x.ts", `void ("staging" !== stack);`, /Sizes differ by YAML/],
    ["a stack's name in a rule", "policies/rules/data/x.ts", `void (stack === "production");`, /by YAML/],
    ["a stack's name in a script", "scripts/x.ts", `void (stack === "production");`, /Sizes differ by YAML/],
    [
        "a switch over stacks",
        "functions/x.ts",
        `switch (stack) { case "staging": break; }`,
        /Sizes differ by YAML/,
    ],
    ["a table by stack", "stacks/x.ts", `void { production: 2, staging: 1 }[stack];`, /Sizes differ by YAML/],
    [
        "configuration in a component",
        "components/data/x.ts",
        `new pulumi.Config();`,
        /Only stacks\/settings.ts/,
    ],
    [
        "configuration in the index",
        "stacks/index.ts",
        `new pulumi.Config("aws");`,
        /Only stacks\/settings.ts/,
    ],
    [
        "configuration in a policy",
        "policies/x.ts",
        `import { Config } from "@pulumi/pulumi"; new Config();`,
        /settings/,
    ],
    ["a stack's name in a component", "components/data/x.ts", `pulumi.getStack();`, /know no stack name/],
    [
        "the environment in a component",
        "components/data/x.ts",
        `void process.env.REGION;`,
        /know no environment/,
    ],
    ["a default export", "rehearsal/x.ts", `export default 1;`, /Export by name/],
    ["a default export in a component", "components/data/x.ts", `export default class {}`, /Export by name/],
    ["a test that runs alone", "test/x.test.ts", `it.only("x", () => {});`, /No .only and no .skip/],
    ["a suite that is skipped", "test/x.test.ts", `describe.skip("x", () => {});`, /No .only and no .skip/],
    ["a test switched off by its name", "test/x.test.ts", `xit("x", () => {});`, /proves nothing/],
    ["a test without a body", "test/x.test.ts", `it("x");`, /proves nothing/],
    ["a skip without a reason", "test/x.test.ts", `it("x", function () { this.skip(); });`, /skipUnless/],
    ["loose equality", "rehearsal/x.ts", `void (a == b);`, /Expected '==='/],
    ["any", "rehearsal/x.ts", `export const a: any = 1;`, /Unexpected any/],
    ["a silenced type error", "rehearsal/x.ts", `// @ts-ignore\nvoid 0;`, /ts-ignore/],
    [
        "a type imported as a value",
        "rehearsal/x.ts",
        `import { A } from "./a.ts"; export type B = A;`,
        /import type/,
    ],
];

const ALLOWED: [fact: string, file: string, text: string][] = [
    ["200 lines", "rehearsal/x.ts", long(200)],
    ["the one reader of configuration", "stacks/settings.ts", `new pulumi.Config();`],
    ["a rule's default export", "policies/rules/data/x.ts", `export default 1;`],
    ["a stack's name in a test", "test/x.test.ts", `void (stack === "production");`],
    ["a test with a body", "test/x.test.ts", `it("x", () => {});`],
];

describe("the linter", () => {
    // Rules that need types can't judge a file that is not there; the others are the house's own.
    const eslint = new ESLint({ cwd: HOUSE, overrideConfig: [tseslint.configs.disableTypeChecked] });
    const complaints = async (file: string, text: string) => {
        const [result] = await eslint.lintText(text, { filePath: `${HOUSE}/${file}` });
        return (result?.messages ?? []).map((message) => message.message);
    };

    for (const [fact, file, text, complaint] of REFUSED) {
        it(`refuses ${fact} (${file})`, async () => {
            assert.match((await complaints(file, text)).join("\n"), complaint);
        });
    }
    for (const [fact, file, text] of ALLOWED) {
        it(`lets through ${fact} (${file})`, async () => {
            assert.deepEqual(await complaints(file, text), []);
        });
    }
});
