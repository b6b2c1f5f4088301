import assert from "node:assert/strict";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { TemporaryProject } from "../support/project.ts";

describe("the process of a program", function () {
    this.timeout(180_000); // a process of its own, on a machine of unknown speed

    it("shows the SDK no loader that the program does not bring: with one it won't load TypeScript in ES modules", async () => {
        const project = new TemporaryProject({
            "Pulumi.yaml": "name: small\nruntime: { name: nodejs, options: { typescript: false } }\n",
            "package.json": JSON.stringify({ name: "small", type: "module", main: "index.js" }),
            // The SDK's own question, in its cmd/run/run.js.
            "index.js": `const loaders = ["--loader", "--import", "--require"];
                export const found = process.execArgv.filter((one) => loaders.includes(one));`,
        });
        try {
            const { outputs } = await rehearse({ cwd: project.folder, stack: "dev" });
            assert.deepEqual(outputs, { found: [] });
        } finally {
            project.remove();
        }
    });
});
