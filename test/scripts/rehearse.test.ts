import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { jsonReport } from "../../rehearsal/report/json.ts";
import { pack, runRehearse, type Ended } from "../support/command.ts";
import { TemporaryProject } from "../support/project.ts";

type Report = ReturnType<typeof jsonReport>;

const IMPORTS = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n';
const LONG = "a-name-that-is-as-long-as-a-team-with-a-naming-convention-makes-it";

/** Topics for the packs to refuse, with words too long for a line, and what a program prints on the way. */
const TOPICS = `${IMPORTS}
console.log("\\u001b[31mlooking around\\u001b[0m");
new aws.sns.Topic("first", { displayName: "some words" });
new aws.sns.Topic("${LONG}", {});
export const description = "${"words that go on ".repeat(12)}";
`;

const onTopics = (body: string) => `if (r.type === "aws:sns/topic:Topic") ${body}`;
const PACKS = {
    ...pack("keys", {
        "topic-key": onTopics(`no("no key: " + "${"because of many reasons ".repeat(8)}")`),
    }),
    ...pack("names", { "topic-name": onTopics('if (r.name !== "first") no("its name is wrong")') }),
};

const noColours = ({ stdout, stderr }: Ended) => assert.doesNotMatch(stdout + stderr, /\u001b/);

describe("npm run rehearse", function () {
    this.timeout(240_000);

    describe("of a program that two packs refuse", () => {
        let project: TemporaryProject;
        let [text, json]: Ended[] = [];
        before(async () => {
            project = new TemporaryProject({
                "index.ts": TOPICS,
                "Pulumi.other.yaml": 'throw: "not read: this stack is not asked for',
                ...PACKS,
            });
            const packs = ["keys", "names"].flatMap((name) => ["--policy-pack", join(project.folder, name)]);
            const args = ["--cwd", project.folder, "--stack", "dev", ...packs];
            [text, json] = await Promise.all([runRehearse(args), runRehearse([...args, "--json"])]);
        });
        after(() => project.remove());

        it("exits 1", () => assert.deepEqual([text?.code, json?.code], [1, 1], text?.stderr));

        it("groups by rule and says the fix of each once", () => {
            const out = text?.stdout ?? "";
            assert.equal(out.match(/^topic-key \(not ready\): topic-key is demanded\.$/gm)?.length, 1);
            assert.equal(out.match(/^ {4}Fix: mend topic-key\.$/gm)?.length, 1);
            assert.equal(out.match(/^ {4}Fix: mend topic-name\.$/gm)?.length, 1);
            assert.equal(out.match(/no\s+key:\s+because/g)?.length, 2);
            assert.match(out, /\nsmall dev: NOT READY: 3 problems\n$/);
        });

        it("breaks every line that can be broken at 80 columns, and has no colours in a pipe", () => {
            for (const line of text?.stdout.split("\n") ?? []) {
                assert.ok(line.length <= 80 || !line.trim().includes(" "), line);
            }
            assert.ok(text && json);
            noColours(text);
            noColours(json);
        });

        it("prints one JSON document and nothing else, with what a machine needs", () => {
            const reports = JSON.parse(json?.stdout ?? "") as Report[];
            const [report] = reports;
            assert.ok(report && reports.length === 1);
            assert.deepEqual(Object.keys(report).sort(), [
                ...["deletes", "faults", "mode", "notApplicable", "notices", "outputs", "project", "ready"],
                ...["remediations", "resources", "stack", "unchanged", "violations"],
            ]);
            assert.deepEqual([report.project, report.stack, report.ready], ["small", "dev", false]);
            assert.deepEqual(
                report.violations
                    .map(({ pack: from, policy, level, fix, urn }) => [
                        ...[from, policy, level, fix, urn.split("::").at(-1)],
                    ])
                    .sort(),
                [
                    ["keys", "topic-key", "mandatory", "mend topic-key.", LONG],
                    ["keys", "topic-key", "mandatory", "mend topic-key.", "first"],
                    ["names", "topic-name", "mandatory", "mend topic-name.", LONG],
                ],
            );
            const topic = report.resources.find(({ name }) => name === "first");
            assert.deepEqual([topic?.type, topic?.operation], ["aws:sns/topic:Topic", "create"]);
        });

        it("says on stderr what it does and what the program printed", () => {
            assert.match(
                json?.stderr ?? "",
                /^dev: rehearsing \.\.\.\n[\s\S]*dev: it printed:\nlooking around\ndev: 4 resources in [\d.]+ s\n$/,
            );
        });
    });

    describe("of two stacks, of which one crashes", () => {
        let ran: Ended;
        before(async () => {
            const project = new TemporaryProject({
                "index.ts": `${IMPORTS}new aws.s3.Bucket("b");\nif (pulumi.getStack() === "live") throw new Error("no money");\n`,
                "Pulumi.live.yaml": "config: {aws:region: eu-central-1}\n",
            });
            const stacks = ["--stack", "dev", "--stack", "live", "--stack", "dev"];
            ran = await runRehearse(["--cwd", project.folder, "--json", ...stacks]);
            project.remove();
        });

        it("exits 2, and has the result of the other one still", () => {
            assert.equal(ran.code, 2, ran.stderr);
            const [dev, live] = JSON.parse(ran.stdout) as [Report, { error: string }];
            assert.deepEqual([dev.stack, dev.ready, dev.resources.length], ["dev", true, 3]);
            assert.deepEqual(Object.keys(live), ["stack", "error", "ready"]);
            assert.match(live.error, /^Running program .*\nError: no money\n {4}at .*index\.ts:4/);
        });

        it("shows the program's own error, without the colours that the SDK gives it", () => {
            assert.match(ran.stderr, /^live: Running program .*\nError: no money\n {4}at .*index\.ts:4/m);
            noColours(ran);
        });
    });

    describe("--deploy", () => {
        let project: TemporaryProject;
        const rows = (...names: string[]) =>
            `${IMPORTS}${names.map((name) => `new aws.sns.Topic("${name}", {}, { protect: ${name === "kept"} });`).join("\n")}\n`;
        const deploy = () => runRehearse(["--cwd", project.folder, "--deploy"]);
        const state = () => readFileSync(join(project.folder, ".rehearsal/small-dev.json"), "utf8");
        const kept = () =>
            (
                JSON.parse(state()) as { deployment: { resources: { urn: string }[] } }
            ).deployment.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
        const names = () =>
            kept()
                .map(({ urn }) => urn.split("::").at(-1))
                .sort();
        before(() => (project = new TemporaryProject({ "index.ts": rows("kept", "gone") })));
        after(() => project.remove());

        it("twice at once leaves one whole state", async () => {
            const both = await Promise.all([deploy(), deploy()]);
            for (const { code, stdout, stderr } of both) {
                assert.equal(code, 0, stderr);
                assert.match(stdout, /^small dev \(deploy, as pulumi up\): 2 to create\n/);
            }
            assert.deepEqual(names().slice(1), ["gone", "kept", "small-dev"]);
        });

        it("again changes nothing", async () => {
            const before = kept();
            const { code, stdout } = await deploy();
            assert.equal(code, 0);
            assert.match(stdout, /^small dev \(.*\): nothing changes\n[\s\S]*\nsmall dev: READY\n$/);
            assert.deepEqual(kept(), before);
        });

        it("shows what it deletes", async () => {
            project.write({ "index.ts": rows("kept") });
            const { code, stdout } = await deploy();
            assert.equal(code, 0);
            assert.match(stdout, /^small dev \(.*\): 1 unchanged, 1 to delete\n/);
            assert.match(stdout, /^- aws:sns\/topic:Topic gone$/m);
            assert.deepEqual(names().slice(1), ["kept", "small-dev"]);
        });

        it("refuses to delete what is protected, and leaves the state as it was", async () => {
            project.write({ "index.ts": IMPORTS });
            const before = state();
            const { code, stdout } = await deploy();
            assert.equal(code, 1);
            assert.match(stdout, /^protect: kept: is protected and would be deleted; unprotect it first/m);
            assert.equal(state(), before);
        });
    });
});
