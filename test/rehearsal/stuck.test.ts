import assert from "node:assert/strict";
import { rehearse } from "../../rehearsal/rehearse.ts";
import { busyness } from "../support/busy.ts";
import { pack } from "../support/command.ts";
import { TemporaryProject } from "../support/project.ts";
import { BUCKET, IMPORTS, refusal } from "../support/refusal.ts";

/** More than a program and its packs take to come up on a slow machine, and on one that is busy besides. */
const SECONDS = Math.ceil(20 * Math.min(1.5, busyness));
const SILENT = `The program asked for nothing for ${SECONDS} s. It waits for `;
const ITSELF = "the program itself, which runs without end or awaits what never comes";

/** Neither comes to an end nor hears anything, as a computation that has none, and leaves the processor to the others. */
const FOR_EVER = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";

/** Each waits for the whole time, so they do it side by side. */
const stuck = (files: Record<string, string>, folder?: string) =>
    refusal(files, { timeoutSeconds: SECONDS, pack: folder });

describe("a rehearsal that does not come to its end", function () {
    this.timeout(300_000);
    let awaiting: string, looping: string, silent: string, judging: string;
    before(async () => {
        const later = `new aws.sns.Topic("t", { displayName: new Promise<string>(() => setInterval(() => 0, 1000)) });`;
        const boot = pack("pack", {}, FOR_EVER);
        const rule = pack("pack", { endless: FOR_EVER });
        [awaiting, looping, silent, judging] = await Promise.all([
            stuck({ "index.ts": `${BUCKET}${later}\n` }),
            stuck({ "index.ts": `${BUCKET}${FOR_EVER}\n` }),
            stuck({ "index.ts": BUCKET, ...boot }, "pack"),
            stuck({ "index.ts": BUCKET, ...rule }, "pack"),
        ]);
    });

    it("names what it asked for last, and what it made and never registered", () => {
        const made = 'Made and not registered yet: aws:sns/topic:Topic "t".';
        assert.ok(awaiting.startsWith(`${SILENT}${ITSELF}; the last that it asked for was `), awaiting);
        assert.ok(awaiting.endsWith(made), awaiting);
    });

    it("says that a program may compute without end", () => {
        const stack = 'the last that it asked for was pulumi:pulumi:Stack "small-dev".';
        assert.ok(looping.startsWith(`${SILENT}${ITSELF}; ${stack}`), looping);
    });

    it("names the pack that does not start, or does not answer", () => {
        const said = `The policy pack in DIR/pack has said nothing for ${SECONDS} s.`;
        assert.deepEqual([silent, judging], [said, said]);
    });
});

describe("a policy pack that fails", function () {
    this.timeout(300_000);
    const failing = (files: Record<string, string>) =>
        refusal({ "index.ts": BUCKET, ...files }, { pack: "pack" });

    it("is told where there is none", async () => {
        assert.equal(
            await failing({}),
            "There is no PulumiPolicy.yaml in DIR/pack; --policy-pack takes the folder of a policy pack.",
        );
    });

    it("shows in the pack's own words why it does not start", async () => {
        assert.match(
            await failing(pack("pack", {}, 'throw new Error("no rules today");')),
            /^The policy pack in DIR\/pack failed to start\.\n[\s\S]*Error: no rules today\n/,
        );
    });

    it("shows which rule threw what", async () => {
        assert.match(
            await failing(pack("pack", { broken: 'throw new Error("rule broke");' })),
            /^The policy pack in DIR\/pack failed: .* policy 'broken' from policy pack 'pack@v0\.0\.1':\nError: rule broke\n/,
        );
    });

    it("shows its last words when it ends in the middle", async () => {
        const body = 'console.error("enough of this"); process.exit(4);';
        assert.equal(
            await failing(pack("pack", { leaving: body })),
            "The policy pack in DIR/pack stopped in the middle of its work.\nenough of this",
        );
    });
});

describe("a stack with secrets", function () {
    this.timeout(300_000);
    /** Written by the Pulumi CLI 3.248.0 with the passphrase "correct horse": `hunter2-hunter2`. */
    const files = {
        "Pulumi.dev.yaml": [
            "encryptionsalt: v1:vTRTHcOMN9U=:v1:UMsJdfb0tgsWPI1O:ke51gxX+BwR/T35O8646KZwlLOqOlw==",
            "config:",
            "  small:token: {secure: v1:fs4U6KezFAJVLw+w:AcHJL/LdD+wITonzZ0O9zReOD6vlxKffjmLI+DbUtg==}",
            "",
        ].join("\n"),
    };
    const environment = (passphrase?: string) => ({ ...process.env, PULUMI_CONFIG_PASSPHRASE: passphrase });

    it("is rehearsed with stand-ins where the passphrase is not at hand, and says so", async () => {
        const project = new TemporaryProject({
            ...files,
            "index.ts": `${IMPORTS}export const token = new pulumi.Config().requireSecret("token");\n`,
        });
        const options = { cwd: project.folder, stack: "dev", environment: environment() };
        const { notices, faults } = await rehearse(options).finally(() => project.remove());
        assert.deepEqual(notices, [
            "Pulumi.dev.yaml: small:token rehearsed with a stand-in, for PULUMI_CONFIG_PASSPHRASE is not set.",
        ]);
        assert.deepEqual(faults, []);
    });

    it("is refused with the wrong passphrase", async () => {
        assert.match(
            await refusal({ ...files, "index.ts": BUCKET }, { environment: environment("wrong horse") }),
            /^Pulumi\.dev\.yaml: PULUMI_CONFIG_PASSPHRASE does not open this stack's secrets; set the right one/,
        );
    });

    it("hides them in the program's own error, and in what it said before", async () => {
        const program =
            'const token = new pulumi.Config().require("token");\nconsole.log(token);\nthrow new Error(`no ${token}`);\n';
        const said: string[] = [];
        const message = await refusal(
            { ...files, "index.ts": IMPORTS + program },
            { environment: environment("correct horse"), onLine: (line) => void said.push(line.message) },
        );
        assert.match(message, /\nError: no \[secret\]\n/);
        assert.ok(said.includes("[secret]"));
        assert.doesNotMatch(said.join("\n"), /hunter2/);
    });
});
