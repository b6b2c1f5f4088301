import assert from "node:assert/strict";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { TemporaryProject } from "../support/project.ts";
import { BUCKET, IMPORTS, refusal } from "../support/refusal.ts";

/** A list of nine lists that each hold the one before nine times: 9 to the power of 9 entries. */
const BOMB = Array.from({ length: 9 }, (_, level) => {
    const items = Array.from({ length: 9 }, () => (level === 0 ? "x" : `*l${level - 1}`));
    return `k${level}: &l${level} [${items.join(", ")}]`;
}).join("\n");

const of = (program: string) => refusal({ "index.ts": program });

describe("a project that can't be rehearsed", function () {
    this.timeout(300_000);

    it("is told that there is no Pulumi.yaml, and how to name the folder", async () => {
        assert.equal(
            await refusal({ "Pulumi.yaml": "" }),
            "There is no Pulumi.yaml in DIR or above it; give the project's folder with --cwd.",
        );
    });

    it("is told which line of its YAML is broken, of the project and of the stack", async () => {
        assert.match(
            await refusal({ "Pulumi.yaml": "name: [\n" }),
            /^Pulumi\.yaml is not valid YAML: .* at line 2, column 1:/,
        );
        assert.match(
            await refusal({ "Pulumi.dev.yaml": "config:\n  a: 'x\n" }),
            /^Pulumi\.dev\.yaml is not valid YAML: Missing closing 'quote at line 3, column 1:/,
        );
    });

    it("is told of YAML that unfolds without end, or that is too long", async () => {
        assert.equal(
            await refusal({ "Pulumi.yaml": `name: small\n${BOMB}\n` }),
            "Pulumi.yaml is not valid YAML: Excessive alias count indicates a resource exhaustion attack.",
        );
        assert.equal(
            await refusal({ "Pulumi.yaml": "# long\n".repeat(15_000_000) }),
            "DIR/Pulumi.yaml has 105 MB; the rehearsal reads up to 2 MB.",
        );
    });

    it("is told that a folder is no file", async () => {
        assert.equal(
            await refusal({ "Pulumi.dev.yaml": "", "Pulumi.dev.yaml/file": "x" }),
            "DIR/Pulumi.dev.yaml can't be read: it is a folder.",
        );
    });

    it("is told what names are made of, for its state lies in a file of that name", async () => {
        for (const name of ["../../elsewhere", "a b", "x".repeat(101)]) {
            assert.match(
                await refusal({ "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n` }),
                /^Pulumi\.yaml: name is ".*; give the project a name of up to 100 letters, digits, dots,/,
            );
        }
        const noStacks = { "Pulumi.dev.yaml": "" };
        assert.match(
            await refusal(noStacks, { stack: "../dev" }),
            /^A stack can't be called "\.\.\/dev": use up/,
        );
    });

    it("is told that only nodejs runs here", async () => {
        assert.equal(
            await refusal({ "Pulumi.yaml": "name: a\nruntime: python\n" }),
            'Pulumi.yaml: runtime is "python"; the rehearsal runs nodejs.',
        );
    });

    it("is told which stacks there are, for one that there is not", async () => {
        assert.equal(
            await refusal({ "Pulumi.live.yaml": "config: {}\n" }, { stack: "prod" }),
            'There is no stack "prod" (Pulumi.prod.yaml) in DIR; there are dev, live.',
        );
    });

    it("is told that ESC can't be reached", async () => {
        assert.equal(
            await refusal({ "Pulumi.dev.yaml": "environment: [base]\n" }),
            "Pulumi.dev.yaml: environment imports values from Pulumi ESC, which can't be reached offline.",
        );
    });

    it("is told of settings that are too long to be handed to any program", async () => {
        assert.equal(
            await refusal({ "Pulumi.dev.yaml": `config: {small:x: ${"x".repeat(200_000)}}\n` }),
            "The settings of stack dev are too long: a program gets them in one variable of its environment.",
        );
    });
});

describe("a program that can't be rehearsed", function () {
    this.timeout(300_000);

    it("is told of a missing required setting in the program's own words", async () => {
        assert.match(
            await of(`${IMPORTS}new pulumi.Config().require("size");\n`),
            /^Missing required configuration variable 'small:size'\n/,
        );
    });

    it("shows its own error, with the line of the source", async () => {
        assert.match(
            await of('const a: number = 1;\nthrow new Error("no money " + a);\n'),
            /^Running program 'DIR\/index\.ts' failed with an unhandled exception:\nError: no money 1\n {4}at .*index\.ts:2:7/,
        );
    });

    it("shows an error that an apply throws, with the line of the source", async () => {
        assert.match(
            await of(`${BUCKET}pulumi.output(1).apply(() => {\n    throw new TypeError("not one");\n});\n`),
            /\nTypeError: not one\n {4}at .*index\.ts:5:11/,
        );
    });

    it("shows what a promise was rejected with, though nobody waited for it", async () => {
        const [rejected, text] = await Promise.all([
            of(`${BUCKET}void Promise.reject(new Error("nobody"));\n`),
            of(`${BUCKET}throw "only text";\n`),
        ]);
        assert.match(rejected, /\nError: nobody\n {4}at .*:4:/);
        assert.match(text, /unhandled exception:\nonly text$/);
    });

    it("is told when it exits before it has finished, with what code, and what it printed", async () => {
        const said = await Promise.all([
            of(`${BUCKET}process.exit(0);\n`),
            of(`${BUCKET}console.log("so long");\nprocess.exit(3);\n`),
        ]);
        assert.deepEqual(said, [
            "The program exited before it had finished (process.exit?).",
            "The program ended with exit code 3. It printed:\nso long",
        ]);
    });

    it("is told of two resources with one URN", async () => {
        assert.equal(
            await of(`${BUCKET}new aws.s3.Bucket("b");\n`),
            "Duplicate resource URN 'urn:pulumi:dev::small::aws:s3/bucket:Bucket::b'; try giving it a unique name",
        );
    });

    it("is told which resources wait for each other in a dependency cycle", async () => {
        const ended = (count: number, names: string) =>
            `The program ended while ${count} of its resources still waited for something they depend on: ` +
            `${names}. Each waits for another of them, which is a dependency cycle, or for a promise that ` +
            "nothing settles. Look at their arguments, dependsOn and parent.";
        const byInput = [
            'new aws.s3.Bucket("apart");',
            "const [later, resolve] = pulumi.deferredOutput<string>();",
            'const a = new aws.sns.Topic("a", { displayName: later });',
            'resolve(new aws.sns.Topic("b", { displayName: a.arn }).arn);',
        ];
        const byOption = [
            "let settle: (topic: pulumi.Resource) => void = () => undefined;",
            "const later = new Promise<pulumi.Resource>((done) => (settle = done));",
            'const a = new aws.sns.Topic("a", {}, { dependsOn: later });',
            'settle(new aws.sns.Topic("b, c", {}, { dependsOn: a }));',
        ];
        const said = [byInput, byOption].map((lines) => of(`${IMPORTS}${lines.join("\n")}\n`));
        assert.deepEqual(await Promise.all(said), [
            ended(2, 'aws:sns/topic:Topic "a", aws:sns/topic:Topic "b"'),
            ended(2, 'aws:sns/topic:Topic "a", aws:sns/topic:Topic "b, c"'),
        ]);
    });

    it("may have a child that depends on its own parent, as the SDK lets it", async () => {
        const project = new TemporaryProject({
            "index.ts": `${IMPORTS}const c = new pulumi.ComponentResource("my:app:C", "c");\nnew aws.s3.Bucket("b", {}, { parent: c, dependsOn: c });\n`,
        });
        const { resources } = await rehearse({ cwd: project.folder, stack: "dev" });
        project.remove();
        assert.equal(resources.filter(({ name }) => name === "b" || name === "c").length, 2);
    });

    it("is told which package is not installed", async () => {
        const thing = 'new pulumi.CustomResource("acme:index:Thing", "t", {}, { version: "1.0.0" });';
        assert.match(await of(`${IMPORTS}${thing}\n`), /package "acme", which is not installed .* npm/);
    });

    it("is told which component's plugin it can't do without", async () => {
        const trail = 'new pulumi.ComponentResource("awsx:cloudtrail:Trail", "t", {}, {}, true);';
        assert.match(await of(`${IMPORTS}${trail}\n`), /can't expand .* awsx:cloudtrail:Trail/);
    });
});
