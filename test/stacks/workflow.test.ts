import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as pulumi from "@pulumi/pulumi";
import { bundle, bundled } from "../../stacks/bundle.ts";
import { loadWorkflow } from "../../stacks/workflow.ts";
import { runRehearse } from "../support/command.ts";
import { filesOfTheHouse, plant } from "../support/house.ts";

describe("the core workflow in the program", function () {
    this.timeout(300_000);

    it("goes beside the code of a function, and the hash tells when either changes", async () => {
        const beside = loadWorkflow();
        const { archive, sha256 } = bundle("smoke", beside);
        const { assets } = (await archive) as pulumi.asset.AssetArchive;
        assert.deepEqual(Object.keys(await assets), ["index.js", "workflow.json"]);
        const hashes = [sha256, bundle("smoke").sha256, bundle("smoke", { "workflow.json": "{}" }).sha256];
        assert.equal(new Set(await Promise.all(hashes)).size, 3);
        // Of a function that has nothing beside its code, the hash is the code's: no deployment changes by this.
        const code = await bundled("roles");
        const alone = createHash("sha256").update(code).digest("hex");
        assert.equal(await bundle("roles").sha256, alone);
    });

    describe("of a house whose workflow.yaml is wrong or missing", () => {
        const rooms =
            /^((stacks|components|functions|images|workflow|rehearsal)\/|Pulumi|package(-lock)?\.json|tsconfig)/;
        const files = filesOfTheHouse().filter((file) => rooms.test(file));
        const house = plant(Object.fromEntries(files.map((file) => [file, undefined])));
        const bad = path.join(house.folder, "workflow.yaml");
        afterEach(() => rmSync(bad, { force: true }));
        after(() => house.remove());

        it("stops a rehearsal before anything is registered, with the line and the key", async () => {
            writeFileSync(bad, "name: one\nsteps:\n  - name: a\n");
            const args = ["--cwd", house.folder, "--stack", "staging", "--json"];
            const { code, stdout } = await runRehearse(args);
            const [{ error, ...report }] = JSON.parse(stdout) as [{ error: string }];
            assert.deepEqual([code, report], [2, { stack: "staging", ready: false }]);
            const [method, route] = error.split("\n");
            assert.equal(
                method,
                "workflow.yaml:3: steps[0].method is missing; use GET, HEAD, POST, PUT, PATCH or DELETE.",
            );
            assert.match(route!, /^workflow\.yaml:3: steps\[0\]\.path is missing; use a path/);
        });

        it("is told which file is missing", async () => {
            const copy = (await import(
                pathToFileURL(path.join(house.folder, "stacks/workflow.ts")).href
            )) as {
                loadWorkflow: typeof loadWorkflow;
            };
            const says = "workflow.yaml is missing; use the shipped one to begin with.";
            assert.throws(() => copy.loadWorkflow(), { message: says });
        });
    });
});
