import assert from "node:assert/strict";
import { rehearse, type RehearseOptions } from "../../rehearsal/rehearse.ts";
import { TemporaryProject } from "../support/project.ts";

/** What the rehearsal of a project says when it can't be run to its end. */
async function refusal(
    files: Record<string, string>,
    options: Partial<RehearseOptions> = {},
): Promise<string> {
    const project = new TemporaryProject(files);
    try {
        await rehearse({ cwd: project.folder, stack: "dev", ...options });
    } catch (error) {
        assert.equal((error as Error).name, "Misuse", String((error as Error).stack));
        return (error as Error).message;
    } finally {
        project.remove();
    }
    return assert.fail("it was rehearsed to its end");
}

const BUCKET = 'import * as aws from "@pulumi/aws";\nnew aws.s3.Bucket("b");\n';

describe("a project that can't be rehearsed", () => {
    it("is told that there is no Pulumi.yaml, and how to name the folder", async () => {
        assert.match(await refusal({ "Pulumi.yaml": "" }), /There is no Pulumi\.yaml in .* --cwd/);
    });

    it("is told which line of its YAML is broken", async () => {
        assert.match(
            await refusal({ "Pulumi.yaml": "name: [\n" }),
            /Pulumi\.yaml is not valid YAML: .*line \d/s,
        );
    });

    it("is told that only nodejs runs here", async () => {
        assert.match(
            await refusal({ "Pulumi.yaml": "name: a\nruntime: python\n" }),
            /runtime is "python".* nodejs/,
        );
    });

    it("is told which stacks there are, for one that there is not", async () => {
        assert.match(
            await refusal({ "Pulumi.live.yaml": "config: {}\n" }, { stack: "prod" }),
            /There is no stack "prod" .*; there are dev, live\./,
        );
    });

    it("sees a missing required setting as the program's own words", async () => {
        const program = 'import { Config } from "@pulumi/pulumi";\nnew Config().require("size");\n';
        assert.match(
            await refusal({ "index.ts": program }),
            /Missing required configuration variable 'small:size'/,
        );
    });

    it("is told that ESC can't be reached", async () => {
        assert.match(
            await refusal({ "Pulumi.dev.yaml": "environment: [base]\n" }),
            /Pulumi\.dev\.yaml: environment .* can't be reached offline/,
        );
    });

    it("sees its own error, with the line of the source", async () => {
        const program = 'const a: number = 1;\nthrow new Error("no money " + a);\n';
        assert.match(await refusal({ "index.ts": program }), /Error: no money 1[\s\S]*index\.ts:2/);
    });

    it("is told when it exits before it has finished", async () => {
        assert.match(
            await refusal({ "index.ts": `${BUCKET}process.exit(0);\n` }),
            /exited before it had finished|still active\s+at the time that the process exited/,
        );
    });

    it("is told of two resources with one URN", async () => {
        const program = `${BUCKET}new aws.s3.Bucket("b");\n`;
        assert.match(await refusal({ "index.ts": program }), /Duplicate resource URN 'urn:.*::b'/);
    });

    it("is told what it waits for when it registers nothing for as long as the setting says", async () => {
        const program = `${BUCKET}export const x = await new Promise(() => setInterval(() => 0, 1000));\n`;
        assert.match(
            await refusal({ "index.ts": program }, { timeoutSeconds: 12 }),
            /asked for nothing for 12 s\. It waits for the program itself; the last .* aws:s3\/bucket:Bucket "b"/,
        );
    });

    it("is told of a dependency cycle", async () => {
        const program = [
            'import * as pulumi from "@pulumi/pulumi";',
            'import * as aws from "@pulumi/aws";',
            "const [later, resolve] = pulumi.deferredOutput<string>();",
            'const a = new aws.sns.Topic("a", { displayName: later });',
            'const b = new aws.sns.Topic("b", { displayName: a.arn });',
            "resolve(b.arn);",
        ].join("\n");
        const said = await refusal({ "index.ts": program }, { timeoutSeconds: 12 });
        assert.match(said, /cycle|promises|asked for nothing|exited before/i);
    });

    it("is told which package is not installed", async () => {
        const program = [
            'import * as pulumi from "@pulumi/pulumi";',
            'new pulumi.CustomResource("acme:index:Thing", "t", {}, { version: "1.0.0" });',
        ].join("\n");
        assert.match(await refusal({ "index.ts": program }), /package "acme", which is not installed .* npm/);
    });

    it("is told which component's plugin it can't do without", async () => {
        const program = [
            'import * as pulumi from "@pulumi/pulumi";',
            'new pulumi.ComponentResource("awsx:cloudtrail:Trail", "t", {}, {}, true);',
        ].join("\n");
        assert.match(await refusal({ "index.ts": program }), /can't expand .* awsx:cloudtrail:Trail/);
    });

    it("is told of a policy pack that fails to start, in the pack's own words", async () => {
        const said = await refusal(
            {
                "index.ts": BUCKET,
                "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
                "pack/package.json": JSON.stringify({ name: "pack", version: "0.0.1", main: "index.js" }),
                "pack/index.js": 'throw new Error("no rules today");\n',
            },
            { policyPacks: [{ folder: "pack" }] },
        );
        assert.match(said, /policy pack in .* failed to start[\s\S]*no rules today|There is no PulumiPolicy/);
    });
});

describe("a stack with secrets", () => {
    it("is rehearsed with stand-ins where the passphrase is not at hand, and says so", async () => {
        const project = new TemporaryProject({
            "Pulumi.dev.yaml": [
                "encryptionsalt: v1:AAAAAAAAAAA=:v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAA==",
                "config: {small:token: {secure: v1:abc:def}}",
                "",
            ].join("\n"),
            "index.ts":
                'import { Config } from "@pulumi/pulumi";\nexport const t = new Config().requireSecret("token");\n',
        });
        try {
            const environment = { ...process.env, PULUMI_CONFIG_PASSPHRASE: undefined };
            const { notices, faults } = await rehearse({ cwd: project.folder, stack: "dev", environment });
            assert.match(notices.join("\n"), /small:token rehearsed with a stand-in/);
            assert.deepEqual(faults, []);
        } finally {
            project.remove();
        }
    });
});
