import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { rehearse, type RehearseOptions, type Rehearsal } from "../../../rehearsal/rehearse.ts";
import { plain } from "../../../rehearsal/values.ts";
import { TemporaryProject } from "../../support/project.ts";

/** Two topics, one of which says so much of itself. */
const PROGRAM = [
    'import * as aws from "@pulumi/aws";',
    'new aws.sns.Topic("named", { displayName: "Named", tags: { team: "core" } }, { protect: true });',
    'new aws.sns.Topic("bare");',
].join("\n");

/** The files of a pack in plain JavaScript. */
function pack(name: string, policies: string): Record<string, string> {
    return {
        [`${name}/PulumiPolicy.yaml`]: "runtime: nodejs\n",
        [`${name}/package.json`]: JSON.stringify({ name, version: "0.0.1", main: "index.js" }),
        [`${name}/index.js`]: [
            'const { PolicyPack, validateResourceOfType, remediateResourceOfType } = require("@pulumi/policy");',
            'const aws = require("@pulumi/aws");',
            `new PolicyPack("${name}", { policies: [${policies}] });`,
        ].join("\n"),
    };
}

const RULES = pack(
    "rules",
    `{
        name: "has-name", description: "Topics have a name.", enforcementLevel: "mandatory",
        remediationSteps: "Set displayName.",
        validateResource: validateResourceOfType(aws.sns.Topic, (topic, args, report) => {
            if (!topic.displayName) report("No name" + (args.opts.protect ? ", protected" : "") + ".");
        }),
    }, {
        name: "has-team", description: "Topics have a team.", enforcementLevel: "advisory",
        configSchema: { properties: { team: { type: "string", default: "any" } } },
        validateResource: validateResourceOfType(aws.sns.Topic, (topic, args, report) => {
            if (!topic.tags?.team) report("Not of team " + args.getConfig().team + ".");
        }),
    }, {
        name: "whole", description: "The stack is small.", enforcementLevel: "mandatory",
        validateStack: (args, report) => {
            const topics = args.resources.filter(({ type }) => type === "aws:sns/topic:Topic");
            report("There are " + topics.length + " topics.", topics.find(({ name }) => name === "named").urn);
        },
    }, {
        name: "no-queues", description: "Queues.", enforcementLevel: "mandatory",
        validateStack: (args) => args.notApplicable("there are no queues"),
    }`,
);

const TAGGER = pack(
    "tagger",
    `{
        name: "tag", description: "Topics are tagged.", enforcementLevel: "remediate",
        remediateResource: remediateResourceOfType(aws.sns.Topic, (topic) =>
            topic.displayName ? undefined : { ...topic, displayName: "Given", tags: { team: "given" } }),
    }, {
        name: "beyond-repair", description: "Never good.", enforcementLevel: "remediate",
        remediateResource: () => undefined,
        validateResource: validateResourceOfType(aws.sns.Topic, (topic, args, report) => {
            if (topic.displayName === "Given") report("Still not good.");
        }),
    }`,
);

const said = ({ violations }: Rehearsal) =>
    violations
        .map(
            ({ policy, level, message, urn }) => `${policy} ${level} ${urn.split("::")[3] ?? ""}: ${message}`,
        )
        .sort();

describe("policy packs", function () {
    const HANGING = pack("hanging", "");
    HANGING["hanging/index.js"] = "setInterval(() => 0, 1000);\n";
    const CRASHING = pack(
        "crashing",
        `{
            name: "crash", description: "Crashes.", enforcementLevel: "advisory",
            validateResource: (args) => { if (args.name === "bare") throw new Error("out of paper"); },
        }`,
    );
    const DYING = pack(
        "dying",
        `{
            name: "die", description: "Dies.", enforcementLevel: "advisory",
            validateStack: () => { console.error("out of ink"); process.exit(3); },
        }`,
    );
    let project: TemporaryProject;
    before(() => {
        project = new TemporaryProject({
            "index.ts": PROGRAM,
            ...RULES,
            ...TAGGER,
            ...CRASHING,
            ...DYING,
            ...HANGING,
        });
    });
    after(() => project.remove());

    const judged = (
        packs: NonNullable<RehearseOptions["policyPacks"]>,
        more: Partial<RehearseOptions> = {},
    ) =>
        rehearse({
            cwd: project.folder,
            stack: "dev",
            policyPacks: packs.map((one) => ({ ...one, folder: join(project.folder, one.folder) })),
            ...more,
        });
    const running = () =>
        execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
            .split("\n")
            .filter((line) => line.includes(project.folder));
    /** A process that was killed is gone a moment later. */
    const nothingRuns = async () => {
        for (let tries = 0; running().length > 0 && tries < 300; tries++) await wait(200);
        assert.deepEqual(running(), []);
    };

    it("judge single resources and the stack, each at its level, with the fix and who is not concerned", async () => {
        const result = await judged([{ folder: "rules" }]);
        assert.deepEqual(said(result), [
            "has-name mandatory bare: Topics have a name.\nNo name.",
            "has-team advisory bare: Topics have a team.\nNot of team any.",
            "whole mandatory named: The stack is small.\nThere are 2 topics.",
        ]);
        const [first] = result.violations.filter(({ policy }) => policy === "has-name");
        assert.deepEqual(
            [first?.pack, first?.description, first?.fix],
            ["rules", "Topics have a name.", "Set displayName."],
        );
        assert.deepEqual(
            result.notApplicable.filter(({ policy }) => policy === "no-queues"),
            [{ pack: "rules", policy: "no-queues", reason: "there are no queues" }],
        );
        await nothingRuns();
    });

    it("are configured, and put inputs in order before every one of them judges what is deployed", async () => {
        const config = { all: "mandatory", "has-team": { team: "ours" }, whole: "disabled" } as const;
        const result = await judged([{ folder: "rules", config }, { folder: "tagger" }], { mode: "deploy" });
        assert.deepEqual(said(result), ["beyond-repair mandatory bare: Never good.\nStill not good."]);
        assert.deepEqual(
            result.remediations.map(({ pack: from, policy, urn }) => [from, policy, urn.split("::")[3]]),
            [["tagger", "tag", "bare"]],
        );
        const bare = result.resources.find(({ name }) => name === "bare");
        const { displayName, tags } = plain(bare?.inputs ?? {});
        assert.deepEqual([displayName, tags], ["Given", { team: "given" }]);
        assert.equal(plain(bare?.outputs ?? {}).displayName, "Given");
        const again = await judged([], { mode: "plan" });
        assert.equal(again.unchanged, false, "a deployment that a policy forbids was kept");
    });

    it("that crash while they judge end the rehearsal in their own words", async () => {
        await assert.rejects(judged([{ folder: "crashing" }]), {
            name: "Misuse",
            message: /crashing.*out of paper/s,
        });
        await assert.rejects(judged([{ folder: "dying" }]), {
            name: "Misuse",
            message: /dying.*out of ink/s,
        });
        await nothingRuns();
    });

    it("that never come up do not hold the rehearsal for ever, and leave no process", async () => {
        const asked = judged([{ folder: "rules" }, { folder: "hanging" }], { timeoutSeconds: 20 });
        await assert.rejects(asked, {
            name: "Misuse",
            message: /The policy pack in .*hanging has said nothing for 20 s\.$/,
        });
        await nothingRuns();
    });

    it("are refused where the folder is none, or a setting names no policy", async () => {
        await assert.rejects(judged([{ folder: "gone" }]), {
            name: "Misuse",
            message: /no PulumiPolicy\.yaml in .*gone; --policy-pack takes the folder/,
        });
        await assert.rejects(judged([{ folder: "rules", config: { "has-nam": "advisory" } }]), {
            name: "Misuse",
            message: /has no policy "has-nam"; it has has-name, has-team, whole, no-queues/,
        });
        await nothingRuns();
    });
});
