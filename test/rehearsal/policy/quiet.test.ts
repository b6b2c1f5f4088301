import assert from "node:assert/strict";
import { join } from "node:path";
import { rehearse } from "../../../rehearsal/rehearse.ts";
import { TemporaryProject } from "../../support/project.ts";

/** Its second topic waits: the program registers its outputs, and has nothing under way until then. */
const PROGRAM = `import * as aws from "@pulumi/aws";
new aws.sns.Topic("early");
const name = new Promise<string>((done) => setTimeout(() => done("Late"), 1500));
new aws.sns.Topic("late", { displayName: name });
export const out = 1;
`;

const PACK = `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("counting", { policies: [{
    name: "count", description: "Counts.", enforcementLevel: "advisory",
    validateStack: ({ resources }, report) => report(resources.map(({ name }) => name).sort().join(", ")),
}] });
`;

describe("a program that falls quiet after its outputs, and then goes on", () => {
    it("is judged whole, and once", async () => {
        const project = new TemporaryProject({
            "index.ts": PROGRAM,
            "counting/PulumiPolicy.yaml": "runtime: nodejs\n",
            "counting/package.json": JSON.stringify({ name: "counting", version: "0.0.1", main: "index.js" }),
            "counting/index.js": PACK,
        });
        try {
            const policyPacks = [{ folder: join(project.folder, "counting") }];
            const { violations } = await rehearse({ cwd: project.folder, stack: "dev", policyPacks });
            assert.equal(violations.length, 1);
            assert.match(violations[0]!.message, /\bearly, late\b/);
        } finally {
            project.remove();
        }
    });
});
